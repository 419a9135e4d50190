package org.boundsession.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** What failures of a client or server of Redis mean for the store. */
final class RedisFailures {

    /** Before Redis 7 the code of a command that a script called stands inside an error with the code ERR. */
    private static final Pattern ERROR_OF_SCRIPT = Pattern.compile("@user_script: ?\\d+: -?([A-Z]+) ");

    private static final int MAX_DEPTH = 10;

    /** The command that a user may not run. */
    private static final Pattern COMMAND = Pattern.compile("run the '([a-z|]{1,40})' command");

    private RedisFailures() {}

    /** A list would be incomplete without a word, and somebody who ends all sessions of a list would miss some. */
    static StoreUnavailableException partOfList() {
        return StoreUnavailableException.partlyUnreachable("a server of Redis with a part of the list is down", null);
    }

    static StoreUnavailableException noResponse(@Nullable Exception e) {
        return StoreUnavailableException.unreachable("the session store Redis did not respond in time", e);
    }

    static StoreUnavailableException noConnection(@Nullable Throwable e) {
        return StoreUnavailableException.unreachable("the session store Redis cannot be connected to" + reason(e), e);
    }

    /** The text of a cause is dropped, because it may quote an address with a password. */
    private static String reason(@Nullable Throwable e) {
        Optional<RedisCommandExecutionException> refusal = refusal(e, 0);
        if (refusal.isPresent()) {
            return ", " + code(message(refusal.get()));
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return ": its certificate is not trusted, see bound-session.redis-ca-file";
            }
            if (cause instanceof SSLException && cause.getCause() == null) {
                return ": TLS failed; it may expect a certificate, see bound-session.redis-cert-file";
            }
            if (cause.getCause() == null) {
                return ", " + cause.getClass().getSimpleName();
            }
        }
        return "";
    }

    static StoreUnavailableException unreachable(RedisException e) {
        return StoreUnavailableException.unreachable("the session store Redis cannot be reached", e);
    }

    static StoreUnavailableException of(RedisCommandExecutionException e) {
        String kind = code(message(e));
        boolean startsOrIsCutOff = kind.equals("LOADING") || kind.equals("MASTERDOWN");
        return startsOrIsCutOff
                ? StoreUnavailableException.unreachable("the session store Redis is not ready, " + kind, e)
                : StoreUnavailableException.failed("the session store Redis refused a call, " + kind, e);
    }

    /** Returns the failure of a call for a key of a server that is down, while other servers have other keys. */
    static StoreUnavailableException ofAPart(StoreUnavailableException outage) {
        return StoreUnavailableException.partlyUnreachable(
                outage.getMessage() + ", for a part of the sessions", outage);
    }

    /** Returns what a server refuses of the address itself, for an admin to correct; empty for any other failure. */
    static Optional<String> refusalOfAddress(Throwable failure) {
        return refusal(failure, 0).flatMap(refused -> refusalOfAddress(message(refused)));
    }

    /** The nodes of a cluster tell theirs in suppressed exceptions. */
    private static Optional<RedisCommandExecutionException> refusal(@Nullable Throwable failure, int depth) {
        if (failure == null || depth > MAX_DEPTH) {
            return Optional.empty();
        }
        if (failure instanceof RedisCommandExecutionException refused) {
            return Optional.of(refused);
        }
        return Stream.concat(Stream.ofNullable(failure.getCause()), Stream.of(failure.getSuppressed()))
                .flatMap(next -> refusal(next, depth + 1).stream())
                .findFirst();
    }

    private static Optional<String> refusalOfAddress(String message) {
        if (message.contains("DB index is out of range")) {
            return Optional.of("does not have this database; see its setting databases");
        }
        return switch (code(message)) {
            case "WRONGPASS" -> Optional.of("refuses user or password (WRONGPASS)");
            case "NOAUTH" -> Optional.of("requires a password (NOAUTH)");
            default -> Optional.empty();
        };
    }

    static boolean isOfReplica(RedisCommandExecutionException e) {
        return message(e).contains("READONLY");
    }

    private static String message(RedisCommandExecutionException e) {
        return e.getMessage() == null ? "" : e.getMessage();
    }

    /** Returns the code of an error, such as OOM or NOPERM. The rest is dropped, because it may quote data. */
    private static String code(String message) {
        if (message.contains("no permissions")) {
            Matcher command = COMMAND.matcher(message);
            return command.find() ? "NOPERM for the command " + command.group(1) : "NOPERM for a key or a command";
        }
        Matcher ofScript = ERROR_OF_SCRIPT.matcher(message);
        return ofScript.find() ? ofScript.group(1) : message.replaceFirst("(?s)[^A-Z].*", "");
    }
}
