package com.sap.it.api.securestore;

/** Stands in for the platform's type. */
public interface UserCredential {

    char[] getPassword();
}
