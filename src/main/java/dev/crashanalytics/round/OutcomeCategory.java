package dev.crashanalytics.round;

import java.math.BigDecimal;
import java.util.Locale;

/** What a round meant for the bot's balance; the first that fits, in this order. */
public enum OutcomeCategory {
    CATASTROPHIC_LOSS,
    BIG_WIN,
    SMALL_WIN,
    SMALL_LOSS,
    NEUTRAL;

    private static final BigDecimal CATASTROPHIC_SHARE = new BigDecimal("0.2");
    private static final BigDecimal BIG_ROI = new BigDecimal("100");

    /**
     * @param profit of the round
     * @param roiPercent profit by stake; null where nothing was staked
     * @param balanceBefore the balance it was played from; null where unknown
     */
    public static OutcomeCategory of(BigDecimal profit, BigDecimal roiPercent, BigDecimal balanceBefore) {
        boolean catastrophic = balanceBefore != null
                && profit.negate().compareTo(balanceBefore.multiply(CATASTROPHIC_SHARE)) > 0
                && profit.signum() < 0;
        if (catastrophic) {
            return CATASTROPHIC_LOSS;
        }
        if (roiPercent == null || roiPercent.signum() == 0) {
            return NEUTRAL;
        }
        if (roiPercent.compareTo(BIG_ROI) >= 0) {
            return BIG_WIN;
        }
        return roiPercent.signum() > 0 ? SMALL_WIN : SMALL_LOSS;
    }

    /** The value in the database and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
