package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.testing.Fuzz;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {

    /**
     * R. G. Newcombe (1998), Two-Sided Confidence Intervals for the Single Proportion, Statistics in Medicine 17, table
     * I.
     */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0, 0.1611", "1, 29, 0.0061, 0.1718"})
    void publishedIntervals(long successes, long trials, double low, double high) {
        Interval interval = new Proportion(successes, trials).interval();

        assertThat(interval.low()).isCloseTo(low, within(0.00005));
        assertThat(interval.high()).isCloseTo(high, within(0.00005));
    }

    @Test
    void ofNoTrialsNothingIsKnown() {
        assertThat(Proportion.NONE.estimate()).isNull();
        assertThat(Proportion.NONE.interval()).isNull();
    }

    /** With n = 1 and k = 0 the upper end is z² / (1 + z²). */
    @Test
    void ofOneTrial() {
        assertThat(new Proportion(0, 1).interval().low()).isZero();
        assertThat(new Proportion(0, 1).interval().high()).isCloseTo(0.793451, within(1e-6));
        assertThat(new Proportion(1, 1).interval().low()).isCloseTo(0.206549, within(1e-6));
        assertThat(new Proportion(1, 1).interval().high()).isEqualTo(1);
    }

    @Test
    void theIntervalHoldsTheEstimate() {
        Random random = Fuzz.random(ProportionTest.class);
        for (int i = 0; i < 10_000; i++) {
            long trials = 1 + (random.nextLong() >>> 1 >>> random.nextInt(63));
            long successes = random.nextInt(4) == 0 ? trials : (long) (random.nextDouble() * trials);
            Proportion proportion = new Proportion(successes, trials);

            assertThat(proportion.estimate())
                    .as("%s", proportion)
                    .isBetween(
                            proportion.interval().low(), proportion.interval().high());
            assertThat(proportion.interval().low()).isNotNegative();
            assertThat(proportion.interval().high()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void trialsAddUp() {
        assertThat(new Proportion(1, 3).plus(new Proportion(4, 5))).isEqualTo(new Proportion(5, 8));
    }

    @Test
    void moreSuccessesThanTrialsAreRefused() {
        assertThatThrownBy(() -> new Proportion(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Proportion(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIntervalHasItsEndsInOrder() {
        assertThatThrownBy(() -> new Interval(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Interval(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Interval(0.2, 0.4).linear(1, -2)).isEqualTo(new Interval(1 - 2 * 0.4, 1 - 2 * 0.2));
    }
}
