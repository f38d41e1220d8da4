package dev.crashanalytics.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "10, 10.00",
        "10.0, 10.00",
        "10.00, 10.00",
        "1003.3, 1003.30",
        "1.3300000000, 1.33",
        "0.0000000001, 0.0000000001",
        "-0.5, -0.50",
        "1e2, 100.00",
        "1E+2, 100.00",
        "25e-1, 2.50",
        "1e11, 100000000000.00",
        "0e100, 0.00",
        "0e999999999, 0.00",
        "1e-100, 0.00",
        "1e-300, 0.00",
        "-1e-300, 0.00",
        "1e-999999999, 0.00",
        "9E-99999999999999999999, 0.00",
        "-0.0, 0.00",
        "1003.3000000001, 1003.3000000001"
    })
    void readsNumbersIntoOneForm(String text, String canonical) {
        assertThat(Decimals.parse(text).orElseThrow().toPlainString()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "0.00000000005, 0.00", // a tie goes to the even neighbour
        "0.00000000015, 0.0000000002",
        "0.00000000025, 0.0000000002",
        "-0.00000000015, -0.0000000002",
        "0.000000000250000000001, 0.0000000003",
        "3.30000000000000026645, 3.30",
        "0.333333333333333314829616256247, 0.3333333333"
    })
    void roundsHalfEvenToTenDecimals(String text, String rounded) {
        assertThat(Decimals.parse(text).orElseThrow().toPlainString()).isEqualTo(rounded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "NaN",
                "Infinity",
                "-Infinity",
                "1,5",
                "1_000",
                "0x10",
                "1e",
                "1e400",
                "1e999999999",
                "1e99999999999999999999",
                "1e2e3",
                "1e--2",
                "xe-300",
                "e-300",
                "--1",
                "1 "
            })
    void refusesWhatIsNoModestNumber(String text) {
        assertThat(Decimals.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e12", "-1e12", "1000000000000.00", "9e99", "1e300", "-1E+300", "999999999999.99999999996"})
    void refusesMagnitudesFrom10ToThe12(String text) {
        assertThat(Decimals.parse(text)).isEmpty();
    }

    @Test
    void takesMagnitudesJustBelow() {
        assertThat(Decimals.parse("999999999999.9999999999").orElseThrow().toPlainString())
                .isEqualTo("999999999999.9999999999");
        assertThat(Decimals.parse("-999999999999.99999999994").orElseThrow().toPlainString())
                .isEqualTo("-999999999999.9999999999");
    }

    /** The magnitude decides, not the exponent: digits before or after the point may make up for it. */
    @Test
    void takesWhateverExponentTheDigitsMakeUpFor() {
        String zeros = "0".repeat(90);
        assertThat(Decimals.parse("1" + zeros + "e-90")).contains(new BigDecimal("1.00"));
        assertThat(Decimals.parse("1" + zeros + "e-100")).contains(new BigDecimal("0.0000000001"));
        assertThat(Decimals.parse("1" + zeros + "e-101")).contains(new BigDecimal("0.00"));
        assertThat(Decimals.parse("9".repeat(95) + "e-113")).contains(new BigDecimal("0.00"));
        assertThat(Decimals.parse("0." + zeros + "1e102")).contains(new BigDecimal("100000000000.00"));
        assertThat(Decimals.parse("0." + zeros + "1e103")).isEmpty();
        assertThat(Decimals.parse("0." + "0".repeat(92) + "1e113")).isEmpty();
    }

    @Test
    void readsAtMostAHundredCharacters() {
        assertThat(Decimals.parse("0." + "1".repeat(98))).contains(new BigDecimal("0.1111111111"));
        assertThat(Decimals.parse("0." + "1".repeat(99))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "10.50, 2", "-0.5e-2, 3", "1e-3, 3", "1.25E+1, 1", "1.5e2, 0", "0.000, 3"})
    void countsDecimalPlacesAsTheyAreWrittenOut(String text, int places) {
        assertThat(Decimals.decimalPlaces(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "10.0, 10", "1e3, 1000", "-0, 0", "9223372036854775807, 9223372036854775807"})
    void readsWholeNumbersInAnyForm(String text, long value) {
        assertThat(Decimals.parseWhole(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "9223372036854775808", "1e19", "1e-1"})
    void refusesFractionsAndMoreThan64Bits(String text) {
        assertThatThrownBy(() -> Decimals.parseWhole(text)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1e999999999", "1e"})
    void refusesWholeNumbersThatAreNone(String text) {
        assertThatThrownBy(() -> Decimals.parseWhole(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void ratiosOfNothingAreNull() {
        assertThat(Decimals.ratio(BigDecimal.TEN, BigDecimal.ZERO)).isNull();
        assertThat(Decimals.percent(BigDecimal.TEN, new BigDecimal("0.00"))).isNull();
    }

    @Test
    void ratiosAreRoundedOnce() {
        assertThat(Decimals.ratio(BigDecimal.ONE, new BigDecimal("3"))).hasToString("0.3333333333");
        assertThat(Decimals.percent(new BigDecimal("3.30"), BigDecimal.TEN)).hasToString("33.00");
        assertThat(Decimals.percent(new BigDecimal("2"), new BigDecimal("3"))).hasToString("66.6666666667");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0033E+3, 1003.30",
        "1E-10, 0.0000000001",
        "-2.50000, -2.50",
        "1.2345678901234, 1.2345678901",
        "7, 7.00"
    })
    void writesNumbersWithoutExponent(BigDecimal value, String text) {
        assertThat(Decimals.text(value)).isEqualTo(text);
    }

    @Test
    void whatIsInTheOneFormIsItself() {
        BigDecimal value = new BigDecimal("0.965");

        assertThat(Decimals.canonical(value)).isSameAs(value);
    }
}
