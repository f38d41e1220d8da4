package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchLoadTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong rounds = new AtomicLong();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void sendsEveryRoundInRequestsOfAtMostFiftyThousand() throws Exception {
        int port = serve("{\"accepted\":%d,\"duplicates\":0,\"rejected\":0,\"items\":[]}");

        new BatchLoad("127.0.0.1", port, new Workload("test", 3, 60_000), 2).send();

        assertThat(rounds).hasValue(180_000);
    }

    @Test
    void failsOnARejectedRound() {
        int port = serve("{\"accepted\":%d,\"duplicates\":0,\"rejected\":1,\"items\":[]}");

        assertThatThrownBy(() -> new BatchLoad("127.0.0.1", port, new Workload("test", 1, 10), 1).send())
                .hasMessageContaining("\"rejected\":1");
    }

    private int serve(String answer) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    long lines = body.toString().lines().count();
                    assertThat(lines).isLessThanOrEqualTo(50_000);
                    rounds.addAndGet(lines);
                    request.response().end(answer.formatted(lines));
                }));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return server.actualPort();
    }
}
