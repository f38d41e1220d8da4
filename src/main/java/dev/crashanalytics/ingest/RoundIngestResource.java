package dev.crashanalytics.ingest;

import dev.crashanalytics.wire.FrameType;
import dev.crashanalytics.wire.ServerFrame;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Rounds and what belongs to them, one a call; answered after the commit. Runs on the event loop. */
@Path("/api/v1/rounds")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Rounds")
class RoundIngestResource {

    private final RestIntake intake;

    RoundIngestResource(RestIntake intake) {
        this.intake = intake;
    }

    /** 201 with the receipt, 200 where the round was stored before; 409 {@code round_conflict}, 422. */
    @POST
    @Operation(
            summary = "Log a round",
            description = "Safe to repeat: a round is identified by bot_id, session_id and round_number.")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = RoundReceipt.class)))
    @APIResponse(responseCode = "200", description = "Stored before, with the same facts")
    public Uni<Response> log(byte[] body) {
        return intake.log(body, FrameType.ROUND, Map.of())
                .map(ack -> Response.status(ack.duplicate() ? 200 : 201)
                        .entity(RoundReceipt.of(ack))
                        .build());
    }

    /** 201 with the receipt, 200 where the event_id was stored before; 404 {@code round_not_found}, 422. */
    @POST
    @Path("{round_id}/multipliers")
    @Operation(summary = "Log a multiplier of a round: a tick, the crash or the cash-out")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = RowReceipt.class)))
    public Uni<Response> logMultiplier(@PathParam("round_id") String roundId, byte[] body) {
        return intake.log(body, FrameType.MULTIPLIER, address(roundId)).map(RoundIngestResource::created);
    }

    /** 201 with the receipt, 200 where the event_id was stored before; 404 {@code round_not_found}, 422. */
    @POST
    @Path("{round_id}/signals")
    @Operation(summary = "Log a signal about a round")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = RowReceipt.class)))
    public Uni<Response> logSignal(@PathParam("round_id") String roundId, byte[] body) {
        return intake.log(body, FrameType.SIGNAL, address(roundId)).map(RoundIngestResource::created);
    }

    /** 200 with the receipt; 404 {@code round_not_found}, 422. */
    @PUT
    @Path("{round_id}/outcome")
    @Operation(summary = "Replace the derived outcome of a round by the bot's own")
    public Uni<RowReceipt> putOutcome(@PathParam("round_id") String roundId, byte[] body) {
        return intake.log(body, FrameType.OUTCOME, address(roundId)).map(RowReceipt::of);
    }

    static Response created(ServerFrame.Ack ack) {
        return Response.status(ack.duplicate() ? 200 : 201)
                .entity(RowReceipt.of(ack))
                .build();
    }

    private static Map<String, String> address(String roundId) {
        return Map.of("round_id", roundId);
    }
}
