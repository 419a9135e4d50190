package org.boundsession.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"SAPCPI", "sapcpi", "SAPCPI ", "\u00A0SapCpi", "\uFF33\uFF21\uFF30\uFF23\uFF30\uFF29"})
    void countsSpellingsOfOneUserTogether(String spelling) {
        assertThat(UserNames.canonical(spelling)).isEqualTo("sapcpi");
    }

    @Test
    void foldsCaseBeyondAscii() {
        assertThat(UserNames.canonical("STRASSE")).isEqualTo(UserNames.canonical("stra\u00DFe"));
        assertThat(UserNames.canonical("\u039F\u03A3")).isEqualTo(UserNames.canonical("\u03BF\u03C3"));
        assertThat(UserNames.canonical("J\u00DCRGEN")).isEqualTo(UserNames.canonical("ju\u0308rgen"));
    }

    @Test
    void keepsDifferentUsersApart() {
        assertThat(UserNames.canonical("SAP CPI")).isNotEqualTo(UserNames.canonical("SAPCPI"));
    }
}
