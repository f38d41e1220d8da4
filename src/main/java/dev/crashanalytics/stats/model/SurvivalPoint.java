package dev.crashanalytics.stats.model;

import java.math.BigDecimal;

/**
 * How many rounds reached a multiplier x, and what that says of the house edge there. With p = P(X &gt;= x), a bet of 1
 * at target x returns x with probability p: its expectation is x p - 1, and the edge 1 - x p. In {@link CrashModel} the
 * edge is the same at every x. Its interval is that of p, mapped: the map is monotone, so the confidence stays.
 *
 * <p>Fits the crashes of a game (rounds that reached x) as well as the bets of a bot at target x (bets won).
 *
 * @param multiplier x
 * @param reached the rounds with X &gt;= x, of all rounds
 */
public record SurvivalPoint(BigDecimal multiplier, Proportion reached) {

    /** 1 - x p; null without rounds. */
    public Double houseEdge() {
        return reached.trials() == 0 ? null : 1 - multiplier.doubleValue() * reached.estimate();
    }

    /** Where the house edge lies at this multiplier; null without rounds. */
    public Interval houseEdgeInterval() {
        return reached.trials() == 0 ? null : reached.interval().linear(1, -multiplier.doubleValue());
    }

    /** x p - 1: the profit of a bet of 1 at this target, on average; null without rounds. */
    public Double expectation() {
        return reached.trials() == 0 ? null : multiplier.doubleValue() * reached.estimate() - 1;
    }

    /** Where the expectation lies; null without rounds. */
    public Interval expectationInterval() {
        return reached.trials() == 0 ? null : reached.interval().linear(-1, multiplier.doubleValue());
    }
}
