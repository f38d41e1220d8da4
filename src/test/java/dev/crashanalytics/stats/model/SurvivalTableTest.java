package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class SurvivalTableTest {

    @Test
    void countsWhatReachedEachMultiplier() {
        SurvivalTable table = SurvivalTable.of(Crashes.histogram(100, 101, 132, 133, 199, 200, 300, 9_999, 10_000));

        assertThat(table.points())
                .extracting(point -> point.multiplier() + " " + point.reached().successes())
                .containsExactly(
                        "1.01 8",
                        "1.20 7",
                        "1.33 6",
                        "1.50 5",
                        "2.00 4",
                        "3.00 3",
                        "5.00 2",
                        "10.00 2",
                        "20.00 2",
                        "50.00 2",
                        "100.00 1");
        assertThat(table.points())
                .allSatisfy(point -> assertThat(point.reached().trials()).isEqualTo(9));
    }

    /** 81 of 263 is Newcombe's example, 0.2553 to 0.3662; here at 3.00. */
    @Test
    void theEdgeMirrorsTheSurvival() {
        SurvivalPoint point = new SurvivalPoint(new BigDecimal("3.00"), new Proportion(81, 263));

        assertThat(point.houseEdge()).isCloseTo(1 - 3 * 81 / 263.0, within(1e-15));
        assertThat(point.houseEdgeInterval().low()).isCloseTo(1 - 3 * 0.3662, within(0.0002));
        assertThat(point.houseEdgeInterval().high()).isCloseTo(1 - 3 * 0.2553, within(0.0002));
        assertThat(point.expectation()).isCloseTo(-point.houseEdge(), within(1e-15));
        assertThat(point.expectationInterval().low())
                .isCloseTo(-point.houseEdgeInterval().high(), within(1e-15));
        assertThat(point.expectationInterval().high())
                .isCloseTo(-point.houseEdgeInterval().low(), within(1e-15));
    }

    @Test
    void withoutRoundsNothingIsKnown() {
        assertThat(SurvivalTable.of(CrashHistogram.EMPTY).points()).hasSize(11).allSatisfy(point -> {
            assertThat(point.reached().interval()).isNull();
            assertThat(point.houseEdge()).isNull();
            assertThat(point.houseEdgeInterval()).isNull();
            assertThat(point.expectation()).isNull();
            assertThat(point.expectationInterval()).isNull();
        });
    }

    @Test
    void everyMultiplierIsAnEdgeOfTheBins() {
        assertThat(SurvivalTable.MULTIPLIERS).allMatch(multiplier -> CrashBins.isEdge(CrashBins.cents(multiplier)));
    }
}
