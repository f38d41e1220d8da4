package dev.crashanalytics.page;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The deepest falls of sessions, all as they stood at one moment.
 *
 * @param offset of the feed at that moment
 */
@JsonNaming(SnakeCaseStrategy.class)
record Drawdowns(String epoch, long offset, List<Item> items) {

    /**
     * The running profit of a session over the rounds that are stored, by round number. The three are null for a session in
     * several currencies, and for one whose rounds this call did not get to: it reads 2,000,000 at most, and the next one the rest.
     *
     * @param profit at the end
     * @param peak the highest, at least 0
     * @param depth the deepest fall from a peak; 0 where it never fell
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Item(
            String botId,
            String sessionId,
            @Schema(nullable = true) BigDecimal profit,
            @Schema(nullable = true) BigDecimal peak,
            @Schema(nullable = true) BigDecimal depth) {}
}
