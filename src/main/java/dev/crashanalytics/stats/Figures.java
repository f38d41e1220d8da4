package dev.crashanalytics.stats;

import java.math.BigDecimal;

/**
 * Sums and extremes over rounds, of one currency.
 *
 * @param stakes of all rounds, SKIP and ERROR included
 * @param profit of all rounds; losses are negative
 * @param profitSquared the sum of the squares of the profits
 * @param winProfit of the rounds won
 * @param lossProfit of the rounds lost, negative
 * @param largestWin the highest profit of a round won; null without any
 * @param largestLoss the lowest profit of a round lost; null without any
 * @param lowestProfit of any round; null without rounds
 * @param highestProfit of any round; null without rounds
 * @param multipliers rounds that have a final_multiplier
 * @param multiplierSum of those
 * @param lowestMultiplier of those; null without any
 * @param highestMultiplier of those; null without any
 */
record Figures(
        long rounds,
        long wins,
        long losses,
        long skips,
        long errors,
        BigDecimal stakes,
        BigDecimal profit,
        BigDecimal profitSquared,
        BigDecimal winProfit,
        BigDecimal lossProfit,
        BigDecimal largestWin,
        BigDecimal largestLoss,
        BigDecimal lowestProfit,
        BigDecimal highestProfit,
        long multipliers,
        BigDecimal multiplierSum,
        BigDecimal lowestMultiplier,
        BigDecimal highestMultiplier) {

    private static final BigDecimal ZERO = BigDecimal.ZERO;

    static final Figures NONE =
            new Figures(0, 0, 0, 0, 0, ZERO, ZERO, ZERO, ZERO, ZERO, null, null, null, null, 0, ZERO, null, null);

    /** These rounds and the others; the money is right only where both are of one currency. */
    Figures plus(Figures other) {
        return new Figures(
                rounds + other.rounds,
                wins + other.wins,
                losses + other.losses,
                skips + other.skips,
                errors + other.errors,
                stakes.add(other.stakes),
                profit.add(other.profit),
                profitSquared.add(other.profitSquared),
                winProfit.add(other.winProfit),
                lossProfit.add(other.lossProfit),
                greatest(largestWin, other.largestWin),
                least(largestLoss, other.largestLoss),
                least(lowestProfit, other.lowestProfit),
                greatest(highestProfit, other.highestProfit),
                multipliers + other.multipliers,
                multiplierSum.add(other.multiplierSum),
                least(lowestMultiplier, other.lowestMultiplier),
                greatest(highestMultiplier, other.highestMultiplier));
    }

    private static BigDecimal least(BigDecimal one, BigDecimal other) {
        return one == null || other == null ? (one == null ? other : one) : one.min(other);
    }

    private static BigDecimal greatest(BigDecimal one, BigDecimal other) {
        return one == null || other == null ? (one == null ? other : one) : one.max(other);
    }
}
