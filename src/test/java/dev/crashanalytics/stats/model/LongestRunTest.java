package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongestRunTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.25, 0.5, 0.67, 0.99})
    void upToTwelveRoundsAsInAllTheirOutcomes(double probability) {
        for (int rounds = 0; rounds <= 12; rounds++) {
            assertThat(LongestRun.expected(rounds, probability))
                    .isCloseTo(enumerated(rounds, probability), within(1e-9));
        }
    }

    /** The mean over all 2^n outcomes, each with its probability. */
    private static double enumerated(int rounds, double probability) {
        double expected = 0;
        for (int outcome = 0; outcome < 1 << rounds; outcome++) {
            int longest = 0;
            int run = 0;
            for (int round = 0; round < rounds; round++) {
                run = (outcome >> round & 1) == 1 ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
            int ones = Integer.bitCount(outcome);
            expected += longest * Math.pow(probability, ones) * Math.pow(1 - probability, rounds - ones);
        }
        return expected;
    }

    /** By the recursion, run to the end for these n by another program. */
    @ParameterizedTest
    @CsvSource({
        "2000, 0.9999, 1904.1847, 0.2",
        "2000, 0.9995, 1592.7490, 0.2",
        "2000, 0.9975, 873.7214, 0.2",
        "2000, 0.9925, 435.9572, 0.1",
        "4000, 0.9975, 1150.0813, 0.1",
    })
    void beyondAThousandRoundsWithFewBreaks(long rounds, double probability, double expected, double percent) {
        assertThat(LongestRun.expected(rounds, probability)).isCloseTo(expected, Percentage.withPercentage(percent));
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.01", "0.3, 0.01", "0.5, 0.01", "0.67, 0.01", "0.05, 0.1", "0.02, 0.1"})
    void theFormulaContinuesTheRecursion(double probability, double tolerance) {
        assertThat(LongestRun.expected(1_001, probability))
                .isCloseTo(LongestRun.expected(1_000, probability), within(tolerance));
    }

    /** Schilling: log2(n / 2) + 0.8327 - 0.5 heads in a row of n throws of a fair coin. */
    @Test
    void ofAFairCoin() {
        double log2 = Math.log(50_000) / Math.log(2);
        assertThat(LongestRun.expected(100_000, 0.5)).isCloseTo(log2 + 0.8327 - 0.5, within(1e-4));
    }

    @Test
    void theEnds() {
        assertThat(LongestRun.expected(0, 0.5)).isZero();
        assertThat(LongestRun.expected(1, 0.3)).isCloseTo(0.3, within(1e-15));
        assertThat(LongestRun.expected(1_000_000, 0)).isZero();
        assertThat(LongestRun.expected(500, 1)).isEqualTo(500);
        assertThat(LongestRun.expected(1_000_000, 1)).isEqualTo(1_000_000);
        assertThatThrownBy(() -> LongestRun.expected(-1, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LongestRun.expected(1, 1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LongestRun.expected(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
