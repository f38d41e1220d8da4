package dev.crashanalytics.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the rounds of a strategy came to, whichever bots played it.
 *
 * @param byCurrency where the rounds are in several currencies: the figures of each
 */
@JsonNaming(SnakeCaseStrategy.class)
record StrategyPerformance(
        String strategy,
        @JsonUnwrapped RoundFigures figures,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(nullable = true)
        SortedMap<String, RoundFigures> byCurrency) {

    static StrategyPerformance of(String strategy, FiguresByCurrency figures) {
        return new StrategyPerformance(strategy, figures.total(), figures.parts());
    }
}
