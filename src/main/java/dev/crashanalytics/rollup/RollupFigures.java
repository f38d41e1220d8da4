package dev.crashanalytics.rollup;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.Outcome;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundRules;
import java.math.BigDecimal;

/** Sums and extremes over rounds of one key, added up exactly. Mutable; for one thread. */
public final class RollupFigures {

    private long rounds;
    private final long[] outcomes = new long[Outcome.values().length];
    private BigDecimal stakes = BigDecimal.ZERO;
    private BigDecimal profit = BigDecimal.ZERO;
    private BigDecimal profitSquared = BigDecimal.ZERO;
    private BigDecimal winProfit = BigDecimal.ZERO;
    private BigDecimal lossProfit = BigDecimal.ZERO;
    private BigDecimal largestWin;
    private BigDecimal largestLoss;
    private BigDecimal lowestProfit;
    private BigDecimal highestProfit;
    private long multipliers;
    private BigDecimal multiplierSum = BigDecimal.ZERO;
    private BigDecimal lowestMultiplier;
    private BigDecimal highestMultiplier;

    /** Counts a complete round. */
    void add(Facts<RoundFact> round) {
        Outcome outcome = RoundRules.outcome(round);
        BigDecimal gained = round.decimal(RoundFact.PROFIT_LOSS_AMOUNT);
        rounds++;
        outcomes[outcome.ordinal()]++;
        stakes = stakes.add(round.decimal(RoundFact.STAKE_VALUE));
        profit = profit.add(gained);
        profitSquared = profitSquared.add(gained.multiply(gained));
        lowestProfit = least(lowestProfit, gained);
        highestProfit = greatest(highestProfit, gained);
        if (outcome == Outcome.WIN) {
            winProfit = winProfit.add(gained);
            largestWin = greatest(largestWin, gained);
        } else if (outcome == Outcome.LOSS) {
            lossProfit = lossProfit.add(gained);
            largestLoss = least(largestLoss, gained);
        }
        if (round.has(RoundFact.FINAL_MULTIPLIER)) {
            addMultiplier(round.decimal(RoundFact.FINAL_MULTIPLIER));
        }
    }

    private void addMultiplier(BigDecimal multiplier) {
        multipliers++;
        multiplierSum = multiplierSum.add(multiplier);
        lowestMultiplier = least(lowestMultiplier, multiplier);
        highestMultiplier = greatest(highestMultiplier, multiplier);
    }

    /** Rounds of every outcome. */
    public long rounds() {
        return rounds;
    }

    public long count(Outcome outcome) {
        return outcomes[outcome.ordinal()];
    }

    /** The stakes of all rounds. */
    public BigDecimal stakes() {
        return stakes;
    }

    /** The profit of all rounds; losses are negative. */
    public BigDecimal profit() {
        return profit;
    }

    /** The sum of the squares of the profits. */
    public BigDecimal profitSquared() {
        return profitSquared;
    }

    /** The profit of the rounds won. */
    public BigDecimal winProfit() {
        return winProfit;
    }

    /** The profit of the rounds lost. */
    public BigDecimal lossProfit() {
        return lossProfit;
    }

    /** The highest profit of a round won; null without any. */
    public BigDecimal largestWin() {
        return largestWin;
    }

    /** The lowest profit of a round lost; null without any. */
    public BigDecimal largestLoss() {
        return largestLoss;
    }

    /** The lowest profit of any round. */
    public BigDecimal lowestProfit() {
        return lowestProfit;
    }

    /** The highest profit of any round. */
    public BigDecimal highestProfit() {
        return highestProfit;
    }

    /** Rounds that have a final_multiplier. */
    public long multipliers() {
        return multipliers;
    }

    /** The sum of final_multiplier. */
    public BigDecimal multiplierSum() {
        return multiplierSum;
    }

    /** The lowest final_multiplier; null without any. */
    public BigDecimal lowestMultiplier() {
        return lowestMultiplier;
    }

    /** The highest final_multiplier; null without any. */
    public BigDecimal highestMultiplier() {
        return highestMultiplier;
    }

    private static BigDecimal least(BigDecimal known, BigDecimal other) {
        return known == null ? other : known.min(other);
    }

    private static BigDecimal greatest(BigDecimal known, BigDecimal other) {
        return known == null ? other : known.max(other);
    }
}
