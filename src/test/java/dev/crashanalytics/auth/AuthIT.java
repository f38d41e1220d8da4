package dev.crashanalytics.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.CrashServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The filter in the packaged server, before REST resources and management calls alike. */
class AuthIT {
    private static CrashServer server;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("auth")
                .property("crash.auth.token", "a-long-and-secret-token")
                .start();
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
