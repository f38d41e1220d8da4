package dev.crashanalytics.bot;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A bot as registered, under the names of its columns; what was never said is null.
 *
 * @param sessionId the session it plays at the moment
 */
@JsonNaming(SnakeCaseStrategy.class)
record BotView(
        long id,
        String botId,
        String botName,
        String vmName,
        String vmProvider,
        String region,
        String sessionId,
        String strategyName,
        boolean isActive,
        BigDecimal initialBalance,
        BigDecimal baseStake,
        BigDecimal maxStake,
        Instant createdAt,
        Instant updatedAt) {

    static BotView of(BotEntity bot) {
        return new BotView(
                bot.id,
                bot.botId,
                bot.botName,
                bot.vmName,
                bot.vmProvider,
                bot.region,
                bot.sessionId,
                bot.strategyName,
                bot.isActive,
                bot.initialBalance,
                bot.baseStake,
                bot.maxStake,
                bot.createdAt,
                bot.updatedAt);
    }
}
