package dev.crashanalytics.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.testing.CrashServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The filter in the packaged server, before REST resources and management calls alike. */
class AuthIT {
    private static final String TOKEN = "a-long-and-secret-token";

    private static CrashServer server;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("auth").property("crash.auth.token", TOKEN).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void withoutTheTokenOnlyHealthAnswers() {
        assertThat(call("GET", "/q/health/live").statusCode()).isEqualTo(200);
        assertUnauthorized(call("GET", "/q/metrics"));
        assertUnauthorized(call("GET", "/q/swagger-ui"));
        assertUnauthorized(call("GET", "/api/v1/bots"));
        assertUnauthorized(call("GET", "/api;x=1/v1/bots"));
        assertUnauthorized(call("POST", "/api/v1/rounds"));
    }

    @Test
    void withTheTokenEverythingAnswers() {
        assertThat(server.get("/q/metrics").statusCode()).isEqualTo(200);
        assertThat(server.get("/api/v1/bots").statusCode()).isNotEqualTo(401);
    }

    @Test
    void foreignOriginsMayNotWrite() {
        HttpResponse<String> refused = call("POST", "/api/v1/rounds", "Origin", "http://evil.example");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("\"code\":\"foreign_origin\"");
    }

    @Test
    void webSocketsTakeTheTokenAsSubprotocolAndSelectTheOther() {
        String subprotocol = "bearer." + Base64.getUrlEncoder().withoutPadding().encodeToString(TOKEN.getBytes(UTF_8));

        WebSocket socket = connect(subprotocol).join();

        assertThat(socket.getSubprotocol()).isEqualTo("crash.v1");
        socket.abort();
        assertThatThrownBy(() -> connect("bearer.d3Jvbmc").join())
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .rootCause()
                .hasMessageContaining("401");
    }

    private static CompletableFuture<WebSocket> connect(String subprotocol) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("crash.v1", subprotocol)
                .buildAsync(server.webSocketUri("/api/v1/rounds/stream"), new WebSocket.Listener() {});
    }

    private static void assertUnauthorized(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"unauthorized\"");
    }

    private static HttpResponse<String> call(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.baseUri().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "{}" : ""));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }
}
