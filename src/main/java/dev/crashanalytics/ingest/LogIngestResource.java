package dev.crashanalytics.ingest;

import dev.crashanalytics.wire.FrameType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Errors and readings of the screen; answered after the commit. Runs on the event loop. */
@Path("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Logs")
class LogIngestResource {

    private final RestIntake intake;

    LogIngestResource(RestIntake intake) {
        this.intake = intake;
    }

    /** 201 with the receipt, 200 where the event_id was stored before; 422. */
    @POST
    @Path("errors")
    @Operation(summary = "Log an error a bot met")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = RowReceipt.class)))
    public Uni<Response> logError(byte[] body) {
        return intake.log(body, FrameType.ERROR, Map.of()).map(RoundIngestResource::created);
    }

    /** 201 with the receipt, 200 where the event_id was stored before; 422. */
    @POST
    @Path("ocr-validations")
    @Operation(summary = "Log a reading of the screen")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = RowReceipt.class)))
    public Uni<Response> logOcrValidation(byte[] body) {
        return intake.log(body, FrameType.OCR_VALIDATION, Map.of()).map(RoundIngestResource::created);
    }
}
