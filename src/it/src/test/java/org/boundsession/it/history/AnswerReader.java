package org.boundsession.it.history;

import org.boundsession.http.Response;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Kind;

/** Classifies responses. A response that lacks what its kind requires is unexpected. */
final class AnswerReader {

    private AnswerReader() {}

    static Answer read(Kind kind, Response response) {
        boolean setsCookie = response.header("Set-Cookie").isPresent();
        return switch (response.status()) {
            case 200 -> kind == Kind.CALL ? only(!setsCookie, Answer.ADMITTED) : success(kind, response);
            case 204 -> only(kind == Kind.LOGOUT && response.deletesCookie(), Answer.LOGGED_OUT);
            case 401 -> refusal(kind, response, setsCookie);
            case 503 -> only(!setsCookie && saysWhenToRetry(response), unavailable(response));
            default -> Answer.UNEXPECTED;
        };
    }

    private static Answer success(Kind kind, Response response) {
        return switch (response.header("custom_status").orElse("")) {
            case "N" ->
                only(kind != Kind.CONFIRM && response.headers("Set-Cookie").size() == 1, Answer.OPENED);
            case "A" -> only(kind != Kind.LOGIN, Answer.ADMITTED);
            default -> Answer.UNEXPECTED;
        };
    }

    private static Answer refusal(Kind kind, Response response, boolean setsCookie) {
        return switch (code(response)) {
            case "login_required" -> only(!setsCookie && !isLogin(kind), Answer.OVER);
            case "credentials_invalid" -> only(!setsCookie && kind == Kind.CONFIRM, Answer.OVER);
            case "session_invalidated" -> only(kind != Kind.LOGIN && response.deletesCookie(), Answer.INVALIDATED);
            default -> Answer.UNEXPECTED;
        };
    }

    private static boolean isLogin(Kind kind) {
        return kind != Kind.CALL && kind != Kind.LOGOUT;
    }

    private static boolean saysWhenToRetry(Response response) {
        return response.header("Retry-After").orElse("").matches("[1-9]\\d*");
    }

    private static Answer unavailable(Response response) {
        return switch (code(response)) {
            case "busy" -> Answer.BUSY;
            case "store_unavailable" -> Answer.UNAVAILABLE;
            // Records are asked for when the call was admitted.
            case "records_unavailable" -> Answer.ADMITTED;
            default -> Answer.UNEXPECTED;
        };
    }

    /** Empty where there is none: the container's own pages are no JSON. */
    static String code(Response response) {
        boolean json = response.header("Content-Type").orElse("").startsWith("application/json");
        return json && response.body().contains("\"code\"") ? response.code() : "";
    }

    private static Answer only(boolean expected, Answer answer) {
        return expected ? answer : Answer.UNEXPECTED;
    }
}
