package com.sap.it.api.securestore;

/** Stands in for the platform's store of secure parameters. */
public interface SecureStoreService {

    UserCredential getUserCredential(String alias);
}
