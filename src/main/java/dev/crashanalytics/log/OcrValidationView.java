package dev.crashanalytics.log;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A reading of the screen, as stored; {@code roundId} and {@code sessionId} are null where it belongs to none.
 *
 * @param confidence from 0 to 1
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection
record OcrValidationView(
        Long id,
        Long roundId,
        String botId,
        String sessionId,
        String rawOcrText,
        String cleanedValue,
        BigDecimal confidence,
        String validationStatus,
        Instant timestamp) {}
