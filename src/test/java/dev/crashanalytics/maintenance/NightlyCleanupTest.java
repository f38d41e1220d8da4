package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NightlyCleanupTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T02:59:59.500Z, 03:00, PT0.5S",
        "2026-11-22T03:00:00Z,     03:00, PT24H",
        "2026-11-22T03:00:01Z,     03:00, PT23H59M59S",
        "2026-11-22T23:30:00Z,     00:15, PT45M",
        "2026-11-22T23:30:00-05:00, 04:45, PT15M"
    })
    void waitsForTheNextTimeOfDayInUtc(OffsetDateTime now, LocalTime time, Duration wait) {
        assertThat(NightlyCleanup.untilNext(now, time)).isEqualTo(wait);
    }
}
