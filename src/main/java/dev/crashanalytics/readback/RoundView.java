package dev.crashanalytics.readback;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A round as stored, under the names of its columns. Money is in {@code currency}, multipliers and confidences are
 * plain decimals, durations what their names say; {@code metadata} is the JSON as sent.
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection
record RoundView(
        Long id,
        String botId,
        String sessionId,
        String gameName,
        String platformCode,
        String roundExternalId,
        String currency,
        Long roundNumber,
        Instant roundStartTimestamp,
        Instant roundEndTimestamp,
        BigDecimal durationSeconds,
        BigDecimal processingTimeMs,
        BigDecimal stakeValue,
        BigDecimal stakeBeforeUpdate,
        BigDecimal stakeAfterUpdate,
        String strategyName,
        BigDecimal targetMultiplier,
        Boolean manualOverrideFlag,
        String stakePlacementResult,
        BigDecimal crashMultiplierDetected,
        BigDecimal cashoutMultiplier,
        BigDecimal finalMultiplier,
        String multiplierSource,
        BigDecimal cashoutAmount,
        BigDecimal profitLossAmount,
        BigDecimal runningBalanceBefore,
        BigDecimal runningBalanceAfter,
        BigDecimal expectedProfit,
        BigDecimal varianceFromStrategy,
        BigDecimal roiPercent,
        String ocrRawText,
        String ocrCleanedValue,
        BigDecimal multiplierDetectionConfidence,
        BigDecimal cashoutDetectionConfidence,
        Boolean ocrTimeoutFlag,
        String screenshotReferenceId,
        String roundOutcome,
        String errorType,
        String errorDescription,
        String recoveryActionTaken,
        Integer retryCount,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String metadata,
        Instant createdAt,
        Instant updatedAt) {}
