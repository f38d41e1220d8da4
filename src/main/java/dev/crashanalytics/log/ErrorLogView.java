package dev.crashanalytics.log;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A failure that a bot reported, as stored; {@code roundId} and {@code sessionId} are null where it belongs to none. */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection
record ErrorLogView(
        Long id,
        Long roundId,
        String botId,
        String sessionId,
        String errorType,
        String errorMessage,
        String errorTrace,
        String recoveryAction,
        Instant timestamp) {}
