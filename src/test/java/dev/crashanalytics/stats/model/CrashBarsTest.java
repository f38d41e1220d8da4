package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.stats.model.CrashBars.Bar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrashBarsTest {

    @Test
    void noCrashesMakeNoBars() {
        assertThat(CrashBars.of(CrashHistogram.EMPTY)).isEmpty();
    }

    @Test
    void crashesAtOneStandAlone() {
        List<Bar> bars = CrashBars.of(histogram(List.of(100L, 100L, 101L)));

        assertThat(bars.get(0)).isEqualTo(new Bar(new BigDecimal("1.00"), new BigDecimal("1.01"), 2));
        assertThat(bars.get(1).from()).isEqualTo(new BigDecimal("1.01"));
        assertThat(bars.get(1).rounds()).isEqualTo(1);
        assertThat(bars).hasSize(2);
    }

    @Test
    void anOctaveHasEightSteps() {
        List<Bar> bars = CrashBars.of(histogram(List.of(390L)));

        assertThat(bars.stream().map(bar -> bar.from().toString()))
                .containsExactly(
                        "1.00", "1.01", "1.09", "1.19", "1.30", "1.41", "1.54", "1.68", "1.83", "2.00", "2.18", "2.38",
                        "2.58", "2.82", "3.06", "3.36", "3.66");
    }

    @Test
    void everyCrashIsInTheBarThatSpansIt() {
        long seed = System.nanoTime();
        System.out.println("CrashBarsTest seed " + seed);
        Random random = new Random(seed);
        List<Long> crashes = new ArrayList<>(List.of(CrashBins.LIMIT - 1));
        for (int i = 0; i < 5_000; i++) {
            crashes.add(Math.min(CrashBins.LIMIT - 1, (long) (100 / (1 - random.nextDouble()))));
        }

        List<Bar> bars = CrashBars.of(histogram(crashes));

        assertThat(bars.stream().mapToLong(Bar::rounds).sum()).isEqualTo(5_001);
        for (Bar bar : bars) {
            long expected = crashes.stream()
                    .map(CrashBins::multiplier)
                    .filter(crash -> crash.compareTo(bar.from()) >= 0 && crash.compareTo(bar.to()) < 0)
                    .count();
            assertThat(bar.rounds()).as(bar.toString()).isEqualTo(expected);
        }
    }

    private static CrashHistogram histogram(List<Long> cents) {
        Map<Integer, Long> counts = new HashMap<>();
        cents.forEach(crash -> counts.merge(CrashBins.binOf(crash), 1L, Long::sum));
        return CrashHistogram.of(counts);
    }
}
