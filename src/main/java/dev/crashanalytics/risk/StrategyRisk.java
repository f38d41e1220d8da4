package dev.crashanalytics.risk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was risked in the rounds of a strategy, whichever bots played it.
 *
 * @param byCurrency where the rounds are in several currencies: the figures of each
 */
@JsonNaming(SnakeCaseStrategy.class)
record StrategyRisk(
        String strategy,
        @JsonUnwrapped RiskFigures figures,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(nullable = true)
        SortedMap<String, RiskFigures> byCurrency) {

    static StrategyRisk of(String strategy, RiskFindings found) {
        return new StrategyRisk(strategy, found.total(), found.parts());
    }
}
