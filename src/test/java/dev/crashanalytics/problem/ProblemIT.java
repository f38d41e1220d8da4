package dev.crashanalytics.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import dev.crashanalytics.testing.CrashServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the framework refuses, told in the server's own form. */
class ProblemIT {

    private static final byte[] TOO_LARGE = new byte[(10 << 20) + 1];

    private final ApiClient api = ApiClient.shared();

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/nothing", "/bots/a/b", "/rounds/1/nothing"})
    void unknownPathsAreNotFound(String path) {
        api.get(path).problem(404, "not_found");
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /bots", "PUT, /bots", "POST, /platforms", "DELETE, /rounds/1", "POST, /database"})
    void wrongMethodsAreNotAllowed(String method, String path) {
        api.send(method, path, "application/json", "{}").problem(405, "method_not_allowed");
    }

    @Test
    void otherRepresentationsAreNotAcceptable() {
        api.send(api.request("/bots").header("Accept", "text/csv").build()).problem(406, "not_acceptable");
    }

    @Test
    void otherMediaTypesAreNotSupported() {
        api.send("POST", "/bots", "text/plain", "{}").problem(415, "unsupported_media_type");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bodiesThatAreTooLargeAreRefused(Version version) {
        BodyPublisher announced = BodyPublishers.ofByteArray(TOO_LARGE);
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TOO_LARGE));

        send(version, "POST", "/bots", announced).problem(413, "too_large");
        send(version, "POST", "/bots", chunked).problem(413, "too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /platforms/aviator/dafabet",
                "POST /sessions",
                "PATCH /sessions/s1",
                "POST /rounds",
                "PUT /rounds/1/outcome",
                "POST /errors"
            })
    void bodiesThatTurnOutToBeTooLargeAreRefused(String call) {
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TOO_LARGE));
        String[] parts = call.split(" ");

        send(Version.HTTP_1_1, parts[0], parts[1], chunked).problem(413, "too_large");
    }

    /** Whatever is left of the body runs off, so that its sender can read the answer and go on. */
    @Test
    void theConnectionServesOnAfterABodyThatTurnedOutToBeTooLarge() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", CrashServer.shared().port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST /api/v1/bots HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"));
            for (int i = 0; i < 3; i++) {
                out.write(ascii(Integer.toHexString(TOO_LARGE.length) + "\r\n"));
                out.write(TOO_LARGE);
                out.write(ascii("\r\n"));
            }
            out.write(ascii("0\r\n\r\n"));
            out.write(ascii("GET /api/v1/bots/nobody HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers).startsWith("HTTP/1.1 413 ").contains("\"code\":\"too_large\"");
            assertThat(answers).contains("HTTP/1.1 404 ").endsWith("\"code\":\"bot_not_found\",\"retryable\":false}");
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void emptyBodiesAreAnswered(Version version) {
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[0]));

        send(version, "POST", "/bots", chunked).problem(400, "malformed_json");
        send(version, "POST", "/bots", BodyPublishers.noBody()).problem(400, "malformed_json");
    }

    @Test
    void problemsTellTheirTypeAndWhetherToRetry() {
        String body = api.get("/bots/" + ApiClient.unique("bot")).body();

        assertThat(body)
                .isEqualTo("{\"type\":\"urn:crash-analytics:problem:bot_not_found\",\"title\":\"The bot is unknown\","
                        + "\"status\":404,\"detail\":\"There is no such bot.\",\"code\":\"bot_not_found\","
                        + "\"retryable\":false}");
    }

    private Answer send(Version version, String method, String path, BodyPublisher body) {
        return api.send(api.request(path)
                .version(version)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
