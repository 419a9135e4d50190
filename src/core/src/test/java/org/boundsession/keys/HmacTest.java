package org.boundsession.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.Test;

class HmacTest {

    /** RFC 4231, test case 2. */
    private static final String SIGNATURE = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    private final Hmac hmac = Hmac.of("HmacSHA256", "Jefe".getBytes(US_ASCII));

    @Test
    void signsAsTheRfcSays() {
        assertThat(sign()).isEqualTo(SIGNATURE);
        assertThat(sign()).isEqualTo(SIGNATURE);
    }

    @Test
    void signsForThreadsThatShareASlot() {
        List<Boolean> right = Parallel.run(100, thread -> {
            boolean all = true;
            for (int i = 0; i < 1000; i++) {
                all &= sign().equals(SIGNATURE);
            }
            return all;
        });

        assertThat(right).doesNotContain(false);
    }

    private String sign() {
        return HexFormat.of().formatHex(hmac.sign("what do ya want for nothing?".getBytes(US_ASCII)));
    }
}
