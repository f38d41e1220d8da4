package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The callers against a server that knows nothing: they must count whole answers, and notice whatever is none. */
class CallLoadTest {

    private static final String LONG_BODY = "[1,0]".repeat(20_000);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyAnswerWithALengthIsCounted() throws Exception {
        int port = serve(response -> response.end(LONG_BODY));

        try (CallLoad load = new CallLoad("127.0.0.1", port, 3)) {
            assertThat(load.ask(turn -> "/turn/" + turn, 1).getTotalCount())
                    .isGreaterThan(3)
                    .isEqualTo(asked.get());
        }
    }

    @Test
    void everyAnswerInChunksIsCounted() throws Exception {
        int port = serve(response -> {
            response.setChunked(true).write(LONG_BODY);
            response.write(LONG_BODY);
            response.end();
        });

        try (CallLoad load = new CallLoad("127.0.0.1", port, 3)) {
            assertThat(load.ask(turn -> "/turn/" + turn, 1).getTotalCount())
                    .isGreaterThan(3)
                    .isEqualTo(asked.get());
        }
    }

    @Test
    void aProblemEndsTheRun() throws Exception {
        int port = serve(response -> response.setStatusCode(503).end("database_unavailable"));

        try (CallLoad load = new CallLoad("127.0.0.1", port, 1)) {
            assertThatThrownBy(() -> load.ask(turn -> "/", 1)).hasMessageContaining("database_unavailable");
        }
    }

    private int serve(Consumer<HttpServerResponse> answer) {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            asked.incrementAndGet();
            answer.accept(request.response());
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return server.actualPort();
    }
}
