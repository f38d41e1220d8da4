package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The load generator against a socket that acks without storing: it must notice whatever is not acked. */
class StreamLoadTest {

    private static final String ACK = "{\"type\":\"ack\",\"round_id\":1,\"duplicate\":false,\"warnings\":[]}";

    private static final HttpServerOptions LIMITS =
            new HttpServerOptions().setMaxWebSocketFrameSize(1 << 20).setMaxWebSocketMessageSize(1 << 20);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong rounds = new AtomicLong();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void waitsForEveryAckOfSingleRounds() throws Exception {
        int port = serve(ACK);

        try (StreamLoad load = new StreamLoad("127.0.0.1", port, new Workload("test", 5, 3_000), 1)) {
            load.send(1_000);
            load.send(2_000);
        }
        assertThat(rounds).hasValue(15_000);
    }

    @Test
    void waitsForEveryItemOfArrays() throws Exception {
        int port = serve(ACK);

        try (StreamLoad load = new StreamLoad("127.0.0.1", port, new Workload("test", 3, 2_050), 1_000)) {
            load.send(2_050);
        }
        assertThat(rounds).hasValue(6_150);
    }

    @Test
    void keepsThePaceItIsTold() throws Exception {
        int port = serve(ACK);

        try (StreamLoad load = new StreamLoad("127.0.0.1", port, new Workload("test", 5, 200), 1)) {
            assertThat(load.send(200, 2_000).nanos()).isGreaterThan(480_000_000L);
        }
        assertThat(rounds).hasValue(1_000);
    }

    @Test
    void failsOnADuplicate() throws Exception {
        int port = serve(ACK.replace("false", "true"));

        try (StreamLoad load = new StreamLoad("127.0.0.1", port, new Workload("test", 1, 1), 1)) {
            assertThatThrownBy(() -> load.send(1)).hasMessageContaining("\"duplicate\":true");
        }
    }

    private int serve(String answer) {
        HttpServer server = vertx.createHttpServer(LIMITS).webSocketHandler(socket -> {
            socket.writeTextMessage("{\"type\":\"hello\",\"protocol\":\"1\"}");
            socket.textMessageHandler(message -> answer(socket, message, answer));
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return server.actualPort();
    }

    private void answer(ServerWebSocket socket, String message, String answer) {
        if (message.startsWith("{")) {
            rounds.incrementAndGet();
            socket.writeTextMessage(answer);
            return;
        }
        int items = new JsonArray(message).size();
        rounds.addAndGet(items);
        String all = (answer + ",").repeat(items);
        socket.writeTextMessage("{\"type\":\"acks\",\"items\":[" + all.substring(0, all.length() - 1) + "]}");
    }
}
