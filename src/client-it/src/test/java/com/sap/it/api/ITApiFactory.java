package com.sap.it.api;

import com.sap.it.api.securestore.SecureStoreService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for the platform's look-up of services, with the secure parameters that a test deploys. */
public final class ITApiFactory {

    private static final Map<String, String> PARAMETERS = new ConcurrentHashMap<>();

    private ITApiFactory() {}

    /** Deploys a secure parameter. */
    public static void deploy(String alias, String value) {
        PARAMETERS.put(alias, value);
    }

    public static <T> T getService(Class<T> type, Object context) {
        SecureStoreService store = alias -> {
            String value = PARAMETERS.get(alias);
            return value == null ? null : value::toCharArray;
        };
        return type.cast(store);
    }
}
