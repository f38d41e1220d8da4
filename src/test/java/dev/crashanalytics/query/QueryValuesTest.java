package dev.crashanalytics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.problem.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31",
                "2026-01-31T00:00",
                "2026-01-31T00:00:00Z",
                "2026-01-31T02:00:00+02:00",
                "2026-01-31T02:00:00 02:00",
                "2026-01-31 02:00:00 02:00",
                "2026-01-30T19:00:00-05:00"
            })
    void readsTimestampsHoweverTheyAreWritten(String text) {
        assertThat(QueryValues.timestamp("from", text)).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30", "1769817600", "2026-01-31T25:00:00Z", "+12026-01-31"})
    void refusesWhatIsNoTimestamp(String text) {
        assertThatThrownBy(() -> QueryValues.timestamp("from", text))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("invalid: from ");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "100, 100", ", 5"})
    void readsWholeNumbers(String text, int number) {
        assertThat(QueryValues.whole("days", text, 5, 100)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "01", "1.0", "101", "1e1", "+1", " 1", "9999999999999999999"})
    void refusesWhatIsNoWholeNumberInRange(String text) {
        assertThatThrownBy(() -> QueryValues.whole("days", text, 5, 100))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("invalid: days must be a whole number from 0 to 100");
    }

    @Test
    void readsFlags() {
        assertThat(QueryValues.flag("dry_run", null, true)).isTrue();
        assertThat(QueryValues.flag("dry_run", "false", true)).isFalse();
        assertThat(QueryValues.flag("dry_run", "true", false)).isTrue();
        assertThatThrownBy(() -> QueryValues.flag("dry_run", "yes", true))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("invalid: dry_run ");
    }

    @Test
    void countsCharactersAsTheDatabaseDoes() {
        assertThat(QueryValues.isStorable("🎲".repeat(50), 50)).isTrue();
        assertThat(QueryValues.isStorable("🎲".repeat(51), 50)).isFalse();
        assertThat(QueryValues.isStorable("", 50)).isFalse();
        assertThat(QueryValues.isStorable("a\0", 50)).isFalse();
    }
}
