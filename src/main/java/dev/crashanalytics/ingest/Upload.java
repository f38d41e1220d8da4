package dev.crashanalytics.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemResponse;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.wire.ClientFrame;
import dev.crashanalytics.wire.ClientFrames;
import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.ItemSplitter;
import dev.crashanalytics.wire.MalformedJsonException;
import dev.crashanalytics.wire.ServerFrame;
import dev.crashanalytics.wire.ServerFrames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One POST /rounds/batch: items go into the pipeline as they arrive, the body is never held whole, and while the pipeline
 * is full it is not read. Only the answers are kept, until the last item is answered; then they are written as fast as the
 * client reads. Lives on the request's event loop.
 */
final class Upload {

    private static final Logger LOG = Logger.getLogger(Upload.class);

    private static final JsonFactory JSON = new JsonFactory();

    /** Beyond the limit items are refused one by one; beyond this many times the limit the upload is refused. */
    private static final int HOPELESS = 20;

    private static final int ANSWERS_A_CHUNK = 500;

    private static final String END = "]}";

    /** What a client may go on sending after its upload was refused. */
    private static final int DROPPED_BYTES = 64 << 20;

    private static final int DROPPED_MILLISECONDS = 30_000;

    private final Vertx vertx;
    private final Context context;
    private final RoutingContext routing;
    private final Intake intake;
    private final IngestConfig config;
    private final ItemSplitter splitter;
    private final List<ServerFrame.Answer> answers = new ArrayList<>();
    /** One stands for the end of the body. */
    private final MissingAnswers missing = new MissingAnswers(1);

    private final ServerFrame.Error tooMany;

    private int accepted;
    private int duplicates;

    Upload(Vertx vertx, RoutingContext routing, Intake intake, IngestConfig config) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.routing = routing;
        this.intake = intake;
        this.config = config;
        this.splitter = new ItemSplitter((int) config.maxMessageBytes().asLongValue());
        this.tooMany = new ServerFrame.Error(
                ClientId.NONE,
                new Refusal(
                        ProblemCode.TOO_MANY_ITEMS,
                        "an upload takes at most " + config.maxItemsPerUpload() + " items; send the rest in another"));
    }

    void start() {
        HttpServerRequest request = routing.request();
        request.handler(bytes -> orFail(() -> take(splitter.feed(bytes))));
        request.endHandler(ended -> orFail(this::end));
        request.resume();
    }

    /** Outside of the router's reach a bug would leave the client without an answer. */
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error bug) {
            fail(bug);
        }
    }

    private void take(List<ItemSplitter.Item> items) {
        if (items.isEmpty() || routing.response().ended()) {
            return;
        }
        if (answers.size() > config.maxItemsPerUpload() * (long) HOPELESS) {
            fail(tooMany.refusal());
            return;
        }
        List<ClientFrame> frames = new ArrayList<>(items.size());
        int bytes = 0;
        int first = answers.size();
        for (ItemSplitter.Item item : items) {
            if (answers.size() < config.maxItemsPerUpload()) {
                frames.add(read(item));
                bytes += item.text() == null ? 0 : item.text().length();
                answers.add(null);
            } else {
                answers.add(tooMany);
            }
        }
        submit(frames, bytes, first);
    }

    private void submit(List<ClientFrame> frames, int bytes, int first) {
        missing.add(frames.size());
        routing.request().pause();
        intake.take(frames, bytes, new Chunk(first, frames.size()))
                .onSuccess(full -> context.runOnContext(onRequest -> readOnWhenRoom(full)))
                .onFailure(bug -> context.runOnContext(onRequest -> fail(bug)));
    }

    /** The answers to items that came together. */
    private final class Chunk implements Intake.Answers {

        private final int first;
        private final int size;

        private Chunk(int first, int size) {
            this.first = first;
            this.size = size;
        }

        @Override
        public void answer(int index, ServerFrame.Answer answer) {
            answered(first + index, answer);
        }

        @Override
        public Future<Void> whenAnsweredBefore(int index) {
            return missing.whenDownTo(1 + size - index);
        }
    }

    private void readOnWhenRoom(LaneQueue full) {
        if (full == null) {
            routing.request().resume();
        } else {
            full.whenRoom(
                    () -> context.runOnContext(onRequest -> routing.request().resume()));
        }
    }

    private ClientFrame read(ItemSplitter.Item item) {
        if (item.isTooLarge()) {
            return new ClientFrame.Invalid(
                    ClientId.NONE,
                    new Refusal(
                            ProblemCode.TOO_LARGE,
                            "an item has at most " + config.maxMessageBytes().asLongValue() + " bytes"));
        }
        if (item.text() == null) {
            return new ClientFrame.Invalid(
                    ClientId.NONE, new Refusal(ProblemCode.MALFORMED_JSON, "the item is not UTF-8"));
        }
        try {
            return ClientFrames.readItem(item.text());
        } catch (MalformedJsonException e) {
            return new ClientFrame.Invalid(ClientId.NONE, new Refusal(ProblemCode.MALFORMED_JSON, e.getMessage()));
        }
    }

    private void answered(int index, ServerFrame.Answer answer) {
        context.runOnContext(onRequest -> {
            answers.set(index, answer);
            countDown();
        });
    }

    private void end() {
        if (routing.response().ended()) {
            return;
        }
        try {
            take(splitter.end());
        } catch (MalformedJsonException e) {
            answers.add(new ServerFrame.Error(ClientId.NONE, new Refusal(ProblemCode.MALFORMED_JSON, e.getMessage())));
        }
        countDown();
    }

    private void countDown() {
        if (missing.answered() == 0 && !routing.response().ended()) {
            respond();
        }
    }

    private void respond() {
        for (ServerFrame.Answer answer : answers) {
            if (answer instanceof ServerFrame.Ack ack) {
                accepted += ack.duplicate() ? 0 : 1;
                duplicates += ack.duplicate() ? 1 : 0;
            }
        }
        HttpServerResponse response = routing.response();
        response.putHeader("Content-Type", "application/json");
        response.exceptionHandler(gone -> {});
        int rejected = answers.size() - accepted - duplicates;
        String head = "{\"accepted\":" + accepted + ",\"duplicates\":" + duplicates + ",\"rejected\":" + rejected
                + ",\"items\":[";
        if (answers.size() <= ANSWERS_A_CHUNK) {
            // In one piece: each write is a packet, and wakes up a client that waits for its one round.
            response.end(head + text(answers) + END);
            return;
        }
        response.setChunked(true).write(head);
        writeFrom(0, response);
    }

    private void writeFrom(int first, HttpServerResponse response) {
        int next = first;
        while (next < answers.size() && !response.writeQueueFull() && !response.closed()) {
            int end = Math.min(answers.size(), next + ANSWERS_A_CHUNK);
            response.write(Buffer.buffer((next == 0 ? "" : ",") + text(answers.subList(next, end))));
            next = end;
        }
        if (response.closed()) {
            return;
        }
        if (next == answers.size()) {
            response.end(END);
        } else {
            int rest = next;
            response.drainHandler(free -> writeFrom(rest, response));
        }
    }

    private static String text(List<ServerFrame.Answer> answers) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString(","));
            for (ServerFrame.Answer answer : answers) {
                ServerFrames.write(answer, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private void fail(Throwable bug) {
        LOG.error("event=upload_failure", bug);
        fail(new Refusal(ProblemCode.INTERNAL_ERROR, "The failure has been logged; send the upload again."));
    }

    private void fail(Refusal refusal) {
        ProblemResponse.write(routing, refusal);
        dropTheRest();
    }

    /**
     * A client that still sends may read its answer only when it has sent all, and loses it where the connection goes
     * before. So the rest is read and dropped, up to a limit of bytes and time; then the request alone is cut off where
     * it shares its connection (HTTP/2), otherwise the connection.
     */
    private void dropTheRest() {
        HttpServerRequest request = routing.request();
        if (request.isEnded()) {
            return;
        }
        long timer =
                vertx.setTimer(DROPPED_MILLISECONDS, late -> routing.response().reset());
        long[] dropped = {0};
        request.handler(bytes -> {
            dropped[0] += bytes.length();
            if (dropped[0] > DROPPED_BYTES) {
                vertx.cancelTimer(timer);
                routing.response().reset();
            }
        });
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(ended -> vertx.cancelTimer(timer));
        request.resume();
    }
}
