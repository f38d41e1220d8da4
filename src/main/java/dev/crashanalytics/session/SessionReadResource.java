package dev.crashanalytics.session;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sessions read back, with figures that are right at every moment of a live session. */
@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Sessions")
class SessionReadResource {

    private final SessionReads sessions;

    SessionReadResource(SessionReads sessions) {
        this.sessions = sessions;
    }

    /** 200 with the summary; 404 {@code session_not_found}. */
    @GET
    @Path("{session_id}")
    @Operation(
            summary = "A session's summary",
            description = "Where several bots have a session of this name, the one created last is meant.")
    public Uni<SessionSummary> get(
            @PathParam("session_id") String sessionId,
            @QueryParam("bot_id") @Parameter(description = "Whose session") String botId,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        return sessions.summary(
                sessionId, QueryValues.text("bot_id", botId, 50), QueryValues.text("currency", currency, 10));
    }

    /** 200 with a page of summaries, the sessions created last first. */
    @GET
    @Operation(summary = "Sessions, those created last first")
    public Uni<Page<SessionSummary>> list(
            @QueryParam("bot_id") String botId,
            @QueryParam("status") @Parameter(description = "active, completed, error or interrupted") String status,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency,
            @QueryParam("limit") @Parameter(description = "Sessions a page, 1 to 1,000; 100 unless sent") String limit,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor) {
        String bot = QueryValues.text("bot_id", botId, 50);
        String state = QueryValues.oneOf("status", status, "active", "completed", "error", "interrupted");
        String counted = QueryValues.text("currency", currency, 10);
        return sessions.list(bot, state, counted, PageRequest.of("sessions", limit, cursor, bot, state, counted));
    }
}
