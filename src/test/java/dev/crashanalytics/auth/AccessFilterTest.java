package dev.crashanalytics.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter before a router of Vert.x, over real connections. */
class AccessFilterTest {
    private static final Map<String, String> TOKEN = Map.of("Authorization", "Bearer secret");

    private final Vertx vertx = Vertx.vertx();

    // held, because Vert.x closes a client that has become unreachable, with the request it has in flight
    private final HttpClient client = vertx.createHttpClient();
    private final WebSocketClient webSocketClient = vertx.createWebSocketClient();

    private HttpServer server;

    @BeforeEach
    void start() {
        AccessFilter filter =
                new AccessFilter(new TokenCheck(Optional.of("secret")), new OriginCheck("127.0.0.1", Stream.of()));
        Router router = Router.router(vertx);
        router.route().order(-1).handler(filter::check);
        router.route("/socket").handler(context -> context.request().toWebSocket());
        router.route().handler(context -> context.response().end("passed"));
        HttpServerOptions options = new HttpServerOptions();
        new SubprotocolCustomizer().customizeHttpServer(options);
        server = join(vertx.createHttpServer(options).requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        join(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /",
        "GET,  /index.html",
        "HEAD, /assets/app-1.2.js",
        "GET,  /webjars/chart.js/4.5.1/dist/chart.umd.js",
        "GET,  /q/health",
        "GET,  /q/health/ready",
    })
    void filesAndHealthNeedNoToken(HttpMethod method, String path) {
        assertThat(call(method, path, Map.of()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/bots",
        "POST,   /api/v1/rounds",
        "GET,    /api",
        "GET,    /q/metrics",
        "GET,    /q/openapi",
        "GET,    /q/healthx",
        "GET,    //api/v1/bots",
        "GET,    /%61pi/v1/bots",
        "GET,    /api;x=1/v1/bots",
        "GET,    /x/../api/v1/bots",
        "GET,    /./api/v1/bots",
        "POST,   /index.html",
        "DELETE, /q/health",
    })
    void everythingElseNeedsTheToken(HttpMethod method, String path) {
        Answer refused = call(method, path, Map.of());

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.authenticate()).isEqualTo("Bearer");
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.problem().getString("code")).isEqualTo("unauthorized");
        assertThat(call(method, path, TOKEN).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"POST", "PUT", "PATCH", "DELETE"})
    void writesOfForeignPagesAreRefusedEvenWithTheToken(HttpMethod method) {
        Answer refused = call(method, "/api/v1/rounds", with("Origin", "http://evil.example"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem().getString("code")).isEqualTo("foreign_origin");
        assertThat(call(method, "/api/v1/rounds", with("Origin", "http://127.0.0.1:" + server.actualPort()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void readsOfForeignPagesPassSinceTheBrowserKeepsTheAnswer() {
        assertThat(call(HttpMethod.GET, "/api/v1/bots", with("Origin", "http://evil.example"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aNamePointedHereIsRefused() {
        Answer refused = call(HttpMethod.GET, "/", Map.of("Host", "evil.example"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem().getString("code")).isEqualTo("foreign_origin");
    }

    @Test
    void webSocketWithTheTokenAsSubprotocolIsGivenTheOther() {
        // "secret" in base64url
        WebSocket socket = join(connect(List.of("crash.v1", "bearer.c2VjcmV0"), Map.of()));

        assertThat(socket.subProtocol()).isEqualTo("crash.v1");
    }

    @Test
    void webSocketWithTheTokenInAHeaderNeedsNoSubprotocol() {
        WebSocket socket = join(connect(List.of(), TOKEN));

        assertThat(socket.subProtocol()).isNullOrEmpty();
    }

    @Test
    void webSocketWithoutTheTokenIsRefused() {
        assertThat(refusal(List.of("crash.v1"), Map.of())).isEqualTo(401);
        assertThat(refusal(List.of("crash.v1", "bearer.d3Jvbmc"), Map.of())).isEqualTo(401);
    }

    @Test
    void webSocketOfAForeignPageIsRefused() {
        assertThat(refusal(List.of(), with("Origin", "http://evil.example"))).isEqualTo(403);
    }

    private int refusal(List<String> subprotocols, Map<String, String> headers) {
        try {
            join(connect(subprotocols, headers));
            return 101;
        } catch (CompletionException e) {
            return ((UpgradeRejectedException) e.getCause()).getStatus();
        }
    }

    private Future<WebSocket> connect(List<String> subprotocols, Map<String, String> headers) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.actualPort())
                .setURI("/socket")
                .setSubProtocols(subprotocols);
        headers.forEach(options::addHeader);
        return webSocketClient.connect(options);
    }

    private Answer call(HttpMethod method, String path, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(server.actualPort())
                .setURI(path);
        headers.forEach(options::putHeader);
        // Nested, so that the body is asked for on the event loop, before any of it can have passed.
        return join(client.request(options).compose(request -> request.send().compose(AccessFilterTest::read)));
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(
                        response.statusCode(),
                        response.getHeader("Content-Type"),
                        response.getHeader("WWW-Authenticate"),
                        body.toString()));
    }

    private static Map<String, String> with(String header, String value) {
        return Map.of("Authorization", "Bearer secret", header, value);
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private record Answer(int status, String contentType, String authenticate, String body) {
        JsonObject problem() {
            return new JsonObject(body);
        }
    }
}
