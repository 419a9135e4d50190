import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls the demo with a client for each of two users, or the server and the users that the environment names. */
final class Demo {

    private static final int THREADS = 4;

    /** Makes a client for one user; the URL ends with a slash. */
    interface Clients {
        Reader client(String url, String user, String password, String secret);
    }

    /** Returns the status of GET for a path below the URL, without a slash at its start. */
    interface Reader {
        int status(String path) throws Exception;
    }

    private Demo() {}

    /** Ends the process with 1 if a user is not logged in, or if a setting is malformed. */
    static void run(Clients clients) throws Exception {
        try {
            call(
                    client(clients, "GENERAL", "SAPCPI", "demo-general", "my-own-secret-1"),
                    client(clients, "ADMIN", "SAPCPI_ADMIN", "demo-admin", "my-own-secret-2"));
        } catch (ExecutionException e) {
            fail(e.getCause());
        } catch (IllegalArgumentException e) {
            fail(e);
        }
    }

    private static void fail(Throwable failure) {
        System.err.println(failure.getMessage());
        System.exit(1);
    }

    private static void call(Reader general, Reader admin) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            // Two users side by side, four calls at the same time; each user logs in once.
            for (String path : List.of("getemployeedetails?limit=1", "getcustomerdetails?limit=1")) {
                Callable<String> call = () -> read("general", general, path);
                for (Future<String> line : threads.invokeAll(Collections.nCopies(THREADS, call))) {
                    System.out.println(line.get());
                }
            }
            System.out.println(read("admin", admin, "getpaymentdetails?limit=1"));
            // The general user has no access to payments: 403, and the session stays valid.
            System.out.println(read("general", general, "getpaymentdetails?limit=1"));
        } finally {
            threads.shutdown();
        }
    }

    private static Reader client(Clients clients, String name, String user, String password, String secret) {
        return clients.client(
                setting("SERVER_URL", "http://localhost:8086") + "/",
                setting(name + "_USER", user),
                setting(name + "_PASSWORD", password),
                setting(name + "_SECRET", secret));
    }

    private static String read(String name, Reader reader, String path) throws Exception {
        return name + " /" + path + " " + reader.status(path);
    }

    private static String setting(String name, String defaultValue) {
        return System.getenv().getOrDefault(name, defaultValue);
    }
}
