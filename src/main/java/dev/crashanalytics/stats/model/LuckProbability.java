package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The probability that bets gain what was observed, or more, by luck alone: when the crashes follow {@link CrashModel}
 * at the edge of the platform. A small one speaks for skill, or against the model; it is no probability that there is
 * skill.
 *
 * <p>Stakes and targets count as given. Those of a strategy that raises its stakes after losses tell of the results
 * already, and then the probability is only a guide; what the same bets would have gained at a stake of 1 each does not
 * have this flaw.
 *
 * @param probability P(profit &gt;= observed)
 */
public record LuckProbability(double probability, Method method) {

    /** Bets of which the same edge is stated. */
    public record Part(WagerSums wagers, CrashModel model) {}

    /** How the probability was found. */
    public enum Method {
        /** All bets have one stake and one target: the number of wins is binomial. */
        EXACT_BINOMIAL,

        /** The distribution of the profit of not too many bets, built up bet by bet. */
        EXACT_CONVOLUTION,

        /**
         * A gamma distribution, shifted and where need be mirrored, with the exact mean, variance and skewness of the
         * profit. The profit of long odds is skewed to the right, that of short odds to the left, which a normal
         * approximation does not see: its error is several times this one's. It smooths the steps of the true
         * distribution, so it is off by half the probability of the observed profit itself, which is small where bets
         * are many; beside that by less than 0.01 while the skewness is below 0.5. Above 1, a few bets at long odds
         * among others, it is a guess.
         *
         * <p>Source: H. L. Seal (1977), Approximations to Risk Theory's F(x, t) by Means of the Gamma Distribution,
         * ASTIN Bulletin 9.
         */
        SHIFTED_GAMMA
    }

    /** Below this the gamma distribution is the normal one, its limit. */
    private static final double NO_SKEWNESS = 1e-3;

    /**
     * From the sums alone: exact where all bets are alike, approximate otherwise.
     *
     * @return null without bets
     */
    public static LuckProbability of(WagerSums wagers, CrashModel model) {
        if (wagers.bets() == 0) {
            return null;
        }
        WagerGroup only = wagers.onlyGroup();
        if (only != null && only.bets() <= Integer.MAX_VALUE) {
            return new LuckProbability(binomial(only, wagers.profit(), model), Method.EXACT_BINOMIAL);
        }
        return new LuckProbability(gamma(wagers, model), Method.SHIFTED_GAMMA);
    }

    /**
     * From the bets by stake and target: exact also where they differ, if they are few enough.
     *
     * @param profit what all of them gained together
     * @return null without bets
     */
    public static LuckProbability of(Collection<WagerGroup> groups, BigDecimal profit, CrashModel model) {
        WagerSums wagers = groups.stream()
                .map(group -> WagerSums.of(group, BigDecimal.ZERO))
                .reduce(WagerSums.NONE, WagerSums::plus)
                .withProfit(profit);
        if (wagers.bets() == 0 || wagers.onlyGroup() != null) {
            return of(wagers, model);
        }
        ProfitDistribution distribution = ProfitDistribution.of(groups, model);
        return distribution == null
                ? of(wagers, model)
                : new LuckProbability(distribution.atLeast(profit), Method.EXACT_CONVOLUTION);
    }

    /**
     * From bets at several edges. Those of one edge are one part, for which the sums of its parts do; independent parts add
     * up their means, variances and third central moments, from which the approximation follows.
     *
     * @return null without bets
     */
    public static LuckProbability of(Collection<Part> parts) {
        List<Part> bets = parts.stream().filter(part -> part.wagers.bets() > 0).toList();
        if (bets.isEmpty()) {
            return null;
        }
        WagerSums all = bets.stream().map(Part::wagers).reduce(WagerSums.NONE, WagerSums::plus);
        CrashModel first = bets.get(0).model;
        if (bets.stream().allMatch(part -> part.model.equals(first))) {
            return of(all, first);
        }
        double expected = sum(bets, WagerSums::expectedProfit);
        double variance = sum(bets, WagerSums::variance);
        double third = sum(bets, WagerSums::thirdMoment);
        return new LuckProbability(gamma(all.profit().doubleValue() - expected, variance, third), Method.SHIFTED_GAMMA);
    }

    private static double sum(List<Part> parts, ToDoubleBiFunction<WagerSums, CrashModel> moment) {
        return parts.stream()
                .mapToDouble(part -> moment.applyAsDouble(part.wagers, part.model))
                .sum();
    }

    /** k wins of n gain s (k x - n), which is the profit or more from k = (profit + n s) / (s x) on. */
    private static double binomial(WagerGroup group, BigDecimal profit, CrashModel model) {
        BigDecimal wins = profit.add(group.stakes()).divide(group.payout(), 0, RoundingMode.CEILING);
        if (wins.signum() <= 0) {
            return 1;
        }
        if (wins.compareTo(BigDecimal.valueOf(group.bets())) > 0) {
            return 0;
        }
        return BinomialDistribution.of((int) group.bets(), model.winProbability(group.target()))
                .survivalProbability(wins.intValueExact() - 1);
    }

    private static double gamma(WagerSums wagers, CrashModel model) {
        double above = wagers.profit().doubleValue() - wagers.expectedProfit(model);
        return gamma(above, wagers.variance(model), wagers.thirdMoment(model));
    }

    /**
     * @param above the profit less its mean
     */
    private static double gamma(double above, double variance, double third) {
        if (variance <= 0) {
            return above <= 0 ? 1 : 0;
        }
        double z = above / Math.sqrt(variance);
        double skewness = third / Math.pow(variance, 1.5);
        if (Math.abs(skewness) < NO_SKEWNESS) {
            return NormalDistribution.of(0, 1).survivalProbability(z);
        }
        // A gamma variable of shape a and scale 1 has mean a, variance a and skewness 2 / sqrt(a).
        double shape = 4 / (skewness * skewness);
        GammaDistribution distribution = GammaDistribution.of(shape, 1);
        return skewness > 0
                ? distribution.survivalProbability(shape + z * Math.sqrt(shape))
                : distribution.cumulativeProbability(shape - z * Math.sqrt(shape));
    }
}
