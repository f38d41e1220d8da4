package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The subscribers against a socket that publishes without a feed: they must count every event, and answer pings. */
class SubscribersTest {

    private static final String TOPIC = "session:b/s";
    private static final String EVENT = "{\"type\":\"event\",\"topic\":\"session:b/s\",\"offset\":%d,\"data\":{}}";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong pongs = new AtomicLong();
    private final Receipts receipts = new Receipts();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void countEveryEvent() throws Exception {
        int port = serve(socket -> {
            for (int offset = 1; offset <= 1_000; offset++) {
                socket.writeTextMessage(EVENT.formatted(offset));
            }
        });

        try (Subscribers subscribers = new Subscribers("127.0.0.1", port, TOPIC, 10, receipts)) {
            subscribers.readUntil(() -> receipts.events() == 10_000);
        }
        assertThat(receipts.missed()).isZero();
    }

    @Test
    void answerPings() throws Exception {
        int port = serve(socket -> socket.writePing(Buffer.buffer("12345678")));

        try (Subscribers subscribers = new Subscribers("127.0.0.1", port, TOPIC, 3, receipts)) {
            subscribers.readUntil(() -> pongs.get() == 3);
        }
        assertThat(receipts.events()).isZero();
    }

    @Test
    void failWhereTheyAreRefused() {
        int port = serve(socket -> socket.writeTextMessage("{\"type\":\"error\",\"code\":\"session_not_found\"}"));

        assertThatThrownBy(() -> {
                    try (Subscribers subscribers = new Subscribers("127.0.0.1", port, TOPIC, 1, receipts)) {
                        subscribers.readUntil(() -> false);
                    }
                })
                .hasMessageContaining("session_not_found");
    }

    private int serve(Consumer<ServerWebSocket> publisher) {
        HttpServer server = vertx.createHttpServer().webSocketHandler(socket -> {
            socket.writeTextMessage("{\"type\":\"hello\",\"protocol\":\"1\"}");
            socket.pongHandler(pong -> pongs.addAndGet(pong.toString().equals("12345678") ? 1 : 0));
            socket.textMessageHandler(request -> {
                assertThat(request).contains(TOPIC);
                socket.writeTextMessage("{\"type\":\"subscribed\",\"id\":1}");
                publisher.accept(socket);
            });
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return server.actualPort();
    }
}
