package dev.crashanalytics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {

    private static final Instant STARTED = Instant.parse("2026-01-31T12:00:00.123456Z");

    @ParameterizedTest
    @CsvSource({"1, 1", "999, 999", "1000, 1000", "1001, 1000", "99999999999999999999, 1000"})
    void capsTheLimit(String sent, int used) {
        assertThat(PageRequest.of("list", sent, null).fetchSize()).isEqualTo(used + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "abc", "1e3", "١"})
    void refusesALimitThatIsNone(String sent) {
        assertThatThrownBy(() -> PageRequest.of("list", sent, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("invalid: limit ");
    }

    @Test
    void aCursorLeadsBehindTheLastEntryShown() {
        Page<String> first = page(PageRequest.of("list", "2", null, "bot"), "a", "b", "c");

        Cursor start =
                PageRequest.of("list", "2", first.nextCursor(), "bot").start().orElseThrow();

        assertThat(first.items()).containsExactly("a", "b");
        assertThat(start.text(0)).isEqualTo("b");
        assertThat(start.number(1)).isEqualTo(7);
        assertThat(start.time(2)).isEqualTo(STARTED);
    }

    @Test
    void theLastPageHasNoCursor() {
        assertThat(page(PageRequest.of("list", "2", null), "a", "b").nextCursor())
                .isNull();
        assertThat(page(PageRequest.of("list", "2", null)).nextCursor()).isNull();
    }

    @Test
    void aCursorIsGoodForItsFiltersAlone() {
        String cursor =
                page(PageRequest.of("list", "1", null, "bot", null), "a", "b").nextCursor();

        assertThatThrownBy(() -> PageRequest.of("list", "1", cursor, null, "bot"))
                .hasMessageContaining("other filters");
        assertThatThrownBy(() -> PageRequest.of("other", "1", cursor, "bot", null))
                .hasMessageContaining("other filters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "***", "bm8ganNvbg", "W10", "WzFd", "W3t9LFtdXQ"})
    void refusesAForgedCursor(String cursor) {
        assertThatThrownBy(() -> PageRequest.of("list", "1", cursor))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("invalid: cursor ");
    }

    @Test
    void refusesAForgedPosition() {
        PageRequest request = PageRequest.of("list", "1", null);
        String cursor = request.page(List.of("a", "b"), row -> row, row -> List.of("x\0"))
                .nextCursor();
        Cursor start = PageRequest.of("list", "1", cursor).start().orElseThrow();

        assertThatThrownBy(() -> start.text(0)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> start.number(0)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> start.time(0)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> start.text(1)).isInstanceOf(ProblemException.class);
    }

    private static Page<String> page(PageRequest request, String... rows) {
        return request.page(List.of(rows), row -> row, row -> List.of(row, 7L, STARTED));
    }
}
