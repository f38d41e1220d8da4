package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.wire.ClientFrame;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An upload over a real connection, where what stands behind it has a bug. */
class UploadTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        join(vertx.close());
    }

    @Test
    void aBugIsAnsweredWhetherItShowsAtOnceOrAfterALookUp() throws Exception {
        assertInternalError(() -> {
            throw new IllegalStateException("a bug");
        });
        assertInternalError(() -> Future.failedFuture(new IllegalStateException("a bug")));
    }

    private void assertInternalError(Supplier<Future<LaneQueue>> bug) throws Exception {
        Intake intake = new Intake(null, null, new IngestMetrics(new SimpleMeterRegistry())) {
            @Override
            Future<LaneQueue> take(List<ClientFrame> frames, int bytes, Answers answers) {
                return bug.get();
            }
        };
        Router router = Router.router(vertx);
        router.route().handler(call -> new Upload(vertx, call, intake, IngestConfigTest.config()).start());
        HttpServer server = join(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
                                .timeout(Duration.ofSeconds(10))
                                .POST(HttpRequest.BodyPublishers.ofString("{}\n{}\n"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"internal_error\"").contains("\"retryable\":true");
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
