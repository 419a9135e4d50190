package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.Authenticator;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientBuilderTest {

    private static BoundSessionClient.Builder builder(String root) {
        return BoundSessionClient.builder(URI.create(root));
    }

    private final BoundSessionClient.Builder builder = builder("https://example.org/app");

    @ParameterizedTest
    @ValueSource(strings = {"", "with:colon", "with\nline", "\u0000"})
    void refusesAUserThatBasicAuthenticationCannotSend(String user) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.user(user))
                .withMessageStartingWith("user: ");
    }

    @Test
    void asksForUserPasswordAndSecret() {
        assertThatIllegalStateException().isThrownBy(builder::build).withMessage("user: required");
        builder.user("general");
        assertThatIllegalStateException().isThrownBy(builder::build).withMessage("password: required");
        builder.password("general-password"::toCharArray);
        assertThatIllegalStateException().isThrownBy(builder::build).withMessage("secret: required");
        assertThat(builder.binding(Binding.SIGNATURE).build()).isNotNull();
        builder.binding(Binding.SECRET).secret("my-own-secret-1"::toCharArray);
        assertThat(builder.build()).hasToString("BoundSessionClient[https://example.org/app/]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie",
                "authorization",
                "",
                "with blank",
                "Host",
                "content-length",
                "Binding",
                "signature",
                "Signature-Input",
                "content-digest"
            })
    void refusesAHeaderThatCannotCarryTheSecret(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.secretHeader(name));
    }

    @Test
    void refusesAClientThatMixesCookiesOrAsksForPasswords() {
        HttpClient cookies =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        HttpClient passwords =
                HttpClient.newBuilder().authenticator(new Authenticator() {}).build();

        for (HttpClient client : List.of(cookies, passwords)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.httpClient(client))
                    .withMessage("httpClient: expected no cookie handler and no authenticator");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Redirect.class,
            names = {"NORMAL", "ALWAYS"})
    void refusesAClientThatFollowsRedirects(HttpClient.Redirect redirect) {
        HttpClient client = HttpClient.newBuilder().followRedirects(redirect).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.httpClient(client))
                .withMessage("httpClient: expected one that does not follow redirects");
    }

    @Test
    void sendsWithTheGivenClient() {
        assertThat(builder.httpClient(HttpClient.newHttpClient())).isSameAs(builder);
    }

    @Test
    void refusesTimesThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWait(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.loginTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.loginTimeout(Duration.ofSeconds(-1)));
    }

    @Test
    void warnsOfAPasswordInClearTextOverANetwork() {
        assertThat(warningsOf("http://example.org/app/"))
                .singleElement()
                .isEqualTo("Password and secret are sent to example.org in clear text; use an https URI as root");
        assertThat(warningsOf("https://example.org/app/")).isEmpty();
        assertThat(warningsOf("http://localhost:8086/")).isEmpty();
    }

    private static List<String> warningsOf(String root) {
        List<String> messages = new ArrayList<>();
        Logger logger = Logger.getLogger(BoundSessionClient.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                messages.add(new SimpleFormatter().formatMessage(message));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            builder(root)
                    .user("general")
                    .password("general-password"::toCharArray)
                    .secret("my-own-secret-1"::toCharArray)
                    .build();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }
}
