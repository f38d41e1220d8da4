package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.testing.Fuzz;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunsTest {

    /** H H L L L H: three runs. */
    @Test
    void countsOfOneSequence() {
        Runs runs = Runs.of(true, true, false, false, false, true);

        assertThat(runs).isEqualTo(new Runs(3, 3, 5, 2, 4));
        assertThat(runs.runs()).isEqualTo(3);
        assertThat(runs.expectedRuns()).isEqualTo(1 + 2.0 * 3 * 3 / 6);
        assertThat(runs.variance()).isCloseTo(18.0 * (18 - 6) / (36 * 5), within(1e-12));
    }

    /**
     * 39,941,409 runs of 39,933,862 and 39,948,082 bits: expectation 39,940,971 (and 0.734), variance
     * 19,970,484.4843298 as worked out at https://stats.stackexchange.com/questions/37751
     */
    @Test
    void publishedMoments() {
        long bits = 39_933_862L + 39_948_082L;
        Runs runs = new Runs(39_948_082, 39_933_862, bits - 1, 39_941_408, bits - 2);

        assertThat(runs.runs()).isEqualTo(39_941_409);
        assertThat(runs.expectedRuns()).isCloseTo(39_940_971.734, within(0.001));
        assertThat(runs.variance()).isCloseTo(19_970_484.4843298, within(1.0));
        assertThat(runs.significance().z()).isCloseTo(437.266 / 4_468.83, within(1e-3));
        assertThat(runs.significance().pValue()).isCloseTo(0.922, within(1e-3));
    }

    /** Sequences of 5, 3 and 1 rounds, 4 of the 9 above: mean and variance over all 126 orders, counted one by one. */
    @Test
    void momentsOfSeveralSequencesAreThoseOfAllOrders() {
        double sum = 0;
        double squares = 0;
        int orders = 0;
        Runs some = Runs.NONE;
        for (int order = 0; order < 1 << 9; order++) {
            if (Integer.bitCount(order) == 4) {
                some = sequence(order, 0, 5).plus(sequence(order, 5, 8)).plus(sequence(order, 8, 9));
                sum += some.runs();
                squares += (double) some.runs() * some.runs();
                orders++;
            }
        }

        assertThat(orders).isEqualTo(126);
        assertThat(some.expectedRuns()).isCloseTo(sum / orders, within(1e-12));
        assertThat(some.variance()).isCloseTo(squares / orders - sum / orders * sum / orders, within(1e-12));
    }

    private static Runs sequence(int order, int from, int to) {
        boolean[] reached = new boolean[to - from];
        for (int i = from; i < to; i++) {
            reached[i - from] = (order >> i & 1) == 1;
        }
        return Runs.of(reached);
    }

    @Test
    void alternatingRoundsHaveTooManyRuns() {
        boolean[] reached = new boolean[40];
        for (int i = 0; i < reached.length; i += 2) {
            reached[i] = true;
        }

        assertThat(Runs.of(reached).significance().z()).isGreaterThan(5);
        assertThat(Runs.of(reached).significance().pValue()).isLessThan(1e-6);
    }

    @Test
    void clusteredRoundsHaveTooFew() {
        boolean[] reached = new boolean[40];
        Arrays.fill(reached, 0, 20, true);

        assertThat(Runs.of(reached).significance().z()).isLessThan(-5);
    }

    @Test
    void tooFewRoundsSayNothing() {
        assertThat(Runs.NONE.expectedRuns()).isNull();
        assertThat(Runs.NONE.significance()).isNull();
        assertThat(Runs.of()).isEqualTo(Runs.NONE);
        assertThat(Runs.of(true)).isEqualTo(new Runs(1, 0, 0, 0, 0));
        assertThat(Runs.of(true).expectedRuns()).isNull();
        assertThat(new Runs(10, 100, 109, 20, 108).significance()).isNull();
        assertThat(new Runs(11, 100, 110, 20, 109).significance()).isNotNull();
        assertThat(new Runs(100, 0, 99, 0, 98).significance()).isNull();
        assertThat(new Runs(50, 50, 0, 0, 0).significance()).isNull();
    }

    @Test
    void sumsAddUpInAnyOrder() {
        Random random = Fuzz.random(RunsTest.class);
        for (int i = 0; i < 1_000; i++) {
            Runs first = random(random);
            Runs second = random(random);
            Runs third = random(random);

            assertThat(first.plus(second).plus(third))
                    .isEqualTo(third.plus(first).plus(second));
            assertThat(first.plus(Runs.NONE)).isEqualTo(first);
        }
    }

    private static Runs random(Random random) {
        boolean[] reached = new boolean[random.nextInt(20)];
        for (int i = 0; i < reached.length; i++) {
            reached[i] = random.nextBoolean();
        }
        return Runs.of(reached);
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatThrownBy(() -> new Runs(1, 1, 1, 2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Runs(-1, 2, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Runs(1, 1, 3, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
