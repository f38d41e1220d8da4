package dev.crashanalytics.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a bot's rounds came to.
 *
 * @param byCurrency where the rounds are in several currencies: the figures of each
 */
@JsonNaming(SnakeCaseStrategy.class)
record BotStatistics(
        String botId,
        @JsonUnwrapped RoundFigures figures,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(nullable = true)
        SortedMap<String, RoundFigures> byCurrency) {

    static BotStatistics of(String botId, FiguresByCurrency figures) {
        return new BotStatistics(botId, figures.total(), figures.parts());
    }
}
