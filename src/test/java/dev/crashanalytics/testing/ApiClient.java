package dev.crashanalytics.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** REST calls to a server, the way a bot makes them; every digit of an answer is kept. */
public final class ApiClient {

    /** Reads and writes decimals as they are. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String BASE = "/api/v1";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CrashServer server;

    private ApiClient(CrashServer server) {
        this.server = server;
    }

    /** A client of the shared server, with connections of its own. */
    public static ApiClient shared() {
        return of(CrashServer.shared());
    }

    /** A client of a server without a token. */
    public static ApiClient of(CrashServer server) {
        return new ApiClient(server);
    }

    /** An answer; {@link #expect} and {@link #problem} fail with its body where it is another than expected. */
    public record Answer(int status, String body, HttpHeaders headers) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        public JsonNode get(String member) {
            return json().get(member);
        }

        /** A member as text, such as {@code 10.00}. */
        public String text(String member) {
            return json().path(member).asText();
        }

        /** The entries of a list call. */
        public List<JsonNode> items() {
            return StreamSupport.stream(json().path("items").spliterator(), false)
                    .toList();
        }

        public Answer expect(int expected) {
            assertThat(status).as(body).isEqualTo(expected);
            return this;
        }

        /** Asserts that this is a complete problem document with that status and code, and tells nothing of our code. */
        public Answer problem(int expectedStatus, String code) {
            expect(expectedStatus);
            assertThat(headers.firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(text("code")).as(body).isEqualTo(code);
            assertThat(text("type")).isEqualTo("urn:crash-analytics:problem:" + code);
            assertThat(json().path("status").asInt()).isEqualTo(expectedStatus);
            assertThat(text("title")).isNotBlank();
            assertThat(text("detail")).isNotBlank();
            assertThat(body).doesNotContain("Exception", "dev.crashanalytics", "java.", "io.vertx", "org.hibernate");
            return this;
        }

        /** Asserts that this is 422 {@code invalid} for exactly these fields. */
        public Answer invalid(String... fields) {
            problem(422, "invalid");
            assertThat(errorFields()).containsExactlyInAnyOrder(fields);
            assertThat(json().path("errors"))
                    .allSatisfy(
                            error -> assertThat(error.path("message").asText()).isNotBlank());
            return this;
        }

        /** The fields that {@code errors} names, in its order. */
        public List<String> errorFields() {
            return fields(json());
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

    /** The fields that {@code errors} of a problem, or of the answer to a batch item, names. */
    public static List<String> fields(JsonNode refusal) {
        List<String> fields = new ArrayList<>();
        refusal.path("errors").forEach(error -> fields.add(error.get("field").asText()));
        return fields;
    }

    /** POST of JSON; the path starts after {@code /api/v1}, the body is the argument's {@code toString}. */
    public Answer post(String path, Object body) {
        return send("POST", path, "application/json", body.toString());
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, "application/json", body.toString());
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, "application/json", body.toString());
    }

    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    public Answer send(String method, String path, String contentType, String body) {
        return send(request(path)
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** Any call. */
    public Answer send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.baseUri().resolve(BASE + path)).timeout(Duration.ofSeconds(120));
    }

    /** Every entry of a list, page by page of {@code limit}; the path has its filters already. */
    public List<JsonNode> pages(String path, int limit) {
        List<JsonNode> entries = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        String cursor = "";
        do {
            Answer page = get(first + cursor).expect(200);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            entries.addAll(page.items());
            cursor = page.get("next_cursor").isNull() ? null : "&cursor=" + page.text("next_cursor");
        } while (cursor != null);
        return entries;
    }

    /** Logs a round that is new and answers its id. */
    public long log(RoundBody round) {
        return post("/rounds", round).expect(201).get("round_id").asLong();
    }

    /** The round as it is read back. */
    public JsonNode round(long id) {
        return get("/rounds/" + id).expect(200).json();
    }

    /** Sends items as NDJSON; the answer has been taken as a whole. */
    public JsonNode batch(Object... items) {
        StringBuilder lines = new StringBuilder();
        for (Object item : items) {
            lines.append(item).append('\n');
        }
        return batch("application/x-ndjson", lines.toString()).expect(200).json();
    }

    public Answer batch(String contentType, String body) {
        return send("POST", "/rounds/batch", contentType, body);
    }
}
