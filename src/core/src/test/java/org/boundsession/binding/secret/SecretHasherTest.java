package org.boundsession.binding.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.SessionSecrets.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretHasherTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_KEY = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";

    private final SecretHasher hasher = new SecretHasher(secrets(KEY), 10);

    @Test
    void hashesWithBcryptOfTheGivenCost() {
        assertThat(hash(hasher, ID, secret("the-client-holds-this")))
                .matches("\\{secret\\}[0-9a-f]{8}:\\$2b\\$10\\$.{53}");
    }

    @Test
    void matchesTheSameIdAndSecretOnly() {
        String hash = hash(hasher, ID, secret("the-client-holds-this"));

        assertThat(matches(hasher, ID, secret("the-client-holds-this"), hash)).isTrue();
        assertThat(matches(hasher, ID, secret("the-client-holds-thiS"), hash)).isFalse();
        assertThat(matches(hasher, ID + "0", secret("the-client-holds-this"), hash))
                .isFalse();
    }

    @Test
    void countsEveryByteOfLongSecretsWhenVerifying() {
        byte[] secret = new byte[1024];
        Arrays.fill(secret, (byte) 'x');
        byte[] lastDiffers = secret.clone();
        lastDiffers[1023] = 'y';
        String hash = hash(hasher, ID, Secret.of(secret));

        assertThat(matches(hasher, ID, Secret.of(secret), hash)).isTrue();
        assertThat(matches(hasher, ID, Secret.of(lastDiffers), hash)).isFalse();
    }

    @Test
    void countsBytesBeyondTheSeventyTwoThatBcryptReads() {
        String hash = hash(hasher, ID, secret("s".repeat(40)));

        assertThat(matches(hasher, ID, secret("s".repeat(41)), hash)).isFalse();
    }

    @Test
    void doesNotLetBytesWanderBetweenIdAndSecret() {
        assertThat(hasher.tag("ab", secret("c"))).isNotEqualTo(hasher.tag("a", secret("bc")));
        assertThat(matches(hasher, "ab", secret("c"), hash(hasher, "a", secret("bc"))))
                .isFalse();
    }

    @Property(tries = 200)
    void givesDifferentTagsToDifferentSecrets(
            @ForAll @Size(max = 1024) byte[] one, @ForAll @Size(max = 1024) byte[] other) {
        boolean same = Arrays.equals(hasher.tag(ID, Secret.of(one)), hasher.tag(ID, Secret.of(other)));

        assertThat(same).isEqualTo(Arrays.equals(one, other));
    }

    @Test
    void givesTagsThatNoOtherProcessGives() {
        SecretHasher elsewhere = new SecretHasher(secrets(KEY), 10);

        assertThat(hasher.tag(ID, secret("the-client-holds-this")))
                .hasSize(32)
                .isNotEqualTo(elsewhere.tag(ID, secret("the-client-holds-this")));
    }

    @Test
    void verifiesUnderEveryPepperAndHashesUnderTheFirst() {
        String old = hash(hasher, ID, secret("the-client-holds-this"));
        SecretHasher rotated = new SecretHasher(secrets(OTHER_KEY, KEY), 10);

        assertThat(canVerify(rotated, old)).isTrue();
        assertThat(matches(rotated, ID, secret("the-client-holds-this"), old)).isTrue();
        assertThat(canVerify(hasher, hash(rotated, ID, secret("the-client-holds-this"))))
                .isFalse();
    }

    @Test
    void cannotVerifyWithoutThePepper() {
        String hash = hash(hasher, ID, secret("the-client-holds-this"));
        SecretHasher stranger = new SecretHasher(secrets(OTHER_KEY), 10);

        assertThat(canVerify(stranger, hash)).isFalse();
        assertThat(matches(stranger, ID, secret("the-client-holds-this"), hash)).isFalse();
        assertThat(canVerify(stranger, "no hash at all")).isFalse();
    }

    @Test
    void saysOnceWhichSettingDiffersFromThatOfTheOtherNodes() {
        String hash = hash(hasher, ID, secret("the-client-holds-this"));
        SecretHasher stranger = new SecretHasher(secrets(OTHER_KEY), 10);
        List<String> logged = new ArrayList<>();
        Logger log = Logger.getLogger(SecretHasher.class.getName());
        Filter before = log.getFilter();
        log.setFilter(line -> !logged.add(line.getMessage()));
        try {
            assertThat(canVerify(stranger, hash)).isFalse();
            assertThat(canVerify(stranger, hash)).isFalse();
            assertThat(canVerify(hasher, hash)).isTrue();
        } finally {
            log.setFilter(before);
        }

        assertThat(logged)
                .singleElement()
                .asString()
                .contains("bound-session.session-secret", "bound-session.application")
                .doesNotContain(ID, hash);
    }

    @Test
    void makesEachHashWithASaltOfItsOwn() {
        assertThat(hash(hasher, ID, secret("the-client-holds-this")))
                .isNotEqualTo(hash(hasher, ID, secret("the-client-holds-this")));
    }

    @Test
    void verifiesNothingOfAnotherApplication() {
        SecretHasher others = new SecretHasher(new SessionSecrets(List.of(KEY), "/another"), 10);

        assertThat(canVerify(hasher, hash(others, ID, secret("the-client-holds-this"))))
                .isFalse();
    }

    @Test
    void acceptsEveryHashThatItMakes() {
        for (int i = 0; i < 20; i++) {
            assertThat(canVerify(hasher, hash(hasher, ID, secret("secret number " + i))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{secret}, ''",
        "{secret}, {key}",
        "$2b$10$, $2a$10$",
        "$2b$10$, $2y$10$",
        "$2b$10$, $2$10$",
        "$2b$10$, $2b$09$",
        "$2b$10$, $2b$04$",
        "$2b$10$, $2b$16$",
        "$2b$10$, $2b$18$",
        "$2b$10$, $2b$99$",
        "$2b$10$, $2b$1$",
        "$2b$10$, $2b$010$",
        "$2b$10$, $2b$-1$",
        ":, ''",
        "'{secret}', '{secret} '",
        "'{secret}', ' {secret}'",
    })
    void cannotVerifyDamagedForm(String part, String replacement) {
        String stored = hash(hasher, ID, secret("the-client-holds-this"));

        String damaged = stored.replace(part, replacement);

        assertThat(damaged).isNotEqualTo(stored);
        assertThat(canVerify(hasher, damaged)).isFalse();
        assertThat(matches(hasher, ID, secret("the-client-holds-this"), damaged))
                .isFalse();
    }

    @Test
    void cannotVerifyFormOfWrongLengthOrAlphabet() {
        String stored = hash(hasher, ID, secret("the-client-holds-this"));
        int length = stored.length();

        assertThat(canVerify(hasher, stored.substring(0, length - 1))).isFalse();
        assertThat(canVerify(hasher, stored + ".")).isFalse();
        assertThat(canVerify(hasher, stored + "\n")).isFalse();
        assertThat(canVerify(hasher, stored.substring(0, length - 1) + "/")).isFalse();
        assertThat(canVerify(hasher, stored.substring(0, length - 5) + "+" + stored.substring(length - 4)))
                .isFalse();
        assertThat(canVerify(hasher, "")).isFalse();
    }

    @Test
    void printsNothingSecret() {
        assertThat(secret("the-client-holds-this").toString()).isEqualTo("Secret");
        assertThat(secrets(KEY).toString()).isEqualTo("SessionSecrets");
        assertThat(secrets(KEY).signingKey(Purpose.PEPPER).toString()).doesNotContain("0123456789abcdef");
    }

    private static String hash(SecretHasher hasher, String id, Secret secret) {
        return hasher.hash(id, secret).text();
    }

    private static boolean canVerify(SecretHasher hasher, String stored) {
        return hasher.parse(stored).isPresent();
    }

    private static boolean matches(SecretHasher hasher, String id, Secret secret, String stored) {
        return StoredSecret.parse(stored)
                .map(form -> hasher.matches(id, secret, form))
                .orElse(false);
    }

    private static SessionSecrets secrets(byte[]... keys) {
        return new SessionSecrets(List.of(keys), "/");
    }

    private static Secret secret(String text) {
        return Secret.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
