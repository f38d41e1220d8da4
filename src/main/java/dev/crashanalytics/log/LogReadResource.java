package dev.crashanalytics.log;

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

/** What bots have logged beside their rounds, read back. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Logs")
class LogReadResource {

    private final LogReads logs;

    LogReadResource(LogReads logs) {
        this.logs = logs;
    }

    /** 200 with a page of errors, those logged last first; 422 without a bot_id. */
    @GET
    @Path("errors")
    @Operation(summary = "Errors of a bot, those logged last first")
    public Uni<Page<ErrorLogView>> errors(
            @QueryParam("bot_id") @Parameter(required = true) String botId,
            @QueryParam("session_id") String sessionId,
            @QueryParam("error_type") String kind,
            @QueryParam("from") @Parameter(description = "Earliest timestamp, inclusive") String from,
            @QueryParam("to") @Parameter(description = "Latest timestamp, exclusive") String to,
            @QueryParam("limit") @Parameter(description = "Rows a page, 1 to 1,000; 100 unless sent") String limit,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor) {
        LogFilter filter = filter(botId, sessionId, QueryValues.text("error_type", kind, 100), from, to);
        return logs.errors(filter, PageRequest.of("errors", limit, cursor, filter));
    }

    /** 200 with a page of readings, those logged last first; 422 without a bot_id. */
    @GET
    @Path("ocr-validations")
    @Operation(summary = "Readings of the screen of a bot, those logged last first")
    public Uni<Page<OcrValidationView>> ocrValidations(
            @QueryParam("bot_id") @Parameter(required = true) String botId,
            @QueryParam("session_id") String sessionId,
            @QueryParam("validation_status") String kind,
            @QueryParam("from") @Parameter(description = "Earliest timestamp, inclusive") String from,
            @QueryParam("to") @Parameter(description = "Latest timestamp, exclusive") String to,
            @QueryParam("limit") @Parameter(description = "Rows a page, 1 to 1,000; 100 unless sent") String limit,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor) {
        LogFilter filter = filter(botId, sessionId, QueryValues.text("validation_status", kind, 30), from, to);
        return logs.ocrValidations(filter, PageRequest.of("ocr-validations", limit, cursor, filter));
    }

    private static LogFilter filter(String botId, String sessionId, String kind, String from, String to) {
        Instant start = QueryValues.timestamp("from", from);
        Instant end = QueryValues.timestamp("to", to);
        QueryValues.range(start, end);
        return new LogFilter(
                QueryValues.required("bot_id", botId, 50),
                QueryValues.text("session_id", sessionId, 100),
                kind,
                start,
                end);
    }
}
