package dev.crashanalytics.analytics;

import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import dev.crashanalytics.query.QueryValues;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Outcomes read back. */
@Path("/api/v1/outcomes")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Rounds")
class OutcomeReadResource {

    private final OutcomeReads outcomes;

    OutcomeReadResource(OutcomeReads outcomes) {
        this.outcomes = outcomes;
    }

    /** 200 with a page of outcomes, session by session, in the order of their rounds; 422 without a bot_id. */
    @GET
    @Operation(
            summary = "Outcomes of a bot's rounds, session by session",
            description = "Derived by the server, or as the bot stated them; streaks and categories among them.")
    public Uni<Page<OutcomeView>> list(
            @QueryParam("bot_id") @Parameter(required = true) String botId,
            @QueryParam("session_id") String sessionId,
            @QueryParam("from") @Parameter(description = "Earliest timestamp, that of the round, inclusive")
                    String from,
            @QueryParam("to") @Parameter(description = "Latest timestamp, that of the round, exclusive") String to,
            @QueryParam("limit") @Parameter(description = "Rows a page, 1 to 1,000; 100 unless sent") String limit,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor) {
        Instant start = QueryValues.timestamp("from", from);
        Instant end = QueryValues.timestamp("to", to);
        QueryValues.range(start, end);
        OutcomeFilter filter = new OutcomeFilter(
                QueryValues.required("bot_id", botId, 50), QueryValues.text("session_id", sessionId, 100), start, end);
        return outcomes.list(filter, PageRequest.of("outcomes", limit, cursor, filter));
    }
}
