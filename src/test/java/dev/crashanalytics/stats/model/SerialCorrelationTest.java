package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.testing.Fuzz;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialCorrelationTest {

    private static final CrashModel MODEL = new CrashModel(0.01);

    @Test
    void sumsOfOnePair() {
        assertThat(SerialCorrelation.ofPair(100, 250))
                .isEqualTo(new SerialCorrelation(1, 10_000, 4_000, 100_000_000, 16_000_000, 40_000_000));
    }

    /** 1.00 and 2.00 in turn: each tells the next one. */
    @Test
    void alternationIsPerfectAnticorrelation() {
        SerialCorrelation correlation = of(
                IntStream.range(0, 101).mapToLong(i -> i % 2 == 0 ? 100 : 200).toArray());

        assertThat(correlation.coefficient()).isCloseTo(-1, within(1e-12));
        assertThat(correlation.significance().z()).isCloseTo(-10, within(1e-9));
        assertThat(correlation.significance().pValue()).isLessThan(1e-20);
    }

    /** Pearson's coefficient, over pairs (1/x, 1/y) in full precision. */
    @Test
    void isPearsonsCoefficient() {
        Random random = Fuzz.random(SerialCorrelationTest.class);
        long[] crashes = Crashes.draws(MODEL, 5_000, random);

        assertThat(of(crashes).coefficient()).isCloseTo(pearson(crashes), within(1e-4));
        assertThat(of(crashes).significance().z()).isCloseTo(pearson(crashes) * Math.sqrt(4_999), within(0.01));
    }

    @Test
    void oneHugeCrashDoesNotDecide() {
        Random random = new Random(7);
        long[] crashes = Crashes.draws(MODEL, 5_000, random);
        double before = of(crashes).coefficient();
        crashes[2_500] = 99_999_999_999_999L;

        assertThat(of(crashes).coefficient()).isCloseTo(before, within(1e-3));
    }

    @Test
    void whereNothingVariesThereIsNone() {
        assertThat(SerialCorrelation.NONE.coefficient()).isNull();
        assertThat(SerialCorrelation.NONE.significance()).isNull();
        assertThat(SerialCorrelation.ofPair(100, 200).coefficient()).isNull();
        assertThat(of(IntStream.range(0, 100).mapToLong(i -> 150).toArray()).coefficient())
                .isNull();
        assertThat(of(Crashes.draws(MODEL, 30, new Random(1))).coefficient()).isNull();
        assertThat(of(Crashes.draws(MODEL, 31, new Random(1))).coefficient()).isNotNull();
    }

    @Test
    void sumsAddUpInAnyOrder() {
        Random random = Fuzz.random(SerialCorrelationTest.class);
        SerialCorrelation first = of(Crashes.draws(MODEL, 50, random));
        SerialCorrelation second = of(Crashes.draws(MODEL, 10, random));
        SerialCorrelation third = of(Crashes.draws(MODEL, 90, random));

        assertThat(first.plus(second).plus(third)).isEqualTo(third.plus(first.plus(second)));
        assertThat(first.plus(SerialCorrelation.NONE)).isEqualTo(first);
    }

    /** Sums near the end of 64 bits, whose products exceed it: a billion rounds, half 1.00 and half 2.00, unrelated. */
    @Test
    void aBillionRounds() {
        long quarter = 250_000_000L;
        SerialCorrelation correlation = new SerialCorrelation(
                4 * quarter,
                quarter * 2 * 15_000,
                quarter * 2 * 15_000,
                quarter * 2 * 125_000_000,
                quarter * 2 * 125_000_000,
                quarter * 225_000_000);

        assertThat(correlation.coefficient()).isZero();
        assertThat(correlation.significance().pValue()).isEqualTo(1);
    }

    @Test
    void whatIsNoCrashIsRefused() {
        assertThatThrownBy(() -> SerialCorrelation.ofPair(99, 100)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SerialCorrelation of(long[] crashes) {
        return IntStream.range(1, crashes.length)
                .mapToObj(i -> SerialCorrelation.ofPair(crashes[i - 1], crashes[i]))
                .reduce(SerialCorrelation.NONE, SerialCorrelation::plus);
    }

    private static double pearson(long[] crashes) {
        int pairs = crashes.length - 1;
        double meanFirst = IntStream.range(0, pairs)
                .mapToDouble(i -> 100.0 / crashes[i])
                .average()
                .orElseThrow();
        double meanSecond = IntStream.range(0, pairs)
                .mapToDouble(i -> 100.0 / crashes[i + 1])
                .average()
                .orElseThrow();
        double together = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < pairs; i++) {
            double x = 100.0 / crashes[i] - meanFirst;
            double y = 100.0 / crashes[i + 1] - meanSecond;
            together += x * y;
            first += x * x;
            second += y * y;
        }
        return together / Math.sqrt(first * second);
    }
}
