import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a URL answers 200. serve.sh starts it from this source file, so that a JDK is enough:
 * {@code java AwaitReady.java URL SECONDS PID...}. Ends with 1 if the time is over or one of the processes is gone.
 */
final class AwaitReady {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int PAUSE_MILLIS = 500;

    public static void main(String[] args) throws IOException, InterruptedException {
        URL url = URI.create(args[0]).toURL();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
        long[] processes =
                Arrays.stream(args).skip(2).mapToLong(Long::parseLong).toArray();
        while (!isReady(url)) {
            if (System.nanoTime() > end || !Arrays.stream(processes).allMatch(AwaitReady::isAlive)) {
                System.exit(1);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean isReady(URL url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }
}
