package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are wrong as a whole: every one is answered with a problem, none with a stack trace. */
class BadCallsIT {

    private static final int MEGABYTE = 1 << 20;

    private final ApiClient api = ApiClient.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nonsense",
                "[]",
                "[{}]",
                "\"text\"",
                "7",
                "null",
                "{} {}",
                "{}x",
                "{\"stake_value\": NaN}",
                "{\"stake_value\": Infinity}",
                "{\"stake_value\": +1}",
                "{\"stake_value\": 01}",
                "{\"stake_value\": .5}",
                "{'stake_value': 1}",
                "{stake_value: 1}",
                "{\"a\": 1,}",
                "{\"a\": \"\t\"}",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\\ud8\"}",
                "// {}\n{}"
            })
    void whatIsNotAJsonObjectIsMalformed(String body) {
        for (String call : new String[] {
            "POST /rounds",
            "POST /sessions",
            "POST /errors",
            "POST /ocr-validations",
            "PATCH /sessions/s",
            "POST /bots",
            "POST /rounds/1/multipliers",
            "POST /rounds/1/signals",
            "PUT /rounds/1/outcome"
        }) {
            String[] parts = call.split(" ");
            Answer answer = api.send(parts[0], parts[1], "application/json", body);
            assertThat(answer.status()).as(call + " " + answer.body()).isEqualTo(400);
            answer.problem(400, "malformed_json");
        }
    }

    @Test
    void aBodyNestedWithoutEndIsMalformedAndHarmless() {
        String deep = "{\"metadata\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        api.post("/rounds", deep).problem(400, "malformed_json");
        api.post("/rounds", "[".repeat(1_000_000)).problem(400, "malformed_json");
    }

    @Test
    void bytesThatAreNoUtf8AreMalformed() {
        // Given a name in Latin-1
        String bot = RoundBody.newBot("latin");
        byte[] latin = (RoundBody.win(bot, 1).with("ocr_text", "é") + "\n" + RoundBody.win(bot, 2))
                .getBytes(StandardCharsets.ISO_8859_1);

        send("/rounds", "application/json", latin).problem(400, "malformed_json");
        Answer batch = send("/rounds/batch", "application/x-ndjson", latin).expect(200);

        assertThat(batch.json().at("/items/0/code").asText()).isEqualTo("malformed_json");
        assertThat(batch.json().at("/items/1/round_number").asInt()).isEqualTo(2);
    }

    private Answer send(String path, String contentType, byte[] body) {
        return api.send(api.request(path)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 11})
    void aBodyThatIsTooLargeIsRefused(int megabytes) {
        String bot = RoundBody.newBot("large");
        String body = RoundBody.win(bot, 1)
                .with("ocr_text", "x".repeat(megabytes * MEGABYTE))
                .toString();

        api.post("/rounds", body).problem(413, "too_large");
        api.send(api.request("/rounds")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                        .build())
                .problem(413, "too_large");
        assertThat(Rows.of("SELECT 1 FROM crash_game_rounds WHERE bot_id = ?", bot))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404, not_found",
        "GET, /rounds/999999999999, 404, round_not_found",
        "GET, /rounds/abc, 404, round_not_found",
        "GET, /rounds/99999999999999999999, 404, round_not_found",
        "GET, /rounds/batch, 404, round_not_found",
        "GET, /rounds/stream, 400, malformed_request",
        "GET, /sessions/nobody-has-it, 404, session_not_found",
        "GET, /sessions/%00, 404, session_not_found",
        "GET, /bots/nobody-has-it, 404, bot_not_found",
        "DELETE, /rounds, 405, method_not_allowed",
        "PUT, /rounds/batch, 405, method_not_allowed",
        "POST, /rounds/1, 405, method_not_allowed",
        "DELETE, /sessions/s1, 405, method_not_allowed",
        "PUT, /errors, 405, method_not_allowed",
        "GET, /rounds?bot=x, 422, invalid",
        "GET, /rounds?limit=0, 422, invalid",
        "GET, /rounds?limit=-1, 422, invalid",
        "GET, /rounds?limit=ten, 422, invalid",
        "GET, /rounds?from=yesterday, 422, invalid",
        "GET, /rounds?from=2026-02-01&to=2026-01-01, 422, invalid",
        "GET, /rounds?cursor=forged, 422, invalid",
        "GET, /rounds?bot_id=a&bot_id=b, 422, invalid",
        "GET, /sessions?status=done, 422, invalid",
        "GET, /sessions?page=2, 422, invalid",
        "GET, /sessions/s1?from=2026-01-01, 422, invalid",
        "POST, /rounds?dry_run=true, 422, invalid",
        "PATCH, /sessions/s1?bot=x, 422, invalid",
        "PUT, /rounds/abc/outcome, 422, invalid",
        "POST, /rounds/0/signals, 422, invalid"
    })
    void otherwiseWrongCalls(String method, String path, int status, String code) {
        api.send(method, path, "application/json", "{}").problem(status, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "application/jsonx"})
    void otherMediaTypesAreUnsupported(String contentType) {
        String round = RoundBody.win(RoundBody.newBot("media"), 1).toString();

        api.send("POST", "/rounds", contentType, round).problem(415, "unsupported_media_type");
        api.send("POST", "/rounds/batch", contentType, round).problem(415, "unsupported_media_type");
    }

    @Test
    void onlyJsonCanBeHad() {
        HttpRequest.Builder html = api.request("/rounds").header("Accept", "text/html");
        api.send(html.GET().build()).problem(406, "not_acceptable");

        HttpRequest any = api.request("/rounds?limit=1")
                .header("Accept", "text/html, application/*;q=0.5")
                .GET()
                .build();
        assertThat(api.send(any)
                        .expect(200)
                        .headers()
                        .firstValue("Content-Type")
                        .orElse(""))
                .startsWith("application/json");
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        String bot = RoundBody.newBot("type");

        Answer answer = api.post("/rounds", RoundBody.win(bot, 1).with("type", "signal"));

        assertThat(answer.problem(422, "invalid").errorFields()).containsExactly("type");
        api.post("/rounds", RoundBody.win(bot, 1).with("type", "round").with("id", 7))
                .expect(201);
    }

    @Test
    void aForeignOriginMayNotWrite() {
        Answer answer = api.send(api.request("/rounds")
                .header("Content-Type", "application/json")
                .header("Origin", "https://evil.example")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        answer.problem(403, "foreign_origin");
    }
}
