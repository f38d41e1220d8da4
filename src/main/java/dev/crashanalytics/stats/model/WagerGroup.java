package dev.crashanalytics.stats.model;

import java.math.BigDecimal;

/**
 * Bets of one stake at one target.
 *
 * @param stake above 0
 * @param target above 1
 * @param bets at least 0
 */
public record WagerGroup(BigDecimal stake, BigDecimal target, long bets) {

    public WagerGroup {
        if (stake.signum() <= 0 || target.compareTo(BigDecimal.ONE) <= 0 || bets < 0) {
            throw new IllegalArgumentException(bets + " bets of " + stake + " at " + target);
        }
    }

    /** What one bet returns when it is won: stake times target. */
    BigDecimal payout() {
        return stake.multiply(target);
    }

    BigDecimal payouts() {
        return payout().multiply(BigDecimal.valueOf(bets));
    }

    BigDecimal stakes() {
        return stake.multiply(BigDecimal.valueOf(bets));
    }
}
