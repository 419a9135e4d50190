package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.servers.Users;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Floods of logins against digests that are as slow as the shipped ones if the machine allows it, and behind a trusted
 * proxy, which is the test itself: a user elsewhere can still log in, and guarded calls are answered.
 */
class LoginFloodIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int CONNECTIONS = 48;
    private static final int MANY_ADDRESSES = 120;
    private static final int VICTIM_LOGINS = 20;
    private static final int MAX_FLOOD_LOGINS = 20_000;
    private static final int MAX_CALLS = 100_000;
    private static final long PAUSE_NANOS = 10_000_000;
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration UNTIL_ENOUGH_LOGINS = Duration.ZERO;
    private static final Duration MAX = Duration.ofSeconds(100);

    /** Of guarded calls on a machine that wakes its threads in time. */
    private static final double MAX_P99_MILLIS = 100;

    /** How often a thread has to be woken during a call, at most. */
    private static final int WAKE_UPS = 10;

    private static TomcatProcess tomcat;
    private static Client client;
    private static String session;
    private static int tests;

    private final AtomicInteger names = new AtomicInteger();

    /** Each test has addresses of its own, from where nobody has logged in before. */
    private final int test = ++tests;

    @BeforeAll
    static void start() {
        String users = Users.asSlowAsThisMachineAllows(List.of("victim", "caller", "insider"));
        tomcat = TomcatProcess.configured("login-flood")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .conf("tomcat-users.xml", users)
                // An unknown user costs what these iterations cost.
                .conf("server.xml", serverXml(users))
                .env("BOUND_SESSION_LOGIN_FAILURES_PER_ADDRESS", "1000000")
                .start();
        client = tomcat.client("");
        session = client.send(login("192.0.2.200", "caller", "caller-password")).sessionId();
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

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    @Test
    void admitsUserFromElsewhereWhileOneAddressInventsUsers() {
        assertAdmittedDuring(CONNECTIONS, (connection, number) -> invented(flooder(0)), this::victim, LONG);
    }

    @Test
    void admitsUserFromElsewhereWhileOneSiteUsesItsManyNetworks() {
        assertAdmittedDuring(
                CONNECTIONS,
                (connection, number) -> invented("2001:db8:1:%x::1".formatted(number % 256)),
                this::victim,
                LONG);
    }

    @Test
    void admitsUserFromElsewhereWhileOneUserLogsInWithoutPause() {
        Request insider = login(flooder(0), "insider", "insider-password");

        assertAdmittedDuring(CONNECTIONS, (connection, number) -> insider, this::victim, LONG);
    }

    /** The user has logged in from there before; half of the flood's logins come from addresses that have failed before. */
    @Test
    void admitsUserAtKnownAddressWhileManyAddressesInventUsers() {
        Request victim = knownVictim();

        assertAdmittedDuring(
                MANY_ADDRESSES,
                (connection, number) -> invented(connection % 2 == 0 ? flooder(connection) : fresh(number)),
                login -> victim,
                UNTIL_ENOUGH_LOGINS);
    }

    @Test
    void admitsUserAtKnownAddressWhileManyAddressesGuessItsPassword() {
        Request victim = knownVictim();

        assertAdmittedDuring(
                CONNECTIONS, (connection, number) -> guessOfVictim(connection), login -> victim, UNTIL_ENOUGH_LOGINS);
    }

    /** Nobody has logged in from there, but from each address of the flood a login has failed. */
    @Test
    void admitsUserAtNewAddressesWhileManyAddressesInventUsers() {
        failOnceAtEach(MANY_ADDRESSES);

        assertAdmittedDuring(
                MANY_ADDRESSES,
                (connection, number) -> invented(flooder(connection)),
                this::victim,
                UNTIL_ENOUGH_LOGINS);
    }

    @Test
    void admitsUserAtNewAddressesWhileManyAddressesGuessItsPassword() {
        failOnceAtEach(CONNECTIONS);

        assertAdmittedDuring(
                CONNECTIONS, (connection, number) -> guessOfVictim(connection), this::victim, UNTIL_ENOUGH_LOGINS);
    }

    private Request knownVictim() {
        Request victim = victim(0);
        assertThat(client.send(victim).status()).isEqualTo(200);
        return victim;
    }

    /** Malformed credentials count for their address, and take no time. */
    private void failOnceAtEach(int addresses) {
        for (int i = 0; i < addresses; i++) {
            Request malformed = Request.get("/login")
                    .header("Authorization", "Basic ?")
                    .secret(SECRET)
                    .header("X-Forwarded-For", flooder(i));
            assertThat(client.send(malformed).status()).isEqualTo(401);
        }
    }

    private String flooder(int number) {
        return "203.0.%d.%d".formatted(test, 1 + number);
    }

    private static String fresh(int number) {
        return "10.%d.%d.1".formatted(number / 250, number % 250);
    }

    /** Each time from another address, as many users would. */
    private Request victim(int login) {
        return login("198.51.%d.%d".formatted(test, login % 256), "victim", "victim-password");
    }

    private Request invented(String address) {
        return login(address, "user" + names.incrementAndGet(), "wrong");
    }

    /** Each connection has an address of its own. */
    private Request guessOfVictim(int connection) {
        return login(flooder(connection), "victim", "wrong" + names.incrementAndGet());
    }

    /** Makes the logins of a connection, which are numbered together. */
    @FunctionalInterface
    private interface Flood {
        Request login(int connection, int number);
    }

    /** The victim logs in for that long, and at least {@value #VICTIM_LOGINS} times. */
    private static void assertAdmittedDuring(
            int connections, Flood flood, IntFunction<Request> victim, Duration duration) {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger floods = new AtomicInteger();
        List<Response> logins = new ArrayList<>();
        List<Response> calls = new ArrayList<>();
        List<Long> callNanos = new ArrayList<>();
        List<Long> wakeUpNanos = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + duration.toNanos();

        Parallel.run(connections + 3, i -> switch (i) {
            case 0 -> until(done, MAX_CALLS, n -> callNanos.add(timed(() -> calls.add(call()))));
            case 1 -> until(done, MAX_CALLS, n -> wakeUpNanos.add(timed(LoginFloodIT::pause) - PAUSE_NANOS));
            case 2 -> {
                try {
                    for (int n = 0; n < VICTIM_LOGINS || System.nanoTime() - end < 0; n++) {
                        assertThat(System.nanoTime() - start).as("login %d", n).isLessThan(MAX.toNanos());
                        logins.add(client.send(victim.apply(n)));
                    }
                    yield true;
                } finally {
                    done.set(true);
                }
            }
            default -> until(done, MAX_FLOOD_LOGINS, n -> attack(flood.login(i - 3, floods.incrementAndGet())));
        });

        List<Integer> refused = logins.stream()
                .map(Response::status)
                .filter(status -> status != 200)
                .toList();
        System.out.printf(
                "during %d flood logins: %d of %d logins refused, p99 of %d guarded calls %.1f ms, of waking up %.1f ms%n",
                floods.get(), refused.size(), logins.size(), calls.size(), p99(callNanos), p99(wakeUpNanos));
        assertThat(refused).hasSizeLessThanOrEqualTo(logins.size() / VICTIM_LOGINS);
        assertThat(calls).extracting(Response::status).containsOnly(200);
        assertThat(p99(callNanos)).isLessThan(MAX_P99_MILLIS + WAKE_UPS * p99(wakeUpNanos));
        assertThat(floods.get()).isGreaterThan(connections);
    }

    /** With a short pause after a refusal, because the attackers share this machine with the server. */
    private static void attack(Request login) {
        if (client.send(login).status() != 200) {
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    @FunctionalInterface
    private interface Step {
        void take(int number);
    }

    private static boolean until(AtomicBoolean done, int times, Step step) {
        for (int i = 0; i < times && !done.get(); i++) {
            step.take(i);
        }
        return true;
    }

    private static long timed(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return System.nanoTime() - start;
    }

    private static Response call() {
        return client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(SECRET));
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
