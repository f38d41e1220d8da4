package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.testing.Fuzz;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WagerSumsTest {

    private static final CrashModel MODEL = new CrashModel(0.04);

    /** One bet of 10 at 3.00: +20 with probability 0.32, -10 otherwise. */
    @Test
    void momentsOfOneBet() {
        WagerSums sums = WagerSums.of(BigDecimal.TEN, new BigDecimal("3.00"), new BigDecimal("20"));
        double p = 0.32;
        double mean = 20 * p - 10 * (1 - p);
        double variance = p * Math.pow(20 - mean, 2) + (1 - p) * Math.pow(-10 - mean, 2);
        double third = p * Math.pow(20 - mean, 3) + (1 - p) * Math.pow(-10 - mean, 3);

        assertThat(sums.expectedProfit(MODEL)).isCloseTo(mean, within(1e-12));
        assertThat(sums.variance(MODEL)).isCloseTo(variance, within(1e-9));
        assertThat(sums.skewness(MODEL)).isCloseTo(third / Math.pow(variance, 1.5), within(1e-12));
    }

    /** Independent bets: means, variances and third moments add up. */
    @Test
    void momentsAddUp() {
        WagerSums one = WagerSums.of(new BigDecimal("1.50"), new BigDecimal("1.33"), BigDecimal.ZERO);
        WagerSums two = WagerSums.of(new BigDecimal("0.20"), new BigDecimal("25"), BigDecimal.ONE);
        WagerSums both = one.plus(two);
        double variance = one.variance(MODEL) + two.variance(MODEL);

        assertThat(both.bets()).isEqualTo(2);
        assertThat(both.profit()).isEqualByComparingTo("1");
        assertThat(both.expectedProfit(MODEL)).isCloseTo(-0.04 * 1.70, within(1e-12));
        assertThat(both.variance(MODEL)).isCloseTo(variance, within(1e-12));
        assertThat(both.skewness(MODEL) * Math.pow(variance, 1.5)).isCloseTo(third(one) + third(two), within(1e-9));
    }

    private static double third(WagerSums sums) {
        return sums.skewness(MODEL) * Math.pow(sums.variance(MODEL), 1.5);
    }

    @Test
    void betsThatAreAlikeAreOneGroup() {
        WagerSums one = WagerSums.of(new BigDecimal("1.5"), new BigDecimal("2"), BigDecimal.ONE);
        WagerSums same = WagerSums.of(new BigDecimal("1.50"), new BigDecimal("2.00"), BigDecimal.ONE);

        assertThat(one.plus(same).onlyGroup().bets()).isEqualTo(2);
        assertThat(one.plus(WagerSums.of(BigDecimal.ONE, new BigDecimal("2"), BigDecimal.ONE))
                        .onlyGroup())
                .isNull();
        assertThat(one.plus(WagerSums.of(new BigDecimal("1.5"), new BigDecimal("3"), BigDecimal.ONE))
                        .onlyGroup())
                .isNull();
        assertThat(WagerSums.NONE.onlyGroup()).isNull();
    }

    @Test
    void aGroupIsItsBets() {
        WagerGroup group = new WagerGroup(new BigDecimal("0.30"), new BigDecimal("1.75"), 3);
        WagerSums bet = WagerSums.of(group.stake(), group.target(), BigDecimal.ONE);

        assertThat(WagerSums.of(group, BigDecimal.valueOf(3)))
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(bet.plus(bet).plus(bet));
        assertThat(WagerSums.of(new WagerGroup(BigDecimal.ONE, BigDecimal.TEN, 0), BigDecimal.ZERO))
                .isEqualTo(WagerSums.NONE);
    }

    @Test
    void sumsAddUpInAnyOrder() {
        Random random = Fuzz.random(WagerSumsTest.class);
        for (int i = 0; i < 1_000; i++) {
            WagerSums first = random(random);
            WagerSums second = random(random);
            WagerSums third = random(random);

            assertThat(first.plus(second).plus(third))
                    .usingRecursiveComparison()
                    .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                    .isEqualTo(third.plus(first.plus(second)));
        }
    }

    private static WagerSums random(Random random) {
        return random.nextInt(5) == 0
                ? WagerSums.NONE
                : WagerSums.of(
                        BigDecimal.valueOf(1 + random.nextInt(500), 2),
                        BigDecimal.valueOf(101 + random.nextInt(500), 2),
                        BigDecimal.valueOf(random.nextInt(500) - 250, 2));
    }

    @Test
    void whatIsNoBetIsRefused() {
        assertThatThrownBy(() -> new WagerGroup(BigDecimal.ZERO, BigDecimal.TEN, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WagerGroup(BigDecimal.ONE, BigDecimal.ONE, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WagerGroup(BigDecimal.ONE, BigDecimal.TEN, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
