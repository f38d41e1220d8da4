package dev.crashanalytics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.problem.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void countsCharactersAsTheDatabaseDoes() {
        assertThat(QueryValues.isStorable("🎲".repeat(50), 50)).isTrue();
        assertThat(QueryValues.isStorable("🎲".repeat(51), 50)).isFalse();
        assertThat(QueryValues.isStorable("", 50)).isFalse();
        assertThat(QueryValues.isStorable("a\0", 50)).isFalse();
    }
}
