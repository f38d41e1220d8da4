package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.testing.Fuzz;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfitSumsTest {

    /** Won 3.30 and 1.70, lost 10 and 2.50. */
    @Test
    void byHand() {
        ProfitSums sums = of("3.30", "-10", "1.70", "-2.50");

        assertThat(sums.rounds()).isEqualTo(4);
        assertThat(sums.profit()).isEqualByComparingTo("-7.50");
        assertThat(sums.grossWin()).isEqualByComparingTo("5.00");
        assertThat(sums.grossLoss()).isEqualByComparingTo("12.50");
        assertThat(sums.profitFactor()).isEqualByComparingTo("0.4");
        assertThat(sums.expectancy()).isEqualByComparingTo("-1.875");
    }

    /**
     * The example of https://en.wikipedia.org/wiki/Standard_deviation: 2, 4, 4, 4, 5, 5, 7, 9; squares about 5 sum to
     * 32.
     */
    @Test
    void volatilityIsTheSampleStandardDeviation() {
        assertThat(of("2", "4", "4", "4", "5", "5", "7", "9").volatility().doubleValue())
                .isCloseTo(Math.sqrt(32 / 7.0), within(1e-10));
    }

    /**
     * A billion and 4, 7, 13, 16: the variance is 30, which doubles miss (Wikipedia, Algorithms for calculating
     * variance).
     */
    @Test
    void volatilityOfLargeProfits() {
        assertThat(of("1000000004", "1000000007", "1000000013", "1000000016")
                        .volatility()
                        .doubleValue())
                .isCloseTo(Math.sqrt(30), within(1e-10));
    }

    @Test
    void ofNoRounds() {
        assertThat(ProfitSums.NONE.profitFactor()).isNull();
        assertThat(ProfitSums.NONE.expectancy()).isNull();
        assertThat(ProfitSums.NONE.volatility()).isNull();
    }

    @Test
    void ofOneRound() {
        assertThat(of("3.30").profitFactor()).isNull();
        assertThat(of("3.30").expectancy()).isEqualByComparingTo("3.30");
        assertThat(of("3.30").volatility()).isNull();
        assertThat(of("-3.30").profitFactor()).isEqualByComparingTo("0");
    }

    @Test
    void ofEqualRounds() {
        assertThat(of("-0.1", "-0.1", "-0.1").volatility()).isEqualByComparingTo("0");
        assertThat(of("0", "0").profitFactor()).isNull();
        assertThat(of("0", "0").expectancy()).isEqualByComparingTo("0");
    }

    @Test
    void sumsAddUpInAnyOrder() {
        Random random = Fuzz.random(ProfitSumsTest.class);
        ProfitSums first = of(profits(random));
        ProfitSums second = of(profits(random));
        ProfitSums third = of(profits(random));

        assertThat(first.plus(second).plus(third)).isEqualTo(third.plus(first.plus(second)));
    }

    private static String[] profits(Random random) {
        return random.ints(20, -1_000, 1_000)
                .mapToObj(cents -> BigDecimal.valueOf(cents, 2).toString())
                .toArray(String[]::new);
    }

    private static ProfitSums of(String... profits) {
        return Arrays.stream(profits)
                .map(profit -> ProfitSums.of(new BigDecimal(profit)))
                .reduce(ProfitSums.NONE, ProfitSums::plus);
    }
}
