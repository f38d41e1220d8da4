package dev.crashanalytics.risk;

import dev.crashanalytics.query.QueryValues;
import dev.crashanalytics.stats.StatisticsRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The risk a session took. */
@Path("/api/v1/sessions/{session_id}/risk")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Statistics")
class SessionRiskResource {

    private final RiskService risk;

    SessionRiskResource(RiskService risk) {
        this.risk = risk;
    }

    /** 200 with the figures; 404 {@code session_not_found}; 422; 429. */
    @GET
    @Operation(
            summary = "The risk a session took",
            description = "Rounds run in the order of round_start_timestamp, round_number. Money is never added up over"
                    + " currencies: by_currency then holds it."
                    + " Where several bots have a session of this name, the one created last is meant.")
    public Uni<SessionRisk> session(
            @PathParam("session_id") String sessionId,
            @QueryParam("bot_id") @Parameter(description = "Whose session") String botId,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        return risk.session(
                sessionId,
                QueryValues.text("bot_id", botId, 50),
                StatisticsRange.of(from, to),
                QueryValues.text("currency", currency, 10));
    }
}
