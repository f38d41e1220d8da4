package dev.crashanalytics.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the rounds of a game came to.
 *
 * @param platformCode the platform asked for; null for all
 * @param totalBots bots with a round in it
 * @param bots how many rounds each of them has
 * @param byCurrency where the rounds are in several currencies: the figures of each
 */
@JsonNaming(SnakeCaseStrategy.class)
record GameStatistics(
        String gameName,
        @Schema(nullable = true) String platformCode,
        int totalBots,
        @JsonUnwrapped RoundFigures figures,
        SortedMap<String, Long> bots,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(nullable = true)
        SortedMap<String, RoundFigures> byCurrency) {

    static GameStatistics of(Scope game, List<SumRow> rows) {
        SortedMap<String, Long> bots = new TreeMap<>();
        rows.forEach(row -> bots.merge(row.botId(), row.figures().rounds(), Long::sum));
        FiguresByCurrency figures = FiguresByCurrency.of(rows);
        return new GameStatistics(
                game.name(), game.platformCode(), bots.size(), figures.total(), bots, figures.parts());
    }
}
