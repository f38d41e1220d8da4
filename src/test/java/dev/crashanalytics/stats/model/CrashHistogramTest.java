package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.testing.Fuzz;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CrashHistogramTest {

    @Test
    void counts() {
        CrashHistogram histogram = Crashes.histogram(100, 100, 133, 201, 5_000);

        assertThat(histogram.total()).isEqualTo(5);
        assertThat(histogram.count(0)).isEqualTo(2);
        assertThat(histogram.count(1)).isZero();
        assertThat(histogram.atLeast(100)).isEqualTo(5);
        assertThat(histogram.atLeast(133)).isEqualTo(3);
        assertThat(histogram.atLeast(134)).isEqualTo(2);
        assertThat(histogram.atLeast(5_000)).isEqualTo(1);
        assertThat(histogram.atLeast(10_000)).isZero();
    }

    @Test
    void ofNoCrashes() {
        assertThat(CrashHistogram.EMPTY.total()).isZero();
        assertThat(CrashHistogram.EMPTY.atLeast(200)).isZero();
        assertThat(CrashHistogram.EMPTY.quantile(50)).isNull();
    }

    @Test
    void ofOneCrashEveryQuantileIsThatCrash() {
        CrashHistogram histogram = Crashes.histogram(150);

        assertThat(CrashHistogram.PERCENTS)
                .allSatisfy(percent -> assertThat(histogram.quantile(percent))
                        .isEqualTo(new Quantile(percent, new BigDecimal("1.50"), 0)));
    }

    /** Ten crashes: the quantile q is the ceil(q / 10)-th smallest. */
    @Test
    void quantilesByHand() {
        CrashHistogram histogram = Crashes.histogram(100, 110, 120, 130, 140, 150, 160, 170, 201, 100_900);

        assertThat(histogram.quantile(1).multiplier()).isEqualTo("1.00");
        assertThat(histogram.quantile(10).multiplier()).isEqualTo("1.00");
        assertThat(histogram.quantile(11).multiplier()).isEqualTo("1.10");
        assertThat(histogram.quantile(50).multiplier()).isEqualTo("1.40");
        assertThat(histogram.quantile(51).multiplier()).isEqualTo("1.50");
        assertThat(histogram.quantile(90)).isEqualTo(new Quantile(90, new BigDecimal("2.00"), 1 / 200.0));
        assertThat(histogram.quantile(99)).isEqualTo(new Quantile(99, new BigDecimal("1000.00"), 999 / 100_000.0));
        assertThat(histogram.quantile(100).multiplier()).isEqualTo("1000.00");
    }

    @Test
    void quantilesOfRandomCrashesAreWithinTheirBound() {
        Random random = Fuzz.random(CrashHistogramTest.class);
        for (int i = 0; i < 200; i++) {
            long[] crashes = Crashes.draws(new CrashModel(0.03), 1 + random.nextInt(500), random);
            CrashHistogram histogram = Crashes.histogram(crashes);
            Arrays.sort(crashes);
            for (int percent = 1; percent <= 100; percent++) {
                long rank = (percent * (long) crashes.length + 99) / 100;
                double exact = crashes[(int) rank - 1] / 100.0;
                Quantile quantile = histogram.quantile(percent);

                assertThat(quantile.multiplier().doubleValue()).isLessThanOrEqualTo(exact);
                assertThat(quantile.multiplier().doubleValue() * (1 + quantile.relativeErrorBound()))
                        .isGreaterThanOrEqualTo(exact * (1 - 1e-15));
                assertThat(quantile.relativeErrorBound()).isLessThan(0.01);
            }
        }
    }

    @Test
    void histogramsAddUpInAnyOrder() {
        Random random = Fuzz.random(CrashHistogramTest.class);
        long[] some = Crashes.draws(new CrashModel(0.01), 1_000, random);
        long[] others = Crashes.draws(new CrashModel(0.05), 500, random);
        CrashHistogram together = Crashes.histogram(
                LongStream.concat(Arrays.stream(some), Arrays.stream(others)).toArray());
        CrashHistogram first = Crashes.histogram(some).plus(Crashes.histogram(others));
        CrashHistogram second =
                Crashes.histogram(others).plus(CrashHistogram.EMPTY).plus(Crashes.histogram(some));

        for (int bin = 0; bin < CrashBins.COUNT; bin++) {
            assertThat(first.count(bin)).isEqualTo(together.count(bin));
            assertThat(second.count(bin)).isEqualTo(together.count(bin));
        }
        assertThat(first.total()).isEqualTo(1_500);
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        assertThatThrownBy(() -> CrashHistogram.EMPTY.atLeast(201)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrashHistogram.EMPTY.atLeast(99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrashHistogram.EMPTY.quantile(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrashHistogram.EMPTY.quantile(101)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrashHistogram.of(Map.of(CrashBins.COUNT, 1L)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrashHistogram.of(Map.of(0, -1L))).isInstanceOf(IllegalArgumentException.class);
    }
}
