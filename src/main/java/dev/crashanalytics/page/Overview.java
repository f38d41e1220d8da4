package dev.crashanalytics.page;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Sessions at a glance, all as they stood at one moment.
 *
 * @param epoch with {@code offset}: the {@code since} with which a subscriber of topic {@code all} sees what comes after
 * @param totalSessions how many there are, shown or not
 * @param roundsLastMinute rounds of all sessions that started in the last 60 seconds
 * @param items active sessions first, then those created last
 */
@JsonNaming(SnakeCaseStrategy.class)
record Overview(String epoch, long offset, long totalSessions, long roundsLastMinute, List<Item> items) {

    /**
     * One session.
     *
     * @param platformCode of the latest round; null without rounds
     * @param strategyName of the latest round, else the bot's
     * @param finalBalance as a session's summary has it
     * @param winStreak rounds won in a row at the end, by round number
     * @param byCurrency sums of each currency played in; archived rounds count
     * @param recent the latest 100 rounds
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Item(
            String botId,
            String sessionId,
            String gameName,
            @Schema(nullable = true) String platformCode,
            @Schema(nullable = true) String strategyName,
            String status,
            Instant startTime,
            @Schema(nullable = true) BigDecimal initialBalance,
            @Schema(nullable = true) BigDecimal finalBalance,
            int totalRounds,
            int winningRounds,
            int losingRounds,
            int winStreak,
            int lossStreak,
            @Schema(nullable = true) Long lastRoundNumber,
            @Schema(nullable = true) Instant lastRoundAt,
            SortedMap<String, CurrencySums> byCurrency,
            Recent recent) {}

    /**
     * The latest rounds by round number, the last one last; lists of equal length.
     *
     * @param multiplier the crash, else the final multiplier; null where neither is known
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Recent(
            List<Long> roundNumber, List<BigDecimal> profitLoss, List<BigDecimal> multiplier, List<String> outcome) {}
}
