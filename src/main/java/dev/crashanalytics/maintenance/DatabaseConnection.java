package dev.crashanalytics.maintenance;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether the database answers.
 *
 * @param latencyMs a round trip to it in milliseconds, with the wait for a connection; null where it does not answer
 */
@JsonNaming(SnakeCaseStrategy.class)
record DatabaseConnection(boolean connected, BigDecimal latencyMs) {

    /** Decimals of a millisecond that are shown. */
    private static final int SCALE = 3;

    static final DatabaseConnection LOST = new DatabaseConnection(false, null);

    static DatabaseConnection after(Duration latency) {
        return new DatabaseConnection(
                true, BigDecimal.valueOf(TimeUnit.NANOSECONDS.toMicros(latency.toNanos()), SCALE));
    }
}
