package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.wire.ClientFrame;
import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.ServerFrame;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a connection ends, over a real one; what stands behind it answers when the test says so, or has a bug. */
class StreamConnectionTest {
    private static final int INTERNAL_ERROR = 1011;
    private static final int RESTARTING = 1012;

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final IngestMetrics metrics = new IngestMetrics(meters);
    private final ScriptedIntake intake = new ScriptedIntake(metrics);
    private final Queue<LogRecord> logged = new ConcurrentLinkedQueue<>();
    private final Handler logHandler = new LogCollector(logged);
    private final CompletableFuture<StreamConnection> accepted = new CompletableFuture<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    // Held, because Vert.x closes a client that has become unreachable.
    private final WebSocketClient client = vertx.createWebSocketClient();
    private WebSocket socket;
    private volatile Context context;

    @BeforeEach
    void connect() {
        Logger.getLogger(StreamConnection.class.getName()).addHandler(logHandler);
        HttpServer server =
                join(vertx.createHttpServer().webSocketHandler(this::accept).listen(0, "127.0.0.1"));
        socket = join(client.connect(server.actualPort(), "127.0.0.1", "/")
                .onSuccess(open -> open.textMessageHandler(received::add)));
    }

    @AfterEach
    void stop() {
        Logger.getLogger(StreamConnection.class.getName()).removeHandler(logHandler);
        join(vertx.close());
    }

    @Test
    void aBugClosesTheConnectionOnceWhatCameBeforeIsAnswered() throws Exception {
        send("1");
        send("\"bug\"");
        send("2");
        await().until(() -> !logged.isEmpty());
        assertThat(socket.isClosed()).as("before the answer").isFalse();

        intake.answer("1");

        assertThat(nextId()).isEqualTo(1);
        awaitClose(INTERNAL_ERROR);
        assertThat(intake.taken()).as("nothing is read after a bug").doesNotContain("2");
        assertThat(logged).singleElement().satisfies(record -> {
            assertThat(record.getMessage()).contains("event=stream_failure");
            assertThat(record.getThrown()).hasMessage("a bug");
        });
        assertThat(closes(INTERNAL_ERROR)).isEqualTo(1);
    }

    @Test
    void soDoesABugThatShowsOnlyAfterALookUp() throws Exception {
        send("1");
        send("\"late bug\"");
        await().until(() -> intake.taken().contains("\"late bug\""));
        intake.lookedUp.fail(new IllegalStateException("a bug"));
        await().until(() -> !logged.isEmpty());

        intake.answer("1");

        assertThat(nextId()).isEqualTo(1);
        awaitClose(INTERNAL_ERROR);
        assertThat(logged).hasSize(1);
    }

    @Test
    void aDrainClosesOnceEverythingIsAnsweredAndItsLimitIsNoSecondClose() throws Exception {
        send("1");
        await().until(() -> intake.taken().contains("1"));
        Duration limit = Duration.ofMillis(200);
        Future<Void> drained = accepted.get().drain(limit);
        Future<Void> afterLimit = afterWhatIsDue()
                .compose(begun -> vertx.timer(limit.toMillis() + 1, TimeUnit.MILLISECONDS))
                .compose(over -> afterWhatIsDue());

        intake.answer("1");

        assertThat(nextId()).isEqualTo(1);
        awaitClose(RESTARTING);
        join(drained);
        join(afterLimit);
        assertThat(closes(RESTARTING)).isEqualTo(1);
    }

    @Test
    void aDrainThatHitsItsLimitIsOneCloseWhateverIsAnsweredLater() throws Exception {
        send("1");
        await().until(() -> intake.taken().contains("1"));

        join(accepted.get().drain(Duration.ofMillis(1)));
        intake.answer("1");
        join(afterWhatIsDue());

        awaitClose(RESTARTING);
        assertThat(closes(RESTARTING)).isEqualTo(1);
    }

    private void accept(ServerWebSocket opened) {
        context = vertx.getOrCreateContext();
        StreamConnection connection = new StreamConnection(vertx, opened, intake, IngestConfigTest.config(), metrics);
        connection.open(() -> {});
        accepted.complete(connection);
    }

    private void send(String id) {
        socket.writeTextMessage("{\"type\":\"error\",\"id\":" + id + ",\"bot_id\":\"b\",\"error_type\":\"timeout\"}");
    }

    private int nextId() throws InterruptedException {
        JsonObject answer = next();
        return (answer.getString("type").equals("hello") ? next() : answer).getInteger("id");
    }

    private JsonObject next() throws InterruptedException {
        String text = received.poll(10, TimeUnit.SECONDS);
        assertThat(text).as("an answer").isNotNull();
        return new JsonObject(text);
    }

    private void awaitClose(int code) {
        await().until(socket::isClosed);
        assertThat((int) socket.closeStatusCode()).isEqualTo(code);
    }

    private double closes(int code) {
        return meters.counter("crash.ingest.closes", "code", Integer.toString(code))
                .count();
    }

    /** Completes after whatever the connection has to do already. */
    private Future<Void> afterWhatIsDue() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(done::complete);
        return done.future();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** Keeps what it takes until the test answers it; has a bug where the client's id says so. */
    private static final class ScriptedIntake extends Intake {
        private final Map<String, Answers> taken = new ConcurrentHashMap<>();
        private final Promise<LaneQueue> lookedUp = Promise.promise();

        ScriptedIntake(IngestMetrics metrics) {
            super(null, null, metrics);
        }

        List<String> taken() {
            return List.copyOf(taken.keySet());
        }

        void answer(String id) {
            taken.remove(id)
                    .answer(0, new ServerFrame.Ack(new ClientId(id), 1L, null, "b", null, null, false, 1L, List.of()));
        }

        @Override
        Future<LaneQueue> take(List<ClientFrame> frames, int bytes, Answers answers) {
            String id = frames.get(0).id().json();
            taken.put(id, answers);
            return switch (id) {
                case "\"bug\"" -> throw new IllegalStateException("a bug");
                case "\"late bug\"" -> lookedUp.future();
                default -> Future.succeededFuture();
            };
        }
    }

    private static final class LogCollector extends Handler {
        private final Queue<LogRecord> records;

        private LogCollector(Queue<LogRecord> records) {
            this.records = records;
        }

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
