package dev.crashanalytics.round;

import java.math.BigDecimal;

/** How a round ended for the bot. SKIP: it watched; ERROR: it could not play. */
public enum Outcome {
    WIN,
    LOSS,
    SKIP,
    ERROR;

    /** Whether a stake was at risk: only then is a stake required, and only then does a streak move. */
    public boolean played() {
        return this == WIN || this == LOSS;
    }

    /** What the bot gains or loses where it did not say: (cash-out - 1) x stake, -stake, or nothing. */
    BigDecimal profit(BigDecimal stake, BigDecimal cashout) {
        return switch (this) {
            case WIN -> cashout.subtract(BigDecimal.ONE).multiply(stake);
            case LOSS -> stake.negate();
            case SKIP, ERROR -> BigDecimal.ZERO;
        };
    }
}
