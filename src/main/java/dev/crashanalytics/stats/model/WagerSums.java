package dev.crashanalytics.stats.model;

import java.math.BigDecimal;

/**
 * Sums over bets, of one currency, from which the distribution of their profit under {@link CrashModel} follows
 * whatever the edge. A bet of stake s at target x gains s (x - 1) with probability c / x, c = 1 - e, and loses s
 * otherwise. So the profit of independent bets has
 * <pre>
 *   mean                  -e sum(s)
 *   variance              c sum(s² x) - c² sum(s²)
 *   third central moment  c sum(s³ x²) - 3 c² sum(s³ x) + 2 c³ sum(s³)
 * </pre>
 * (moments of a Bernoulli variable: N. L. Johnson, A. W. Kemp, S. Kotz (2005), Univariate Discrete Distributions).
 *
 * <p>A bet without a known target has to stay out, whether won or lost, and its profit with it: to count the won ones,
 * whose target one could guess from the cash-out, and not the lost ones, would make up luck.
 *
 * @param bets how many
 * @param profit what they gained, as observed
 * @param stakes sum of s
 * @param squares sum of s²
 * @param squaresByTarget sum of s² x
 * @param cubes sum of s³
 * @param cubesByTarget sum of s³ x
 * @param cubesByTargetSquared sum of s³ x²
 * @param least the smallest stake and the smallest target, not of one bet in general; null without bets
 * @param greatest the largest ones; null without bets
 */
public record WagerSums(
        long bets,
        BigDecimal profit,
        BigDecimal stakes,
        BigDecimal squares,
        BigDecimal squaresByTarget,
        BigDecimal cubes,
        BigDecimal cubesByTarget,
        BigDecimal cubesByTargetSquared,
        Extreme least,
        Extreme greatest) {

    public static final WagerSums NONE = new WagerSums(
            0,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            null,
            null);

    /** The extreme stake and the extreme target of some bets. */
    public record Extreme(BigDecimal stake, BigDecimal target) {

        private static Extreme least(Extreme some, Extreme other) {
            return new Extreme(some.stake.min(other.stake), some.target.min(other.target));
        }

        private static Extreme greatest(Extreme some, Extreme other) {
            return new Extreme(some.stake.max(other.stake), some.target.max(other.target));
        }
    }

    /**
     * The sums of the bets of one group.
     *
     * @param profit what all of them gained together
     */
    public static WagerSums of(WagerGroup group, BigDecimal profit) {
        if (group.bets() == 0) {
            return NONE;
        }
        BigDecimal bets = BigDecimal.valueOf(group.bets());
        BigDecimal stake = group.stake();
        BigDecimal target = group.target();
        BigDecimal squares = bets.multiply(stake.pow(2));
        BigDecimal cubes = bets.multiply(stake.pow(3));
        Extreme only = new Extreme(stake, target);
        return new WagerSums(
                group.bets(),
                profit,
                bets.multiply(stake),
                squares,
                squares.multiply(target),
                cubes,
                cubes.multiply(target),
                cubes.multiply(target.pow(2)),
                only,
                only);
    }

    /** The sums of one bet. */
    public static WagerSums of(BigDecimal stake, BigDecimal target, BigDecimal profit) {
        return of(new WagerGroup(stake, target, 1), profit);
    }

    /** The sums of these bets and the others. */
    public WagerSums plus(WagerSums other) {
        if (bets == 0) {
            return other;
        }
        return other.bets == 0 ? this : added(other);
    }

    private WagerSums added(WagerSums other) {
        return new WagerSums(
                bets + other.bets,
                profit.add(other.profit),
                stakes.add(other.stakes),
                squares.add(other.squares),
                squaresByTarget.add(other.squaresByTarget),
                cubes.add(other.cubes),
                cubesByTarget.add(other.cubesByTarget),
                cubesByTargetSquared.add(other.cubesByTargetSquared),
                Extreme.least(least, other.least),
                Extreme.greatest(greatest, other.greatest));
    }

    /** The same bets, with another profit. */
    public WagerSums withProfit(BigDecimal observed) {
        return new WagerSums(
                bets,
                observed,
                stakes,
                squares,
                squaresByTarget,
                cubes,
                cubesByTarget,
                cubesByTargetSquared,
                least,
                greatest);
    }

    /** The bets as one group, where all have the same stake and target; null otherwise, and without bets. */
    WagerGroup onlyGroup() {
        boolean alike =
                bets > 0 && least.stake.compareTo(greatest.stake) == 0 && least.target.compareTo(greatest.target) == 0;
        return alike ? new WagerGroup(least.stake, least.target, bets) : null;
    }

    /** -e sum(s): what the bets gain on average. */
    public double expectedProfit(CrashModel model) {
        return -model.edge() * stakes.doubleValue();
    }

    /** The variance of the profit. */
    public double variance(CrashModel model) {
        double c = model.returnToPlayer();
        return c * squaresByTarget.doubleValue() - c * c * squares.doubleValue();
    }

    /** The third central moment of the profit by the cube of its standard deviation; 0 where nothing varies. */
    public double skewness(CrashModel model) {
        double variance = variance(model);
        return variance <= 0 ? 0 : thirdMoment(model) / Math.pow(variance, 1.5);
    }

    /** The third central moment of the profit. */
    double thirdMoment(CrashModel model) {
        double c = model.returnToPlayer();
        return c * cubesByTargetSquared.doubleValue()
                - 3 * c * c * cubesByTarget.doubleValue()
                + 2 * c * c * c * cubes.doubleValue();
    }
}
