package org.boundsession.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.boundsession.servers.Users;

/**
 * Logins with the digests that {@code tomcat-conf} ships: one alone, 24 at once of one user, as the flows of a technical user log
 * in after an expiry, and 24 at once of as many users.
 */
final class DigestStage implements Stage {

    static final String ALONE = "login with the shipped digests, alone";
    static final String ONE_USER = "logins with the shipped digests, 24 at once of one user";
    static final String MANY_USERS = "logins with the shipped digests, 24 at once of 24 users";

    /** Until the last of them is answered. */
    static final String MILLIS = "ms";

    static final String GRANTED = "granted";

    private static final int AT_ONCE = 24;

    @Override
    public void run(Arena arena, Results results) throws Exception {
        List<String> users =
                IntStream.range(0, AT_ONCE).mapToObj(i -> "user" + i).toList();
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try (Site site = Contenders.withUsers(Users.shipped(users), arena.servers())) {
            for (int turn = 0; turn < arena.plan().warmUpTurns(); turn++) {
                atOnce(clients, site, List.of(users.get(0)));
            }
            for (int round = 0; round < arena.plan().rounds(); round++) {
                add(results, ALONE, atOnce(clients, site, users.subList(0, 1)));
                add(
                        results,
                        ONE_USER,
                        atOnce(
                                clients,
                                site,
                                IntStream.range(0, AT_ONCE)
                                        .mapToObj(i -> users.get(0))
                                        .toList()));
                add(results, MANY_USERS, atOnce(clients, site, users));
            }
        } finally {
            clients.shutdown();
        }
    }

    /** How many logins were granted, and how long all took. */
    private record Burst(int granted, double millis) {}

    private static void add(Results results, String workload, Burst burst) {
        results.add(workload, Contenders.OURS, MILLIS, burst.millis());
        results.add(workload, Contenders.OURS, GRANTED, burst.granted());
    }

    private static Burst atOnce(ExecutorService clients, Site site, List<String> users) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        for (String user : users) {
            answers.add(clients.submit(() -> {
                start.await();
                return statusOfLogin(site, user);
            }));
        }
        long begin = System.nanoTime();
        start.countDown();
        int granted = 0;
        for (Future<Integer> answer : answers) {
            if (answer.get() == 200) {
                granted++;
            }
        }
        return new Burst(granted, (System.nanoTime() - begin) / 1e6);
    }

    private static int statusOfLogin(Site site, String user) throws IOException {
        try (HttpConnection connection = new HttpConnection(site.port())) {
            return connection.send(Call.login(user).bytes(site.port())).status();
        }
    }
}
