package dev.crashanalytics.readback;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import dev.crashanalytics.query.QueryValues;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Rounds read back. */
@Path("/api/v1/rounds")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Rounds")
class RoundReadResource {

    private final RoundReads rounds;

    RoundReadResource(RoundReads rounds) {
        this.rounds = rounds;
    }

    /** 200 with the round; 404 {@code round_not_found}. */
    @GET
    @Path("{round_id}")
    @Operation(summary = "One round, as stored")
    public Uni<RoundView> get(
            @PathParam("round_id") @Parameter(description = "The id that logging it answered") String id) {
        return rounds.byId(roundId(id));
    }

    /** 200 with a page of rounds, those started last first. */
    @GET
    @Operation(
            summary = "Rounds, those started last first",
            description = "A session_id without a bot_id means the session of that name that was created last.")
    public Uni<Page<RoundView>> list(
            @QueryParam("bot_id") String botId,
            @QueryParam("session_id") String sessionId,
            @QueryParam("from") @Parameter(description = "Earliest round_start_timestamp, inclusive") String from,
            @QueryParam("to") @Parameter(description = "Latest round_start_timestamp, exclusive") String to,
            @QueryParam("limit") @Parameter(description = "Rounds a page, 1 to 1,000; 100 unless sent") String limit,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor) {
        Instant start = QueryValues.timestamp("from", from);
        Instant end = QueryValues.timestamp("to", to);
        QueryValues.range(start, end);
        RoundFilter filter = new RoundFilter(
                QueryValues.text("bot_id", botId, 50), QueryValues.text("session_id", sessionId, 100), start, end);
        return rounds.list(filter, PageRequest.of("rounds", limit, cursor, filter));
    }

    private static long roundId(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new ProblemException(ProblemCode.ROUND_NOT_FOUND, "A round's id is a whole number.");
        }
    }
}
