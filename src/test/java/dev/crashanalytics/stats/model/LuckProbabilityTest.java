package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.stats.model.LuckProbability.Method;
import dev.crashanalytics.testing.Fuzz;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuckProbabilityTest {

    private static final CrashModel FAIR = new CrashModel(0);
    private static final CrashModel MODEL = new CrashModel(0.04);

    /** Ten fair bets of 1 at 2.00: a profit of 4 takes seven wins, 176 of the 1,024 outcomes. */
    @ParameterizedTest
    @CsvSource({"4, 0.171875", "3.5, 0.171875", "4.5, 0.0546875", "10, 0.0009765625", "10.01, 0", "-10, 1", "-11, 1"})
    void ofBetsThatAreAlike(BigDecimal profit, double expected) {
        LuckProbability luck = LuckProbability.of(sums(List.of(group("1", "2.00", 10)), profit), FAIR);

        assertThat(luck.method()).isEqualTo(Method.EXACT_BINOMIAL);
        assertThat(luck.probability()).isCloseTo(expected, within(1e-14));
    }

    /** 1 at 2.00 and 10 at 5.00, no edge: wins have 1/2 and 1/5, and profits are 41, 39, -9, -11. */
    @ParameterizedTest
    @CsvSource({"41, 0.1", "40, 0.1", "39, 0.2", "-9, 0.6", "-11, 1", "41.01, 0"})
    void ofFewBets(BigDecimal profit, double expected) {
        LuckProbability luck = LuckProbability.of(List.of(group("1", "2.00", 1), group("10", "5.00", 1)), profit, FAIR);

        assertThat(luck.method()).isEqualTo(Method.EXACT_CONVOLUTION);
        assertThat(luck.probability()).isCloseTo(expected, within(1e-14));
    }

    /** Against every outcome of the bets, one by one. */
    @Test
    void aConvolutionIsTheSumOverAllOutcomes() {
        Random random = Fuzz.random(LuckProbabilityTest.class);
        for (int i = 0; i < 200; i++) {
            List<WagerGroup> groups = Stream.generate(() -> randomBet(random))
                    .limit(2 + random.nextInt(8))
                    .toList();
            BigDecimal profit = BigDecimal.valueOf(random.nextInt(2_000) - 1_000, 2);

            assertThat(LuckProbability.of(groups, profit, MODEL).probability())
                    .isCloseTo(enumerated(groups, profit), within(1e-12));
        }
    }

    private static WagerGroup randomBet(Random random) {
        return new WagerGroup(
                BigDecimal.valueOf(10L * (1 + random.nextInt(20)), 2),
                BigDecimal.valueOf(101 + random.nextInt(400), 2),
                1);
    }

    private static double enumerated(List<WagerGroup> bets, BigDecimal profit) {
        double sum = 0;
        for (int outcome = 0; outcome < 1 << bets.size(); outcome++) {
            BigDecimal gained = BigDecimal.ZERO;
            double probability = 1;
            for (int i = 0; i < bets.size(); i++) {
                WagerGroup bet = bets.get(i);
                boolean won = (outcome >> i & 1) == 1;
                gained = gained.subtract(bet.stake()).add(won ? bet.payout() : BigDecimal.ZERO);
                double p = MODEL.winProbability(bet.target());
                probability *= won ? p : 1 - p;
            }
            sum += gained.compareTo(profit) >= 0 ? probability : 0;
        }
        return sum;
    }

    /**
     * A hundred bets, a third of them at long odds, against the distribution on its lattice: exact where gamma would
     * guess.
     */
    @Test
    void ofAHundredBetsAtMixedOdds() {
        Random random = Fuzz.random(LuckProbabilityTest.class);
        List<WagerGroup> groups = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            groups.add(group(String.valueOf(1 + random.nextInt(8)), i % 3 == 0 ? "50" : "1.5", 1));
        }
        double[] lattice = lattice(groups);
        int stakes = groups.stream().mapToInt(bet -> bet.stake().intValue()).sum();
        double atLeast = Arrays.stream(lattice, 2 * stakes, lattice.length).sum();

        LuckProbability luck = LuckProbability.of(groups, BigDecimal.ZERO, MODEL);

        assertThat(luck.method()).isEqualTo(Method.EXACT_CONVOLUTION);
        assertThat(luck.probability()).isCloseTo(atLeast, within(1e-12));
    }

    /**
     * Many bets, too many for the convolution, with odds long, short and mixed: the shifted gamma against the
     * distribution on its lattice of half units, computed outright. Half the probability of the profit itself is its
     * stated error.
     */
    @ParameterizedTest
    @CsvSource({"1.5 2 5, 400, 0.005", "10 20 50, 400, 0.01", "1.5, 600, 0.005", "1.5 50, 1000, 0.01"})
    void ofManyBets(String targets, int bets, double tolerance) {
        Random random = Fuzz.random(LuckProbabilityTest.class);
        List<WagerGroup> groups = new ArrayList<>();
        String[] each = targets.split(" ");
        for (int i = 0; i < bets; i++) {
            groups.add(group(String.valueOf(1 + random.nextInt(8)), each[i % each.length], 1));
        }
        double[] lattice = lattice(groups);
        int stakes = groups.stream().mapToInt(bet -> bet.stake().intValue()).sum();

        double atLeast = 0;
        int compared = 0;
        for (int payout = lattice.length - 1; payout >= 0; payout--) {
            atLeast += lattice[payout];
            if (atLeast > 1e-4 && atLeast < 1 - 1e-4 && payout % 7 == 0) {
                BigDecimal profit = BigDecimal.valueOf(payout * 0.5 - stakes);
                LuckProbability luck = LuckProbability.of(sums(groups, profit), MODEL);
                assertThat(luck.method()).isEqualTo(Method.SHIFTED_GAMMA);
                assertThat(luck.probability())
                        .isCloseTo(atLeast - lattice[payout] / 2, within(tolerance + lattice[payout] / 2));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50);
    }

    private static double[] lattice(List<WagerGroup> bets) {
        return lattice(bets, MODEL);
    }

    private static double[] lattice(List<WagerGroup> groups, CrashModel model) {
        double[] distribution = {1};
        List<WagerGroup> bets = groups.stream()
                .flatMap(group -> Collections.nCopies((int) group.bets(), group).stream())
                .toList();
        for (WagerGroup bet : bets) {
            int payout = bet.payout().multiply(BigDecimal.valueOf(2)).intValueExact();
            double p = model.winProbability(bet.target());
            double[] next = new double[distribution.length + payout];
            for (int i = 0; i < distribution.length; i++) {
                next[i] += distribution[i] * (1 - p);
                next[i + payout] += distribution[i] * p;
            }
            distribution = next;
        }
        return distribution;
    }

    /** Without skewness the gamma distribution is the normal one: P(Z >= 1) = 0.158655. */
    @Test
    void withoutSkewnessItIsNormal() {
        List<WagerGroup> groups = List.of(group("1", "2.00", 500_000), group("2", "2.00", 500_000));
        BigDecimal oneDeviation = BigDecimal.valueOf(Math.sqrt(500_000 + 4 * 500_000));

        LuckProbability luck = LuckProbability.of(sums(groups, oneDeviation), FAIR);

        assertThat(luck.method()).isEqualTo(Method.SHIFTED_GAMMA);
        assertThat(luck.probability()).isCloseTo(0.158655, within(1e-6));
    }

    @Test
    void groupsThatAreTooManyFallBackToTheirSums() {
        Random random = new Random(3);
        List<WagerGroup> groups =
                Stream.generate(() -> randomBet(random)).limit(500).toList();

        LuckProbability luck = LuckProbability.of(groups, BigDecimal.ZERO, MODEL);

        assertThat(luck).isEqualTo(LuckProbability.of(sums(groups, BigDecimal.ZERO), MODEL));
        assertThat(luck.method()).isEqualTo(Method.SHIFTED_GAMMA);
    }

    @Test
    void whereNothingWasStakedThereIsNone() {
        assertThat(LuckProbability.of(WagerSums.NONE, MODEL)).isNull();
        assertThat(LuckProbability.of(List.of(), BigDecimal.ZERO, MODEL)).isNull();
        assertThat(LuckProbability.of(List.of(group("1", "2", 0)), BigDecimal.ZERO, MODEL))
                .isNull();
    }

    @Test
    void whereNothingCanBeWonLossIsCertain() {
        CrashModel hopeless = new CrashModel(1);
        List<WagerGroup> groups = List.of(group("1", "2", 5), group("2", "3", 5));

        assertThat(LuckProbability.of(sums(groups, new BigDecimal("-15")), hopeless)
                        .probability())
                .isEqualTo(1);
        assertThat(LuckProbability.of(sums(groups, new BigDecimal("-14")), hopeless)
                        .probability())
                .isZero();
        assertThat(LuckProbability.of(groups, new BigDecimal("-15"), hopeless).probability())
                .isEqualTo(1);
    }

    /** Two edges against the distribution on its lattice; one edge in parts is one set of bets. */
    @Test
    void ofBetsAtSeveralEdges() {
        CrashModel other = new CrashModel(0.1);
        List<WagerGroup> groups = List.of(group("1", "2.00", 100), group("2", "3.00", 100));
        double[] some = lattice(groups, MODEL);
        double[] others = lattice(groups, other);
        double[] both = new double[some.length + others.length - 1];
        for (int i = 0; i < some.length; i++) {
            for (int j = 0; j < others.length; j++) {
                both[i + j] += some[i] * others[j];
            }
        }
        // 600 staked; a profit of 0 pays out 600, in half units 1,200.
        double atLeast = Arrays.stream(both, 1_200, both.length).sum();

        LuckProbability luck = LuckProbability.of(List.of(part(groups, MODEL), part(groups, other)));

        assertThat(luck.method()).isEqualTo(Method.SHIFTED_GAMMA);
        assertThat(luck.probability()).isCloseTo(atLeast - both[1_200] / 2, within(0.005 + both[1_200] / 2));
        assertThat(LuckProbability.of(List.of(part(groups, MODEL), part(groups, new CrashModel(0.04)))))
                .isEqualTo(
                        LuckProbability.of(sums(groups, BigDecimal.ZERO).plus(sums(groups, BigDecimal.ZERO)), MODEL));
        assertThat(LuckProbability.of(List.of(
                        part(List.of(group("1", "2.00", 10)), MODEL), new LuckProbability.Part(WagerSums.NONE, other))))
                .isEqualTo(LuckProbability.of(sums(List.of(group("1", "2.00", 10)), BigDecimal.ZERO), MODEL));
        assertThat(LuckProbability.of(List.<LuckProbability.Part>of())).isNull();
    }

    private static LuckProbability.Part part(List<WagerGroup> groups, CrashModel model) {
        return new LuckProbability.Part(sums(groups, BigDecimal.ZERO), model);
    }

    private static WagerGroup group(String stake, String target, long bets) {
        return new WagerGroup(new BigDecimal(stake), new BigDecimal(target), bets);
    }

    private static WagerSums sums(List<WagerGroup> groups, BigDecimal profit) {
        return groups.stream()
                .map(group -> WagerSums.of(group, BigDecimal.ZERO))
                .reduce(WagerSums.NONE, WagerSums::plus)
                .withProfit(profit);
    }
}
