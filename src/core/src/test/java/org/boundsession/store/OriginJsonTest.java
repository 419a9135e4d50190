package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.boundsession.session.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginJsonTest {

    @Test
    void writesVersionedJson() {
        Origin origin = new Origin("192.0.2.1", "a \"browser\"", "web-1");

        String text = OriginJson.write(origin);

        assertThat(text)
                .isEqualTo(
                        "{\"v\":1,\"client\":\"192.0.2.1\",\"user_agent\":\"a \\\"browser\\\"\",\"node\":\"web-1\"}");
        assertThat(OriginJson.read(text)).isEqualTo(origin);
    }

    @Test
    void fitsIntoAColumnWhateverTheLoginSent() {
        String longest = "\\".repeat(Origin.MAX_LENGTH);

        assertThat(OriginJson.write(new Origin(longest, longest, longest)))
                .hasSizeLessThanOrEqualTo(OriginJson.MAX_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"v\":2,\"client\":\"a\",\"user_agent\":\"b\",\"node\":\"c\"}",
                "{\"v\":1,\"client\":\"a\",\"user_agent\":\"b\"}",
                "{\"v\":1,\"client\":\"a\",\"user_agent\":null,\"node\":\"c\"}",
                "{\"v\":1,\"client\":\"a\",\"user_agent\":{},\"node\":\"c\"}",
                "{\"v\":1,\"client\":\"a\",\"user_agent\":\"b\",\"node\":\"c\",\"more\":1}",
                "{\"v\":1,\"client\":\"a\",\"user_agent\":\"b\",\"node\":\"c\"} more"
            })
    void readsUnknownOriginFromAnyOtherText(String text) {
        assertThat(OriginJson.read(text)).isEqualTo(Origin.UNKNOWN);
    }
}
