package dev.crashanalytics.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.Api;
import dev.crashanalytics.testing.CrashServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the framework refuses, told in the server's own form. */
class ProblemIT {

    private static final byte[] TOO_LARGE = new byte[(10 << 20) + 1];

    private final Api api = new Api(CrashServer.shared());

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/nothing", "/bots/a/b", "/rounds/1/nothing"})
    void unknownPathsAreNotFound(String path) {
        api.get(path).isProblem(404, "not_found");
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /bots", "PUT, /bots", "POST, /platforms", "DELETE, /rounds/1", "POST, /database"})
    void wrongMethodsAreNotAllowed(String method, String path) {
        api.call(method, path, "Content-Type", "application/json", BodyPublishers.ofString("{}"))
                .isProblem(405, "method_not_allowed");
    }

    @Test
    void otherRepresentationsAreNotAcceptable() {
        api.call("GET", "/bots", "Accept", "text/csv", BodyPublishers.noBody()).isProblem(406, "not_acceptable");
    }

    @Test
    void otherMediaTypesAreNotSupported() {
        api.call("POST", "/bots", "Content-Type", "text/plain", BodyPublishers.ofString("{}"))
                .isProblem(415, "unsupported_media_type");
    }

    @Test
    void bodiesThatAnnounceToBeTooLargeAreRefused() {
        api.call("POST", "/bots", "Content-Type", "application/json", BodyPublishers.ofByteArray(TOO_LARGE))
                .isProblem(413, "too_large");
    }

    /** Over a connection of its own, which the HTTP layer ends. */
    @Test
    void bodiesThatTurnOutTooLargeAreRefused() throws IOException, InterruptedException {
        HttpRequest chunked = HttpRequest.newBuilder(
                        CrashServer.shared().baseUri().resolve("/api/v1/bots"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TOO_LARGE)))
                .build();

        HttpResponse<String> refused = HttpClient.newHttpClient().send(chunked, BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(413);
    }

    @Test
    void emptyBodiesAreAnswered() {
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[0]));

        api.call("POST", "/bots", "Content-Type", "application/json", chunked).isProblem(400, "malformed_json");
        api.call("POST", "/bots", "Content-Type", "application/json", BodyPublishers.noBody())
                .isProblem(400, "malformed_json");
    }

    @Test
    void problemsTellTheirTypeAndWhetherToRetry() {
        String body = api.get("/bots/" + Api.unique("bot")).response().body();

        assertThat(body)
                .isEqualTo("{\"type\":\"urn:crash-analytics:problem:bot_not_found\",\"title\":\"The bot is unknown\","
                        + "\"status\":404,\"detail\":\"There is no such bot.\",\"code\":\"bot_not_found\","
                        + "\"retryable\":false}");
    }
}
