package com.sap.it.script.v2.api;

import java.util.Map;

/** Stands in for the message of the script API's second version on SAP Cloud Integration; written from its public description. */
public interface Message {

    Object getBody();

    <T> T getBody(Class<T> type);

    void setBody(Object body);

    Map<String, Object> getHeaders();

    <T> T getHeader(String name, Class<T> type);

    void setHeader(String name, Object value);

    void setHeaders(Map<String, Object> headers);

    Map<String, Object> getProperties();

    Object getProperty(String name);

    void setProperty(String name, Object value);
}
