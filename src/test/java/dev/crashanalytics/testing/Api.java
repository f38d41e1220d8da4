package dev.crashanalytics.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The REST calls of a server, with their answers as JSON whose decimals are exact. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    private final CrashServer server;

    public Api(CrashServer server) {
        this.server = server;
    }

    /** What a call answered. */
    public record Answer(int status, HttpResponse<String> response, JsonNode body) {

        /** A field as text, such as {@code 10.00}. */
        public String text(String field) {
            return body.path(field).asText();
        }

        /** The entries of a list call. */
        public List<JsonNode> items() {
            return StreamSupport.stream(body.path("items").spliterator(), false).toList();
        }

        /** Checks the status. */
        public Answer isStatus(int expected) {
            assertThat(status).as(response.body()).isEqualTo(expected);
            return this;
        }

        /** Checks that this is a problem of that code and status and nothing else. */
        public Answer isProblem(int expectedStatus, String code) {
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(status).as(response.body()).isEqualTo(expectedStatus);
            assertThat(text("code")).isEqualTo(code);
            assertThat(text("type")).isEqualTo("urn:crash-analytics:problem:" + code);
            assertThat(body.path("status").asInt()).isEqualTo(expectedStatus);
            assertThat(text("title")).isNotBlank();
            assertThat(text("detail")).isNotBlank();
            assertThat(response.body()).doesNotContain("Exception", "java.", "io.vertx", "org.hibernate");
            return this;
        }

        /** Checks that this is 422 {@code invalid} for exactly these fields. */
        public Answer isInvalid(String... fields) {
            isProblem(422, "invalid");
            assertThat(body.path("errors"))
                    .extracting(error -> error.path("field").asText())
                    .containsExactlyInAnyOrder(fields);
            assertThat(body.path("errors"))
                    .allSatisfy(
                            error -> assertThat(error.path("message").asText()).isNotBlank());
            return this;
        }
    }

    /** A name no other test uses. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    /** A value for a path or a query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Answer get(String path) {
        return answer(server.get("/api/v1" + path));
    }

    public Answer post(String path, String json) {
        return answer(server.send("POST", "/api/v1" + path, json));
    }

    public Answer put(String path, String json) {
        return answer(server.send("PUT", "/api/v1" + path, json));
    }

    /** A call with one header and any body. */
    public Answer call(String method, String path, String header, String value, BodyPublisher body) {
        return answer(server.send(HttpRequest.newBuilder(server.baseUri().resolve("/api/v1" + path))
                .method(method, body)
                .header(header, value)
                .build()));
    }

    public Answer delete(String path) {
        return call("DELETE", path, "Accept", "*/*", BodyPublishers.noBody());
    }

    /** Every entry of a list, page by page of {@code limit}; the path has its filters already. */
    public List<JsonNode> pages(String path, int limit) {
        List<JsonNode> entries = new ArrayList<>();
        String next = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        String cursor = "";
        do {
            Answer page = get(next + cursor);
            assertThat(page.status()).as(page.response().body()).isEqualTo(200);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            entries.addAll(page.items());
            cursor = page.body().path("next_cursor").isNull() ? null : "&cursor=" + page.text("next_cursor");
        } while (cursor != null);
        return entries;
    }

    private static Answer answer(HttpResponse<String> response) {
        try {
            return new Answer(response.statusCode(), response, JSON.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + response.statusCode() + " " + response.body(), e);
        }
    }
}
