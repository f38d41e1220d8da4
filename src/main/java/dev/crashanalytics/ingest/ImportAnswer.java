package dev.crashanalytics.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.crashanalytics.history.ImportLine;
import dev.crashanalytics.history.ImportReader;
import dev.crashanalytics.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client is told of its import: as NDJSON each rejected line when it is found, or as JSON one report at the end, with
 * the first rejected lines only, since nobody reads an answer before it has sent everything. For one event loop.
 */
final class ImportAnswer {

    private static final JsonFactory JSON = new JsonFactory();

    /** So many lines between two words about how far it is. */
    private static final long PROGRESS_EVERY = 5_000;

    private final RoutingContext call;
    private final ImportRequest request;
    private final int maxRejected;
    private final List<String> rejected = new ArrayList<>();
    private long told;

    ImportAnswer(RoutingContext call, ImportRequest request, int maxRejected) {
        this.call = call;
        this.request = request;
        this.maxRejected = maxRejected;
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** Whether the client has left so much unread that nothing must be added. */
    boolean isFull() {
        return response().writeQueueFull();
    }

    /** Calls {@code action} once, when it has read on. */
    void whenRead(Runnable action) {
        response().drainHandler(room -> {
            response().drainHandler(null);
            action.run();
        });
    }

    boolean isOver() {
        return response().ended() || response().closed();
    }

    void rejected(ImportLine line, Refusal refusal) {
        if (request.isStreamed()) {
            event("rejected", json -> ImportTally.write(line, refusal, json));
        } else if (rejected.size() < maxRejected) {
            rejected.add(object(json -> ImportTally.write(line, refusal, json)));
        }
    }

    /** Says how far it is, now and then. */
    void progress(ImportTally tally, long answered) {
        if (request.isStreamed() && answered - told >= PROGRESS_EVERY) {
            told = answered;
            event("progress", tally::write);
        }
    }

    void report(ImportTally tally, ImportReader reader, List<ImportFinding> findings) {
        if (request.isStreamed()) {
            event("report", json -> {
                tally.writeReport(request, reader, json);
                ImportFinding.write(findings, json);
            });
            response().end();
            return;
        }
        response().putHeader("Content-Type", "application/json").end(object(json -> {
            tally.writeReport(request, reader, json);
            ImportFinding.write(findings, json);
            json.writeArrayFieldStart("rejected_lines");
            for (String line : rejected) {
                json.writeRawValue(line);
            }
            json.writeEndArray();
        }));
    }

    /** Ends it before its time; what was stored, stays. */
    void failed(Refusal refusal, ImportTally tally) {
        if (!response().headWritten()) {
            ImportRoute.refuse(call, refusal);
            return;
        }
        event("failed", json -> {
            json.writeStringField("code", refusal.code().wireName());
            json.writeStringField("detail", refusal.detail());
            json.writeBooleanField("retryable", refusal.code().retryable());
            tally.write(json);
        });
        response().end();
        call.request().handler(dropped -> {}).resume();
    }

    private void event(String type, Body body) {
        if (!response().headWritten()) {
            response().putHeader("Content-Type", "application/x-ndjson").setChunked(true);
        }
        response()
                .write(Buffer.buffer(object(json -> {
                            json.writeStringField("type", type);
                            body.write(json);
                        })
                        + "\n"));
    }

    private HttpServerResponse response() {
        return call.response();
    }

    private static String object(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }
}
