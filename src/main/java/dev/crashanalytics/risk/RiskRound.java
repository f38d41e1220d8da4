package dev.crashanalytics.risk;

import dev.crashanalytics.stats.GamePlatform;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What of a round the risk figures are made from.
 *
 * @param sessionId where rounds are told apart by it, else null
 * @param target null where none is stated
 * @param cashout null where there was none
 * @param crash null where it is unknown
 */
record RiskRound(
        String sessionId,
        Instant start,
        String currency,
        GamePlatform platform,
        String outcome,
        BigDecimal stake,
        BigDecimal target,
        BigDecimal cashout,
        BigDecimal crash,
        BigDecimal profit) {

    boolean isWin() {
        return outcome.equals("WIN");
    }

    boolean isLoss() {
        return outcome.equals("LOSS");
    }

    /** Whether something was at stake; SKIP and ERROR are watched. */
    boolean isPlayed() {
        return isWin() || isLoss();
    }
}
