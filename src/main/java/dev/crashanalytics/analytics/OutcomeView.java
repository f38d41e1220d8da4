package dev.crashanalytics.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * How a round ended for its bot, as stored.
 *
 * @param isDerived whether the server made it of the round; false where the bot stated it
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection
record OutcomeView(
        Long id,
        long roundId,
        String botId,
        String sessionId,
        Long roundNumber,
        Instant timestamp,
        String gameName,
        String platformCode,
        String strategyName,
        String outcome,
        BigDecimal profitLoss,
        BigDecimal roiPercent,
        BigDecimal betAmount,
        BigDecimal winnings,
        BigDecimal lossAmount,
        BigDecimal targetMultiplier,
        BigDecimal actualMultiplier,
        BigDecimal multiplierError,
        Boolean hitTarget,
        Integer winStreakLength,
        Integer lossStreakLength,
        String outcomeCategory,
        BigDecimal durationSeconds,
        boolean isDerived) {}
