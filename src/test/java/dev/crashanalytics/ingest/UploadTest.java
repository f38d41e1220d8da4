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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An upload over a real connection, where what stands behind it has a bug. */
class UploadTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        join(vertx.close());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aBugIsAnsweredWhetherItShowsAtOnceOrAfterALookUp(HttpClient.Version version) throws Exception {
        assertInternalError(version, "{}\n{}\n", () -> {
            throw new IllegalStateException("a bug");
        });
        assertInternalError(version, "{}\n{}\n", () -> Future.failedFuture(new IllegalStateException("a bug")));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aClientThatStillSendsGetsItsAnswer(HttpClient.Version version) throws Exception {
        assertInternalError(version, "{}\n".repeat(10_000_000), () -> {
            throw new IllegalStateException("a bug");
        });
    }

    /** Asks twice on one client, so the second upload finds out whether the connection of the first still serves. */
    private void assertInternalError(HttpClient.Version version, String body, Supplier<Future<LaneQueue>> bug)
            throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        HttpServer server = serve(bug);
        for (int turn = 0; turn < 2; turn++) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
                            .timeout(Duration.ofSeconds(10))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("\"code\":\"internal_error\"").contains("\"retryable\":true");
        }
    }

    private HttpServer serve(Supplier<Future<LaneQueue>> bug) {
        Intake intake = new Intake(null, null, new IngestMetrics(new SimpleMeterRegistry())) {
            @Override
            Future<LaneQueue> take(List<ClientFrame> frames, int bytes, Answers answers) {
                return bug.get();
            }
        };
        Router router = Router.router(vertx);
        router.route().handler(call -> new Upload(vertx, call, intake, IngestConfigTest.config()).start());
        return join(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
