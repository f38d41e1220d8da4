package dev.crashanalytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":2} | {\"b\":2, \"a\":1}",
                "1.10 | 1.1",
                "1 | 1.0",
                "1e2 | 100",
                "{\"a\":[1,2.50]} | {\"a\":[1.0,2.5]}",
                "{\"a\":1,\"a\":2} | {\"a\":2}",
                "\"\\u00e9\" | \"é\"",
                "null | null"
            })
    void sameAsJsonbSeesIt(String one, String other) {
        assertThat(JsonValues.same(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,2] | [2,1]",
                "1 | \"1\"",
                "{\"a\":null} | {}",
                "0.1 | 0.10000000000000000001",
                "true | false",
                "\"a\" | \"A\""
            })
    void differentAsJsonbSeesIt(String one, String other) {
        assertThat(JsonValues.same(one, other)).isFalse();
    }

    @Test
    void comparesEveryNumberThatTheWireTakes() {
        String digits = "1".repeat(60_000);

        assertThat(JsonValues.same("[" + digits + "]", "[" + digits + "]")).isTrue();
        assertThat(JsonValues.same("[" + digits + "]", "[" + digits + "0]")).isFalse();
        assertThat(JsonValues.same("[1e1000]", "[1" + "0".repeat(1_000) + "]")).isTrue();
    }
}
