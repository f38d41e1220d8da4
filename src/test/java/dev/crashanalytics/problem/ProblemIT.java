package dev.crashanalytics.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.Api;
import dev.crashanalytics.testing.CrashServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /bots",
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

        api.call(parts[0], parts[1], "Content-Type", "application/json", chunked)
                .isProblem(413, "too_large");
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
