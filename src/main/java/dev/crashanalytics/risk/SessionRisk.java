package dev.crashanalytics.risk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a session risked.
 *
 * @param byCurrency where the rounds are in several currencies: the figures of each
 */
@JsonNaming(SnakeCaseStrategy.class)
record SessionRisk(
        String sessionId,
        String botId,
        @JsonUnwrapped RiskFigures figures,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(nullable = true)
        SortedMap<String, RiskFigures> byCurrency) {

    static SessionRisk of(RiskSession session, RiskFindings found) {
        return new SessionRisk(session.sessionId(), session.botId(), found.total(), found.parts());
    }
}
