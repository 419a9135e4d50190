package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.servers.Users;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Floods of logins on 48 connections, against digests that are as slow as the shipped ones if the machine allows it, and
 * behind a trusted proxy, which is the test itself: a user elsewhere logs in nevertheless, and guarded calls are answered.
 */
class LoginFloodIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int CONNECTIONS = 48;
    private static final int VICTIM_LOGINS = 20;
    private static final int MAX_FAILED = 1;
    private static final int MAX_FLOOD_LOGINS = 5_000;
    private static final int MAX_CALLS = 100_000;
    private static final long PAUSE_NANOS = 10_000_000;
    private static final long MAX_NANOS = 120_000_000_000L;

    private TomcatProcess tomcat;
    private Client client;
    private String session;
    private final AtomicInteger guesses = new AtomicInteger();

    @BeforeEach
    void start() {
        String users = Users.asSlowAsThisMachineAllows(List.of("victim", "caller", "insider"));
        tomcat = TomcatProcess.configured("login-flood")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .conf("tomcat-users.xml", users)
                // An unknown user costs what these iterations cost.
                .conf("server.xml", serverXml(users))
                .env("BOUND_SESSION_LOGIN_FAILURES_PER_ADDRESS", "1000000")
                .start();
        client = tomcat.client("");
        session = client.send(login("198.51.100.200", "caller", "caller-password"))
                .sessionId();
    }

    private static String serverXml(String users) {
        String iterations = users.replaceFirst("(?s).*?\\$(\\d+)\\$.*", "$1");
        try {
            return Files.readString(Path.of("tomcat-conf/server.xml"))
                    .replace("iterations=\"210000\"", "iterations=\"" + iterations + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        tomcat.close();
    }

    @Test
    void admitsUserFromElsewhereWhileOneAddressInventsUsers() {
        AtomicInteger names = new AtomicInteger();

        assertAdmittedDuring(i -> login("203.0.113.1", "user" + names.incrementAndGet(), "wrong"));
    }

    @Test
    void admitsUserFromElsewhereWhileOneSiteUsesItsManyNetworks() {
        AtomicInteger names = new AtomicInteger();

        assertAdmittedDuring(i -> login("2001:db8:1:%x::1".formatted(i), "user" + names.incrementAndGet(), "wrong"));
    }

    @Test
    void admitsUserFromElsewhereWhileOneUserLogsInWithoutPause() {
        assertAdmittedDuring(i -> login("203.0.113.1", "insider", "insider-password"));
    }

    /** The user has logged in from there before, the addresses of the flood are new at first. */
    @Test
    void admitsUserAtKnownAddressWhileManyAddressesGuessItsPassword() {
        assertThat(client.send(login("198.51.100.99", "victim", "victim-password"))
                        .status())
                .isEqualTo(200);

        assertAdmittedDuring(
                (connection, number) -> guessOfVictim(connection),
                login -> login("198.51.100.99", "victim", "victim-password"));
    }

    /** Nobody has logged in from there, but from each address of the flood a login has failed. */
    @Test
    void admitsUserAtNewAddressesWhileManyAddressesGuessItsPassword() {
        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(client.send(guessOfVictim(i)).status()).isEqualTo(401);
        }

        assertAdmittedDuring((connection, number) -> guessOfVictim(connection), LoginFloodIT::victim);
    }

    /** Each connection has an address of its own. */
    private Request guessOfVictim(int connection) {
        return login("203.0.113." + (1 + connection), "victim", "wrong" + guesses.incrementAndGet());
    }

    /** @param flood makes a login of the flood, given a number from 0 to 255 */
    private void assertAdmittedDuring(IntFunction<Request> flood) {
        assertAdmittedDuring((connection, number) -> flood.apply(number), LoginFloodIT::victim);
    }

    /** Makes the logins of a connection, given a number from 0 to 255. */
    @FunctionalInterface
    private interface Flood {
        Request login(int connection, int number);
    }

    private void assertAdmittedDuring(Flood flood, IntFunction<Request> victim) {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger floods = new AtomicInteger();
        List<Response> logins = new ArrayList<>();
        List<Response> failedCalls = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        long end = System.nanoTime() + MAX_NANOS;

        Parallel.run(CONNECTIONS + 2, i -> switch (i) {
            case 0 -> until(done, end, MAX_CALLS, call -> call(failedCalls, nanos));
            case 1 -> {
                try {
                    yield until(done, end, VICTIM_LOGINS, login -> logins.add(client.send(victim.apply(login))));
                } finally {
                    done.set(true);
                }
            }
            default ->
                until(done, end, MAX_FLOOD_LOGINS, n -> attack(flood.login(i - 2, floods.incrementAndGet() % 256)));
        });

        System.out.printf(
                "during %d flood logins: p99 of %d guarded calls %.1f ms%n", floods.get(), nanos.size(), p99(nanos));
        assertThat(logins).hasSize(VICTIM_LOGINS);
        assertThat(logins).filteredOn(response -> response.status() != 200).hasSizeLessThanOrEqualTo(MAX_FAILED);
        assertThat(failedCalls).isEmpty();
        assertThat(floods.get()).isGreaterThan(CONNECTIONS);
    }

    /** With a short pause after a refusal, because the attackers share this machine with the server. */
    private void attack(Request login) {
        if (client.send(login).status() != 200) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @FunctionalInterface
    private interface Step {
        void take(int number);
    }

    private static boolean until(AtomicBoolean done, long end, int times, Step step) {
        for (int i = 0; i < times && !done.get() && System.nanoTime() - end < 0; i++) {
            step.take(i);
        }
        return true;
    }

    /** Each time from another address, as many users would. */
    private static Request victim(int login) {
        return login("198.51.100." + login, "victim", "victim-password");
    }

    private void call(List<Response> failed, List<Long> nanos) {
        long start = System.nanoTime();
        Response response = client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(SECRET));
        nanos.add(System.nanoTime() - start);
        LockSupport.parkNanos(PAUSE_NANOS);
        if (response.status() != 200) {
            failed.add(response);
        }
    }

    private static double p99(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) (sorted.length * 0.99)] / 1e6;
    }

    private static Request login(String address, String user, String password) {
        return Request.get("/login").basic(user, password).secret(SECRET).header("X-Forwarded-For", address);
    }
}
