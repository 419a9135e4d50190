package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.servers.Users;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Many concurrent logins, as after an expiry, against digests as slow as the shipped ones. On a busy machine a login
 * may wait for as long as the hashing lane allows; none is refused before.
 */
class LoginStormIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int FLOWS = 24;
    private static final int TIMES = 5;
    private static final int USERS = 10;
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private static TomcatProcess tomcat;
    private static Client client;

    private record Timed(Response response, long nanos) {

        /** With that status, or not in time. */
        boolean isAnswered(int status) {
            return response.status() == status || response.status() == 503 && nanos >= PATIENCE_NANOS;
        }
    }

    @BeforeAll
    static void start() {
        List<String> names = IntStream.range(0, USERS).mapToObj(i -> "user" + i).toList();
        tomcat = TomcatProcess.configured("login-storm")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .conf("tomcat-users.xml", Users.shipped(names))
                .start();
        client = tomcat.client("");
    }

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    @Test
    void admitsAllFlowsOfOneUser() {
        for (int i = 0; i < TIMES; i++) {
            List<Response> admitted = assertAdmitted(storm(FLOWS, flow -> "user0"));

            assertThat(admitted).extracting(Response::customStatus).containsOnly("N");
            assertThat(admitted).extracting(Response::sessionId).doesNotHaveDuplicates();
        }
    }

    @Test
    void asksTheRealmForAllFlowsOfOneUserTogether() {
        double together = bestRate(() -> storm(FLOWS, flow -> "user0"));
        double oneByOne = bestRate(() -> Stream.generate(() -> login("user0", "user0-password"))
                .limit(FLOWS / 3)
                .toList());

        System.out.printf("logins a second: %.1f at once, %.1f one by one%n", together, oneByOne);
        // Which of the two hashes costs more depends on the machine; LoginsTest counts the checks.
        assertThat(together).isGreaterThan(1.2 * oneByOne);
    }

    @Test
    void refusesAllOfManyEqualGuessesAlikeAndCountsThemOnce() {
        List<Timed> answers = Parallel.run(FLOWS, i -> login("user1", "wrong"));

        assertThat(answers).allMatch(answer -> answer.isAnswered(401));
        List<Response> refused = responses(answers, 401);
        assertThat(refused)
                .extracting(Response::body)
                .containsOnly(refused.get(0).body());
        assertThat(refused)
                .allSatisfy(answer -> assertThat(answer.headers("Set-Cookie")).isEmpty());
        assertThat(DeployedWar.patientLogin(client, "user1", SECRET).status())
                .as("10 failures would be too many")
                .isEqualTo(200);
    }

    @Test
    void admitsManyUsersAtOnce() {
        List<Response> admitted = assertAdmitted(storm(USERS, i -> "user" + i));

        assertThat(admitted).extracting(answer -> answer.text("user")).doesNotHaveDuplicates();
    }

    private static List<Timed> storm(int logins, IntFunction<String> user) {
        return Parallel.run(logins, i -> login(user.apply(i), user.apply(i) + "-password"));
    }

    private static Timed login(String user, String password) {
        long start = System.nanoTime();
        Response response = client.login(user, password, SECRET);
        return new Timed(response, System.nanoTime() - start);
    }

    private static List<Response> assertAdmitted(List<Timed> logins) {
        long[] nanos = logins.stream().mapToLong(Timed::nanos).sorted().toArray();
        System.out.printf("slowest of %d logins at once: %d ms%n", nanos.length, nanos[nanos.length - 1] / 1_000_000);
        assertThat(logins).allMatch(login -> login.isAnswered(200));
        List<Response> admitted = responses(logins, 200);
        assertThat(admitted).isNotEmpty();
        return admitted;
    }

    private static List<Response> responses(List<Timed> logins, int status) {
        return logins.stream()
                .map(Timed::response)
                .filter(response -> response.status() == status)
                .toList();
    }

    /** Admitted logins a second, of the best of a few runs, because other work on the machine only slows them down. */
    private static double bestRate(Supplier<List<Timed>> logins) {
        double best = 0;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            int admitted = responses(logins.get(), 200).size();
            best = Math.max(best, admitted * 1e9 / (System.nanoTime() - start));
        }
        return best;
    }
}
