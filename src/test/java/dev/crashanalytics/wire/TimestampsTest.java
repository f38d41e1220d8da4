package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00Z",
        "2026-01-31T12:00Z, 2026-01-31T12:00Z",
        "2026-01-31t12:00:00z, 2026-01-31T12:00Z",
        "2026-01-31 12:00:00, 2026-01-31T12:00Z",
        "2026-01-31T12:00:00, 2026-01-31T12:00Z",
        "2026-01-31T12:00:00.123456, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00.123456999Z, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00+05:30, 2026-01-31T06:30Z",
        "2026-01-31T12:00:00+0530, 2026-01-31T06:30Z",
        "2026-01-31T12:00:00-03, 2026-01-31T15:00Z",
        "2026-01-01T00:30:00+01:00, 2025-12-31T23:30Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
    })
    void readsIsoInUtc(String text, String utc) {
        assertThat(Timestamps.parse(text)).hasToString(utc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-01-31",
                "12:00:00",
                "1769860800",
                "2026-02-30T12:00:00Z",
                "2025-02-29T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-01-31T25:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T12:00:60Z",
                "2026-01-31T12:00:00X",
                "2026-01-31T12:00:00+25:00",
                "2026-01-31T12:00:00Z+0530",
                "2026-01-31  12:00:00",
                "+12026-01-31T12:00:00Z",
                "1969-12-31T23:59:59Z",
                "1970-01-01T00:30:00+01:00",
                "0001-01-01T00:00:00Z"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
