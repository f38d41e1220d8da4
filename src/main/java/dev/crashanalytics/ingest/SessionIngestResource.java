package dev.crashanalytics.ingest;

import dev.crashanalytics.session.SessionReads;
import dev.crashanalytics.session.SessionSummary;
import dev.crashanalytics.wire.FrameType;
import dev.crashanalytics.wire.ServerFrame;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Starts and ends of sessions; answered after the commit with the session's summary. Runs on the event loop. */
@Path("/api/v1/sessions")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Sessions")
class SessionIngestResource {

    private final RestIntake intake;
    private final SessionReads sessions;

    SessionIngestResource(RestIntake intake, SessionReads sessions) {
        this.intake = intake;
        this.sessions = sessions;
    }

    /** 201 with the summary, 200 where the session was open already; 409 {@code session_conflict}, 422. */
    @POST
    @Operation(summary = "Open a session", description = "Safe to repeat. Completes a session that a round has opened.")
    @APIResponse(
            responseCode = "201",
            description = "Opened",
            content = @Content(schema = @Schema(implementation = SessionSummary.class)))
    @APIResponse(responseCode = "200", description = "Open already, with the same facts")
    public Uni<Response> start(byte[] body) {
        return intake.log(body, FrameType.SESSION_START, Map.of())
                .flatMap(ack -> summary(ack)
                        .map(summary -> Response.status(ack.duplicate() ? 200 : 201)
                                .entity(summary)
                                .build()));
    }

    /** 200 with the summary; 404 {@code session_not_found}, 422. */
    @PATCH
    @Path("{session_id}")
    @Operation(
            summary = "Close a session",
            description = "Sets final_balance, status (completed unless sent) and notes.")
    public Uni<SessionSummary> close(
            @PathParam("session_id") String sessionId,
            @QueryParam("bot_id") @Parameter(description = "Whose session; else the one created last") String botId,
            byte[] body) {
        Map<String, String> addressed =
                botId == null ? Map.of("session_id", sessionId) : Map.of("session_id", sessionId, "bot_id", botId);
        return intake.log(body, FrameType.SESSION_CLOSE, addressed).flatMap(this::summary);
    }

    private Uni<SessionSummary> summary(ServerFrame.Ack ack) {
        return sessions.summary(ack.sessionId(), ack.botId(), null);
    }
}
