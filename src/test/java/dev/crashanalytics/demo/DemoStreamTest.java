package dev.crashanalytics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way to a server that does not always answer; it is one of Vert.x, on a port of its own. */
class DemoStreamTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicBoolean acked = new AtomicBoolean();
    private volatile BiConsumer<ServerWebSocket, String> answer = this::acknowledge;
    private DemoStream stream;

    @BeforeEach
    void start() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    socket.writeTextMessage("{\"type\":\"hello\",\"protocol\":\"1\"}");
                    socket.textMessageHandler(message -> {
                        messages.add(message);
                        answer.accept(socket, message);
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        stream = new DemoStream(
                vertx,
                vertx.createWebSocketClient(),
                new OwnServer("127.0.0.1", server.actualPort(), Optional.empty()),
                new DemoMetrics(meters),
                () -> gone.set(true));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void oneMessageIsUnderWayAtATime() {
        answer = (socket, message) -> {};

        onEventLoop(() -> {
            stream.connect();
            stream.put(item(1));
        });
        await().atMost(SOON).until(() -> messages.size() == 1);
        onEventLoop(() -> {
            stream.put(item(2));
            stream.put(item(3));
            stream.whenAcked().onSuccess(done -> acked.set(true));
        });

        await().during(Duration.ofMillis(300)).until(() -> messages.size() == 1);
        assertThat(acked).isFalse();
    }

    @Test
    void whatWaitedGoesTogether() {
        onEventLoop(() -> {
            stream.put(item(1));
            stream.put(item(2));
            stream.whenAcked().onSuccess(done -> acked.set(true));
            stream.connect();
        });

        await().atMost(SOON).untilTrue(acked);
        assertThat(messages).containsExactly("[{\"n\":1},{\"n\":2}]");
    }

    @Test
    void aConnectionThatIsCutIsOpenedAnewAndTheSameMessageSentAgain() {
        answer = (socket, message) -> {
            answer = this::acknowledge;
            socket.close();
        };

        send();

        await().atMost(SOON).untilTrue(acked);
        assertThat(messages).containsExactly("[{\"n\":1}]", "[{\"n\":1}]");
        assertThat(meters.counter("crash.demo.connections").count()).isEqualTo(2);
    }

    @Test
    void whatMaySucceedLaterIsSentAgain() {
        answer = (socket, message) -> {
            answer = this::acknowledge;
            socket.writeTextMessage(error("database_unavailable", true));
        };

        send();

        await().atMost(SOON).untilTrue(acked);
        assertThat(messages).containsExactly("[{\"n\":1}]", "[{\"n\":1}]");
        assertThat(meters.counter("crash.demo.refused").count()).isZero();
    }

    @Test
    void whatIsRefusedIsCountedAndNotSentAgain() {
        answer = (socket, message) -> socket.writeTextMessage(error("invalid", false));

        send();

        await().atMost(SOON).untilTrue(acked);
        assertThat(messages).hasSize(1);
        assertThat(meters.counter("crash.demo.refused").count()).isEqualTo(1);
        assertThat(gone).isFalse();
    }

    @Test
    void aGameThatIsGoneIsTold() {
        answer = (socket, message) -> socket.writeTextMessage(error("unknown_game", false));

        send();

        await().atMost(SOON).untilTrue(gone);
    }

    @Test
    void ticksAreDroppedWhereTooManyWait() {
        onEventLoop(() -> {
            for (int i = 0; i < 100; i++) {
                stream.putTick(item(i));
            }
            stream.put(item(100));
            stream.whenAcked().onSuccess(done -> acked.set(true));
            stream.connect();
        });

        await().atMost(SOON).untilTrue(acked);
        assertThat(new JsonArray(messages.get(0))).hasSize(65);
        assertThat(meters.counter("crash.demo.ticks.dropped").count()).isEqualTo(36);
    }

    private void send() {
        onEventLoop(() -> {
            stream.connect();
            stream.put(item(1));
            stream.whenAcked().onSuccess(done -> acked.set(true));
        });
    }

    private void onEventLoop(Runnable step) {
        context.runOnContext(ready -> step.run());
    }

    private void acknowledge(ServerWebSocket socket, String message) {
        JsonArray items = new JsonArray();
        new JsonArray(message).forEach(item -> items.add(new JsonObject().put("type", "ack")));
        socket.writeTextMessage(
                new JsonObject().put("type", "acks").put("items", items).encode());
    }

    private static String error(String code, boolean retryable) {
        JsonObject error =
                new JsonObject().put("type", "error").put("code", code).put("retryable", retryable);
        return new JsonObject()
                .put("type", "acks")
                .put("items", new JsonArray().add(error))
                .encode();
    }

    private static JsonObject item(int number) {
        return new JsonObject().put("n", number);
    }
}
