package org.boundsession.settings;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Settings that are set by variables of an environment, for tests of stores; there are no context parameters. */
public final class EnvironmentOnly {

    private EnvironmentOnly() {}

    public static Source of(Map<String, String> environment, List<Setting<?>> known) {
        return new Source(noParameters(), environment, known);
    }

    private static ServletContext noParameters() {
        return (ServletContext) Proxy.newProxyInstance(
                EnvironmentOnly.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getInitParameterNames") ? Collections.emptyEnumeration() : null);
    }
}
