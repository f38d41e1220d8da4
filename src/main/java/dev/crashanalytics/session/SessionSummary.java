package dev.crashanalytics.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A session and how it stands at this moment.
 *
 * @param durationSeconds from the start to the end, or to the latest round while the session is live
 * @param finalBalance the balance the bot closed with, else the one after its highest round that has one
 * @param roiPercent total_profit_loss by the stakes of all rounds, times 100
 * @param winRate winning_rounds by total_rounds, 0..1
 * @param byCurrency where the rounds are in several currencies: the figures of each. The money keys above are
 *     then null, unless the call chose a currency
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SessionSummary(
        String sessionId,
        String botId,
        String gameName,
        String status,
        Instant startTime,
        Instant endTime,
        BigDecimal durationSeconds,
        BigDecimal initialBalance,
        BigDecimal finalBalance,
        BigDecimal totalProfitLoss,
        BigDecimal roiPercent,
        int totalRounds,
        int winningRounds,
        int losingRounds,
        BigDecimal winRate,
        BigDecimal largestWin,
        BigDecimal largestLoss,
        BigDecimal averageWin,
        BigDecimal averageLoss,
        String notes,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(nullable = true)
        SortedMap<String, SessionFigures> byCurrency) {

    /** Puts together what the session's row says and figures that may be those of one currency. */
    static SessionSummary of(
            SessionEntity session, SessionFigures figures, SortedMap<String, SessionFigures> byCurrency) {
        return new SessionSummary(
                session.sessionId,
                session.botId,
                session.gameName,
                session.status,
                session.startTime,
                session.endTime,
                session.durationSeconds,
                session.initialBalance,
                session.finalBalance,
                figures.totalProfitLoss(),
                figures.roiPercent(),
                figures.totalRounds(),
                figures.winningRounds(),
                figures.losingRounds(),
                figures.winRate(),
                figures.largestWin(),
                figures.largestLoss(),
                figures.averageWin(),
                figures.averageLoss(),
                session.notes,
                byCurrency);
    }
}
