package dev.crashanalytics.stats;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The newest rows of a game's multipliers: crashes, cash-outs and ticks of flights. Figures are null without rows.
 *
 * @param totalRecords rows looked at
 * @param percentile10 interpolated between the two nearest rows, as NumPy's default
 * @param crashes rows that are a round's crash
 * @param cashouts rows that are a round's cash-out
 */
@JsonNaming(SnakeCaseStrategy.class)
record MultiplierDistribution(
        String gameName,
        long totalRecords,
        @Schema(nullable = true) BigDecimal avgMultiplier,
        @Schema(nullable = true) BigDecimal minMultiplier,
        @Schema(nullable = true) BigDecimal maxMultiplier,

        @JsonProperty("percentile_10") @Schema(nullable = true)
        BigDecimal percentile10,

        @JsonProperty("percentile_50") @Schema(nullable = true)
        BigDecimal percentile50,

        @JsonProperty("percentile_90") @Schema(nullable = true)
        BigDecimal percentile90,

        long crashes,
        long cashouts) {}
