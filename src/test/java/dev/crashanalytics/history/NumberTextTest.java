package dev.crashanalytics.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers as files have them. */
class NumberTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2.45          | 2.45",
                "2.45x         | 2.45",
                "2.45 X        | 2.45",
                "x2.45         | 2.45",
                "×1.01         | 1.01",
                "$1,234.50     | 1234.50",
                "1,234,567     | 1234567",
                "-$10          | -10",
                "$-10          | -10",
                "−3.30         | -3.30",
                "(10.00)       | -10.00",
                "+5            | 5",
                "10 USD        | 10",
                "EUR 10.5      | 10.5",
                "2,45          | 2.45",
                "1.234,50      | 1234.50",
                "1 234.50      | 1234.50",
                "1'234.50      | 1234.50",
                ".5            | 0.5",
                "5.            | 5",
                "1e3           | 1e3",
                "72%           | 72",
                "0.00          | 0.00",
            })
    void readsPointsForDecimals(String text, String number) throws UnreadableException {
        assertThat(NumberText.read(text, false)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"2,45x | 2.45", "1.234,50 € | 1234.50", "1.234 | 1234", "1,234 | 1.234", "2.45 | 2.45"})
    void readsCommasForDecimals(String text, String number) throws UnreadableException {
        assertThat(NumberText.read(text, true)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "1.2.3", "1,2,3", "--5", "1-2", "2.45xx", "12:30", "0x1F", "1e", "()", ".", "∞", "inf"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> NumberText.read(text, false))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("must be a number, not " + text);
    }

    @Test
    void aLongTextIsRefusedAndShownInPart() {
        assertThatThrownBy(() -> NumberText.read("9".repeat(101), false))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("must be a number, not " + "9".repeat(60) + "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "-", "N/A", "n/a", "NaN", "null", "None", "#N/A", "?"})
    void knowsWhatSaysNothing(String text) {
        assertThat(NumberText.isMissing(text)).isTrue();
    }

    @Test
    void zerosAreZeroInEveryForm() {
        assertThat(NumberText.isZero("0.00")).isTrue();
        assertThat(NumberText.isZero("-0")).isTrue();
        assertThat(NumberText.isZero("0e999999999")).isTrue();
        assertThat(NumberText.isZero("1e-999999999")).isFalse();
        assertThat(NumberText.isMissing("0")).isFalse();
    }
}
