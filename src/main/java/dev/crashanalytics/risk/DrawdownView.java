package dev.crashanalytics.risk;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.stats.model.CurvePoint;
import dev.crashanalytics.stats.model.Drawdown;
import dev.crashanalytics.stats.model.Equity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The deepest fall of the running profit, in money: the first of equal ones. It lasts until the profit is back at the peak,
 * or to the last round where it is not.
 *
 * @param depth from peak to trough, above 0
 * @param percent that by the balance at the peak, times 100; null where the balance is unknown
 * @param peakAt start of the last round at the peak; of the first round where it fell from the beginning
 * @param troughAt start of the first round at the trough
 * @param recovered whether the profit came back to the peak
 * @param recoveredAt start of the round with which it did; null where it did not, or that round is archived
 * @param roundsToTrough rounds of every outcome, from the peak on
 * @param rounds to the recovery or the end; null where the recovery is archived
 * @param seconds the same in time
 */
@JsonNaming(SnakeCaseStrategy.class)
record DrawdownView(
        BigDecimal depth,
        @Schema(nullable = true) BigDecimal percent,
        Instant peakAt,
        Instant troughAt,
        boolean recovered,
        @Schema(nullable = true) Instant recoveredAt,
        long roundsToTrough,
        BigDecimal secondsToTrough,
        @Schema(nullable = true) Long rounds,
        @Schema(nullable = true) BigDecimal seconds) {

    /**
     * The maximum drawdown of a curve; null where it never fell.
     *
     * @param recovery null where it did not recover, or nobody knows when
     */
    static DrawdownView of(Equity equity, CurvePoint recovery, BigDecimal initialBalance) {
        Drawdown drawdown = equity.maximumDrawdown();
        if (drawdown == null) {
            return null;
        }
        CurvePoint end = drawdown.recovered() ? recovery : equity.end();
        BigDecimal percent = drawdown.percentOf(initialBalance);
        return new DrawdownView(
                Decimals.canonical(drawdown.depth()),
                percent == null ? null : Decimals.canonical(percent),
                drawdown.peakAt().time(),
                drawdown.troughAt().time(),
                drawdown.recovered(),
                recovery == null ? null : recovery.time(),
                drawdown.roundsUntil(drawdown.troughAt()),
                seconds(drawdown.timeUntil(drawdown.troughAt())),
                end == null ? null : drawdown.roundsUntil(end),
                end == null ? null : seconds(drawdown.timeUntil(end)));
    }

    private static BigDecimal seconds(Duration duration) {
        return Decimals.canonical(
                BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9)));
    }
}
