package org.boundsession.audit;

import java.util.List;

/**
 * How the Elastic Common Schema (ECS) categorizes events, with values that it allows.
 *
 * @param kind {@code event.kind}
 * @param categories {@code event.category}
 * @param type {@code event.type}
 * @param outcome {@code event.outcome}
 */
record EcsCategory(String kind, List<String> categories, String type, String outcome) {

    private static final String EVENT = "event";
    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";
    private static final String SESSION = "session";
    private static final String AUTHENTICATION = "authentication";

    static final EcsCategory LOGIN = new EcsCategory(EVENT, List.of(AUTHENTICATION, SESSION), "start", SUCCESS);
    static final EcsCategory FAILED_LOGIN = new EcsCategory(EVENT, List.of(AUTHENTICATION), "start", FAILURE);
    static final EcsCategory LOGOUT = new EcsCategory(EVENT, List.of(AUTHENTICATION, SESSION), "end", SUCCESS);
    static final EcsCategory SESSION_END = new EcsCategory(EVENT, List.of(SESSION), "end", SUCCESS);
    static final EcsCategory FAILED_ACCESS = new EcsCategory(EVENT, List.of("web"), "access", FAILURE);
    static final EcsCategory CONFIGURATION = new EcsCategory(EVENT, List.of("configuration"), "change", SUCCESS);
    static final EcsCategory INTRUSION = new EcsCategory("alert", List.of("intrusion_detection"), "denied", FAILURE);
    static final EcsCategory STORE_ERROR = new EcsCategory(EVENT, List.of("database"), "error", FAILURE);
    static final EcsCategory STORE_INFO = new EcsCategory(EVENT, List.of("database"), "info", SUCCESS);

    EcsCategory {
        categories = List.copyOf(categories);
    }
}
