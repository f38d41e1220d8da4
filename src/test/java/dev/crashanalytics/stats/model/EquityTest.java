package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.Fuzz;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EquityTest {

    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    /**
     * <pre>
     * round     1   2   3   4   5   6   7   8
     * profit   +5  -3  +1  -6  +2  +6  -1  +4
     * equity    5   2   3  -3  -1   5   4   8
     * </pre>
     */
    @Test
    void byHand() {
        Equity equity = curve(START, 5, -3, 1, -6, 2, 6, -1, 4);

        assertThat(equity.rounds()).isEqualTo(8);
        assertThat(equity.net()).isEqualByComparingTo("8");
        assertThat(equity.highest()).isEqualByComparingTo("8");
        assertThat(equity.highestAt()).isEqualTo(point(8));
        assertThat(equity.lowest()).isEqualByComparingTo("-3");
        assertThat(equity.lowestAt()).isEqualTo(point(4));
        assertThat(equity.end()).isEqualTo(point(8));
        Drawdown drawdown = equity.maximumDrawdown();
        assertThat(drawdown.depth()).isEqualByComparingTo("8");
        assertThat(drawdown.peak()).isEqualByComparingTo("5");
        assertThat(drawdown.peakAt()).isEqualTo(point(1));
        assertThat(drawdown.troughAt()).isEqualTo(point(4));
        assertThat(drawdown.recovered()).isTrue();
        assertThat(drawdown.roundsUntil(drawdown.troughAt())).isEqualTo(3);
        assertThat(drawdown.timeUntil(drawdown.troughAt())).isEqualTo(Duration.ofMinutes(3));
        assertThat(drawdown.percentOf(new BigDecimal("15"))).isEqualByComparingTo("40");
    }

    /** The start is a point of the curve: who loses from the first round on falls from there. */
    @Test
    void aFallFromTheStart() {
        Equity equity = curve(START, -2, -3);

        assertThat(equity.highest()).isEqualByComparingTo("0");
        assertThat(equity.highestAt()).isEqualTo(new CurvePoint(0, START.plusSeconds(60)));
        Drawdown drawdown = equity.maximumDrawdown();
        assertThat(drawdown.depth()).isEqualByComparingTo("5");
        assertThat(drawdown.peakAt().round()).isZero();
        assertThat(drawdown.recovered()).isFalse();
        assertThat(drawdown.roundsUntil(equity.end())).isEqualTo(2);
        assertThat(drawdown.percentOf(BigDecimal.TEN)).isEqualByComparingTo("50");
    }

    @Test
    void theFirstOfEqualDrawdownsCounts() {
        Drawdown drawdown = curve(START, 1, -2, 2, -2, 2).maximumDrawdown();

        assertThat(drawdown.peakAt()).isEqualTo(point(1));
        assertThat(drawdown.troughAt()).isEqualTo(point(2));
        assertThat(drawdown.recovered()).isTrue();
    }

    @Test
    void withoutAFallThereIsNoDrawdown() {
        assertThat(Equity.NONE.maximumDrawdown()).isNull();
        assertThat(curve(START, 1, 0, 2).maximumDrawdown()).isNull();
        assertThat(curve(START, 0).maximumDrawdown()).isNull();
    }

    @Test
    void percentTakesABalance() {
        Drawdown drawdown = curve(START, 5, -10).maximumDrawdown();

        assertThat(drawdown.percentOf(null)).isNull();
        assertThat(drawdown.percentOf(BigDecimal.valueOf(-5))).isNull();
        assertThat(drawdown.percentOf(BigDecimal.valueOf(5))).isEqualByComparingTo("100");
    }

    @Test
    void curvesJoinToWhatTheirRoundsSay() {
        Random random = Fuzz.random(EquityTest.class);
        for (int i = 0; i < 5_000; i++) {
            int[] profits = profits(random);
            Equity expected = sequential(profits);

            assertThat(curve(START, profits)).isEqualTo(expected);
            assertThat(joinedAtRandom(random, profits, 0, profits.length)).isEqualTo(expected);
        }
    }

    @Test
    void aRecoveryIsFoundThroughThePieces() {
        Random random = Fuzz.random(EquityTest.class);
        for (int i = 0; i < 5_000; i++) {
            int[] profits = profits(random);
            Drawdown drawdown = sequential(profits).maximumDrawdown();
            if (drawdown != null) {
                assertThat(recovery(random, profits, drawdown)).isEqualTo(sequentialRecovery(profits, drawdown));
            }
        }
    }

    /** Any bracketing of the rounds. */
    private static Equity joinedAtRandom(Random random, int[] profits, int from, int to) {
        if (to - from == 0) {
            return Equity.NONE;
        } else if (to - from == 1) {
            return Equity.of(BigDecimal.valueOf(profits[from]), time(to));
        }
        int cut = from + random.nextInt(to - from + 1);
        if (cut == from || cut == to) {
            cut = (from + to) / 2;
        }
        return joinedAtRandom(random, profits, from, cut).then(joinedAtRandom(random, profits, cut, to));
    }

    private static CurvePoint recovery(Random random, int[] profits, Drawdown drawdown) {
        Recovery recovery = Recovery.of(drawdown);
        int walked = 0;
        int pieces = 0;
        while (walked < profits.length) {
            int next = Math.min(profits.length, walked + 1 + random.nextInt(5));
            Equity piece = joinedAtRandom(random, profits, walked, next);
            if (recovery.cannotLieIn(piece)) {
                recovery = recovery.skip(piece);
            } else {
                pieces++;
                for (int i = walked; i < next; i++) {
                    recovery = recovery.plus(BigDecimal.valueOf(profits[i]), time(i + 1));
                }
            }
            walked = next;
        }
        assertThat(pieces).isLessThanOrEqualTo(2);
        return recovery.at();
    }

    private static CurvePoint sequentialRecovery(int[] profits, Drawdown drawdown) {
        int equity = 0;
        for (int i = 1; i <= profits.length; i++) {
            equity += profits[i - 1];
            if (i > drawdown.troughAt().round() && equity >= drawdown.peak().intValue()) {
                assertThat(drawdown.recovered()).isTrue();
                return point(i);
            }
        }
        assertThat(drawdown.recovered()).isFalse();
        return null;
    }

    /** The definitions, step by step. */
    private static Equity sequential(int[] profits) {
        if (profits.length == 0) {
            return Equity.NONE;
        }
        CurvePoint start = new CurvePoint(0, time(1));
        int equity = 0;
        int highest = 0;
        CurvePoint highestAt = start;
        int lowest = 0;
        CurvePoint lowestAt = start;
        Drawdown maximum = null;
        for (int i = 1; i <= profits.length; i++) {
            equity += profits[i - 1];
            if (equity >= highest) {
                highest = equity;
                highestAt = point(i);
            }
            if (equity < lowest) {
                lowest = equity;
                lowestAt = point(i);
            }
            if (maximum != null && equity >= maximum.peak().intValue()) {
                maximum = maximum.recoveredIf(true);
            }
            if (highest - equity > (maximum == null ? 0 : maximum.depth().intValue())) {
                maximum = new Drawdown(
                        BigDecimal.valueOf(highest - equity), BigDecimal.valueOf(highest), highestAt, point(i), false);
            }
        }
        return new Equity(
                profits.length,
                BigDecimal.valueOf(equity),
                BigDecimal.valueOf(highest),
                highestAt,
                BigDecimal.valueOf(lowest),
                lowestAt,
                point(profits.length),
                maximum);
    }

    private static Equity curve(Instant start, int... profits) {
        Equity equity = Equity.NONE;
        for (int i = 0; i < profits.length; i++) {
            equity = equity.then(Equity.of(BigDecimal.valueOf(profits[i]), start.plusSeconds(60L * (i + 1))));
        }
        return equity;
    }

    /** Small profits, so that levels and depths are often equal. */
    private static int[] profits(Random random) {
        List<Integer> profits = new ArrayList<>();
        int range = 1 + random.nextInt(4);
        int length = random.nextInt(40);
        while (profits.size() < length) {
            profits.add(random.nextInt(2 * range + 1) - range);
        }
        return profits.stream().mapToInt(Integer::intValue).toArray();
    }

    private static CurvePoint point(int round) {
        return new CurvePoint(round, time(round));
    }

    private static Instant time(int round) {
        return START.plusSeconds(60L * round);
    }
}
