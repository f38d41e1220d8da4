package dev.crashanalytics.page;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryValues;
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

/** A session of any length in as many points as can be drawn. */
@Path("/api/v1/sessions/{session_id}/series")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(
        targets = {
            SessionSeriesResource.class,
            SessionSeries.class,
            SessionSeries.Before.class,
            SessionSeries.Buckets.class
        })
@Tag(name = "Series")
class SessionSeriesResource {

    private final PgSessionSeries sessions;

    SessionSeriesResource(PgSessionSeries sessions) {
        this.sessions = sessions;
    }

    /** 200 with the series, empty for a session without rounds; 404 {@code session_not_found}; 422. */
    @GET
    @Operation(
            summary = "A session by round number, in few points",
            description =
                    "Running profit, multipliers, stakes, wins, errors and confidence of reading, in buckets that keep"
                            + " their extremes. Where several bots have a session of this name, the one created last is meant.")
    public Uni<SessionSeries> session(
            @PathParam("session_id") String sessionId,
            @QueryParam("bot_id") @Parameter(description = "Whose session") String botId,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency,
            @QueryParam("from_round") @Parameter(description = "The lowest round number") String fromRound,
            @QueryParam("to_round") @Parameter(description = "The highest round number, included") String toRound,
            @QueryParam("points") @Parameter(description = "Buckets, 1 to 5,000; 1,000 unless sent") String points) {
        String bot = QueryValues.text("bot_id", botId, 50);
        String counted = QueryValues.text("currency", currency, 10);
        SeriesRange range = SeriesRange.of(fromRound, toRound, points);
        if (!QueryValues.isStorable(sessionId, 100)) {
            throw unknown();
        }
        return sessions.session(sessionId, bot)
                .onItem()
                .ifNull()
                .failWith(SessionSeriesResource::unknown)
                .chain(session -> sessions.series(session, counted, range));
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemCode.SESSION_NOT_FOUND, "There is no such session.");
    }
}
