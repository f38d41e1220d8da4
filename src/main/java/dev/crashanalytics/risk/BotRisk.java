package dev.crashanalytics.risk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a bot risked.
 *
 * @param byCurrency where the rounds are in several currencies: the figures of each
 */
@JsonNaming(SnakeCaseStrategy.class)
record BotRisk(
        String botId,
        @JsonUnwrapped RiskFigures figures,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(nullable = true)
        SortedMap<String, RiskFigures> byCurrency) {

    static BotRisk of(String botId, RiskFindings found) {
        return new BotRisk(botId, found.total(), found.parts());
    }
}
