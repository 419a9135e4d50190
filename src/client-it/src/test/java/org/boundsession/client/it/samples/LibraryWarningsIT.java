package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Other libraries behave as the samples warn. If a test fails, its warning can be removed. */
@ExtendWith(SampleServer.class)
class LibraryWarningsIT {

    private static final String SECRET = "secret-of-a-test";

    @TempDir
    private Path directory;

    @Test
    void basicAuthHandlerOfPythonFailsOnTheChallengeOfAGuardedCall() {
        String output = python("""
                import sys, urllib.request as u
                passwords = u.HTTPPasswordMgrWithDefaultRealm()
                passwords.add_password(None, sys.argv[1], "general", "general-password")
                u.build_opener(u.HTTPBasicAuthHandler(passwords)).open(sys.argv[1] + "getemployeedetails")
                """);

        assertThat(output).contains("ValueError", "'BoundSession'");
    }

    @Test
    void cookieJarDropsTheCookieAfterItsAgeAlthoughCallsWereMade() {
        String output = python("""
                import base64, http.cookiejar, sys, time, urllib.request as u
                class Later:
                    seconds = 0
                    def time(self):
                        return time.time() + self.seconds
                    def __getattr__(self, name):
                        return getattr(time, name)
                clock = http.cookiejar.time = Later()
                opener = u.build_opener(u.HTTPCookieProcessor(http.cookiejar.CookieJar()))
                def call(path, **headers):
                    return opener.open(u.Request(sys.argv[1] + path, headers={"secretid": "secret-of-a-test", **headers}))
                call("login", Authorization="Basic " + base64.b64encode(b"general:general-password").decode())
                for seconds in (75, 120, 300):
                    clock.seconds = seconds
                    print(seconds, call("getemployeedetails?limit=1").status)
                """);

        assertThat(output).contains("75 200", "120 200", "HTTP Error 401").doesNotContain("300 200");
    }

    @Test
    void httpUrlConnectionLogsInAsAnotherUserIfAnAuthenticatorKnowsOne() throws IOException {
        Authenticator authenticator = new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("general", "general-password".toCharArray());
            }
        };

        assertThat(login(authenticator, "admin:" + SampleRunner.WRONG_PASSWORD))
                .contains("200", "\"user\":\"general\"");
    }

    private static String login(Authenticator authenticator, String credentials) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) SampleServer.root().resolve("login").toURL().openConnection();
        connection.setAuthenticator(authenticator);
        connection.setRequestProperty("secretid", SECRET);
        String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        connection.setRequestProperty("Authorization", "Basic " + basic);
        int status = connection.getResponseCode();
        return status + " " + new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String python(String program) {
        Programs.assumeInstalled("python3");
        ProcessBuilder python =
                new ProcessBuilder("python3", "-c", program, SampleServer.root().toString());
        return SampleRun.run(python, directory.resolve("output.txt")).output();
    }
}
