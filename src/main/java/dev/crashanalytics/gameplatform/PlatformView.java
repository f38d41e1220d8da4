package dev.crashanalytics.gameplatform;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A game on a platform.
 *
 * @param currency of rounds that name none
 * @param houseEdgePercent what the platform states, 0 to below 100
 */
@JsonNaming(SnakeCaseStrategy.class)
record PlatformView(
        long id,
        String gameName,
        String platformCode,
        String platformUrl,
        String roundExternalIdFormat,
        String currency,
        BigDecimal houseEdgePercent,
        BigDecimal minMultiplier,
        BigDecimal maxMultiplier,
        boolean isActive,
        Instant createdAt) {

    static PlatformView of(PlatformEntity platform) {
        return new PlatformView(
                platform.id,
                platform.gameName,
                platform.platformCode,
                platform.platformUrl,
                platform.roundExternalIdFormat,
                platform.currency,
                platform.houseEdgePercent,
                platform.minMultiplier,
                platform.maxMultiplier,
                platform.isActive,
                platform.createdAt);
    }
}
