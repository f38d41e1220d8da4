package dev.crashanalytics.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Download;
import dev.crashanalytics.testing.RoundBody;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What exports hold, in every format, and what they refuse. */
class ExportIT {

    private static final String ROUND_KEYS =
            "id,round_number,game_name,stake,crash_multiplier,cashout_multiplier,outcome,profit_loss,roi_percent,timestamp";

    private static final String MULTIPLIER_KEYS =
            "round_id,multiplier,timestamp,is_crash,is_cashout,ocr_confidence,quality_score";

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.shared();
    private final String bot = RoundBody.newBot("export");

    @Test
    void roundsAsJsonNewestFirst() {
        long first = api.log(started(RoundBody.win(bot, 1), "2026-01-31T00:00:00.123456Z"));
        long second = api.log(started(RoundBody.skip(bot, 2), "2026-01-31T00:00:01Z"));

        try (Download export = Download.start(server, rounds(""))) {
            assertThat(export.status()).isEqualTo(200);
            assertThat(export.header("Content-Type")).isEqualTo("application/json");
            assertThat(export.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"" + bot + "-rounds.json\"");
            assertThat(export.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(export.header("Trailer")).isEqualTo("X-Row-Count");
            assertThat(export.text()).isEqualTo("""
                    [{"id":%d,"round_number":2,"game_name":"aviator","stake":0.00,"crash_multiplier":null,\
                    "cashout_multiplier":null,"outcome":"SKIP","profit_loss":0.00,"roi_percent":null,\
                    "timestamp":"2026-01-31T00:00:01Z"},
                    {"id":%d,"round_number":1,"game_name":"aviator","stake":10.00,"crash_multiplier":2.45,\
                    "cashout_multiplier":1.33,"outcome":"WIN","profit_loss":3.30,"roi_percent":33.00,\
                    "timestamp":"2026-01-31T00:00:00.123456Z"}]
                    """.formatted(second, first));
            assertThat(export.trailer("X-Row-Count")).isEqualTo("2");
        }
    }

    @Test
    void roundsAsCsv() {
        long id = api.log(
                started(RoundBody.loss(bot, 1), "2026-01-31T00:00:00Z").with("stake_value", "99999999999.0000000001"));
        long skip = api.log(started(RoundBody.skip(bot, 2), "2026-01-31T00:00:01Z"));

        try (Download export = Download.start(server, rounds("?format=csv"))) {
            assertThat(export.header("Content-Type")).startsWith("text/csv; charset=utf-8");
            assertThat(export.header("Content-Disposition")).endsWith("-rounds.csv\"");
            assertThat(export.text())
                    .isEqualTo(ROUND_KEYS + "\r\n" + skip
                            + ",2,aviator,0.00,,,SKIP,0.00,,2026-01-31T00:00:01Z\r\n" + id
                            + ",1,aviator,99999999999.0000000001,1.20,,LOSS,-99999999999.0000000001,-100.00,"
                            + "2026-01-31T00:00:00Z\r\n");
            assertThat(export.trailer("X-Row-Count")).isEqualTo("2");
        }
    }

    @Test
    void roundsAsNdjson() {
        logSeconds(3);

        try (Download export = Download.start(server, rounds("?format=ndjson"))) {
            assertThat(export.header("Content-Type")).isEqualTo("application/x-ndjson");
            assertThat(export.header("Content-Disposition")).endsWith("-rounds.ndjson\"");
            String text = export.text();
            assertThat(text).endsWith("}\n");
            assertThat(text.lines()).hasSize(3).allMatch(line -> line.startsWith("{\"id\":") && line.endsWith("Z\"}"));
            assertThat(export.trailer("X-Row-Count")).isEqualTo("3");
        }
    }

    @Test
    void limitFromAndToNarrowIt() {
        logSeconds(5);

        assertThat(numbers(rounds("?limit=2"))).containsExactly(5L, 4L);
        assertThat(numbers(rounds("?limit=99999999999999999999"))).hasSize(5);
        assertThat(numbers(rounds("?from=2026-01-31T00:00:02Z&to=2026-01-31T00:00:04Z")))
                .containsExactly(3L, 2L);
        assertThat(numbers(rounds("?from=2026-01-31T02:00:04%2B02:00"))).containsExactly(5L, 4L);
        assertThat(numbers(rounds("?to=2026-01-31T00:00:02Z&limit=9"))).containsExactly(1L);
        assertThat(numbers(rounds("?from=2026-01-31&to=2026-01-31"))).isEmpty();
    }

    @Test
    void aKnownBotWithoutRoundsHasAnEmptyExport() {
        api.post("/bots", RoundBody.empty().with("bot_id", bot)).expect(201);

        assertFile(rounds(""), "[]\n", 0);
        assertFile(rounds("?format=ndjson"), "", 0);
        assertFile(rounds("?format=csv"), ROUND_KEYS + "\r\n", 0);
    }

    @Test
    void namesThatNeedQuotesAreFoundAndQuoted() {
        String odd = "ö/\"a\",\n🎲 " + bot.substring(bot.length() - 8);
        RoundBody signal = RoundBody.empty()
                .with("signal_type", "x,y \"z\"\n")
                .raw("feature_vector", "{\"volatility\": 0.650, \"at\": [1, null]}");
        api.log(started(RoundBody.win(odd, 1), "2026-01-31T00:00:00Z").raw("signals", "[" + signal + "]"));

        try (Download export = Download.start(server, "/bots/" + encode(odd) + "/rounds/export?format=csv")) {
            assertThat(export.text().lines()).hasSize(2);
            assertThat(export.header("Content-Disposition"))
                    .contains("filename=\"__", "filename*=UTF-8''%C3%B6__a_%2C");
        }
        try (Download export = Download.start(server, "/signals/export?format=csv&bot_id=" + encode(odd))) {
            assertThat(export.text())
                    .contains(",\"ö/\"\"a\"\",\n🎲 ", "\"x,y \"\"z\"\"\n\"", "\"{\"\"at\"\": [1, null], ", "0.650}\"");
        }
        try (Download export = Download.start(server, "/signals/export?bot_id=" + encode(odd))) {
            JsonNode exported = parse(export.text()).get(0);
            assertThat(exported.get("bot_id").asText()).isEqualTo(odd);
            assertThat(exported.get("feature_vector").get("volatility").asText())
                    .isEqualTo("0.650");
        }
    }

    @Test
    void multipliersOfAGameNewestFirst() {
        long first = api.log(started(RoundBody.win(bot, 1), "2026-01-31T00:00:00Z"));
        api.post(
                        "/rounds/" + first + "/multipliers",
                        RoundBody.empty()
                                .with("multiplier", "1.10")
                                .with("timestamp", "2026-01-30T00:00:00Z")
                                .with("ocr_confidence", "0.5")
                                .with("data_quality_score", 1))
                .expect(201);
        long second = api.log(started(RoundBody.loss(bot, 2), "2026-01-31T00:00:01Z"));
        api.log(started(
                RoundBody.loss(bot, 3).with("session_id", "other").with("game_name", "jetx"), "2026-01-31T00:00:02Z"));

        assertFile(
                multipliers("?format=csv&bot_id=" + bot),
                MULTIPLIER_KEYS + "\r\n"
                        + second + ",1.20,2026-01-31T00:00:01Z,true,false,,\r\n"
                        + first + ",1.33,2026-01-31T00:00:00Z,false,true,,\r\n"
                        + first + ",2.45,2026-01-31T00:00:00Z,true,false,,\r\n"
                        + first + ",1.10,2026-01-30T00:00:00Z,false,false,0.50,1.00\r\n",
                4);
        assertFile(multipliers("?format=ndjson&limit=1&bot_id=" + bot), """
                {"round_id":%d,"multiplier":1.20,"timestamp":"2026-01-31T00:00:01Z","is_crash":true,"is_cashout":false,\
                "ocr_confidence":null,"quality_score":null}
                """.formatted(second), 1);
        assertFile(multipliers("?format=csv&bot_id=" + bot + "&to=2026-01-31T00:00:00Z"), MULTIPLIER_KEYS + "\r\n", 0);
        assertFile(multipliers("?bot_id=" + RoundBody.newBot("nobody")), "[]\n", 0);
    }

    @Test
    void multipliersOfAllBotsOfAGame() {
        List<String> ids = new ArrayList<>();
        String other = RoundBody.newBot("export");
        for (int n = 1; n <= 3; n++) {
            ids.add("" + api.log(started(RoundBody.loss(bot, n), "2031-05-01T00:00:0" + n + "Z")));
            ids.add("" + api.log(started(RoundBody.loss(other, n), "2031-05-01T00:00:0" + n + ".5Z")));
        }
        // Until its round is stored a tick belongs to no moment.
        api.send(
                        "POST",
                        "/rounds/batch",
                        "application/x-ndjson",
                        RoundBody.key(bot, 9).with("type", "multiplier").with("multiplier", 7) + "\n")
                .expect(200);

        try (Download export = Download.start(
                server, multipliers("?format=ndjson&from=2031-05-01&to=2031-05-02"), "Accept: text/csv")) {
            List<String> exported = export.text()
                    .lines()
                    .map(line -> parse(line).get("round_id").asText())
                    .toList();
            assertThat(exported)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 6).mapToObj(i -> ids.get(5 - i)).toList());
            assertThat(export.trailer("X-Row-Count")).isEqualTo("6");
        }
    }

    @Test
    void signalsWithWhatBecameOfTheirRounds() {
        for (String type : List.of("early", "early", "late")) {
            api.send(
                            "POST",
                            "/rounds/batch",
                            "application/x-ndjson",
                            RoundBody.key(bot, 1)
                                            .with("type", "signal")
                                            .with("signal_type", type)
                                            .with("confidence_score", "0.9")
                                            .with("predicted_multiplier", "2.00")
                                            .with("similar_rounds_count", 12)
                                            .with("timestamp", "2026-01-31T00:00:00Z")
                                    + "\n")
                    .expect(200);
        }
        long round =
                api.log(started(RoundBody.win(bot, 1), "2026-01-31T00:00:01Z").with("strategy_name", "s, 1"));
        api.post("/rounds/" + round + "/signals", RoundBody.empty().with("signal_type", "early"))
                .expect(201);
        api.put(
                        "/rounds/" + round + "/outcome",
                        RoundBody.empty()
                                .with("outcome", "WIN")
                                .with("profit_loss", "3.25")
                                .with("roi_percent", "32.5"))
                .expect(200);

        try (Download export = Download.start(server, "/signals/export?bot_id=" + bot)) {
            JsonNode signals = parse(export.text());
            assertThat(export.trailer("X-Row-Count")).isEqualTo("4");
            assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"signals.json\"");
            assertThat(signals.findValuesAsText("signal_type")).containsExactly("early", "late", "early", "early");
            assertThat(signals.findValuesAsText("predicted_ahead")).containsExactly("false", "true", "true", "true");
            assertThat(signals.findValuesAsText("is_feature_row")).containsExactly("false", "true", "true", "false");
            JsonNode late = signals.get(1);
            assertThat(late.get("round_id").asLong()).isEqualTo(round);
            assertThat(late.get("session_id").asText()).isEqualTo(RoundBody.SESSION);
            assertThat(late.get("round_number").asLong()).isEqualTo(1);
            assertThat(late.get("platform_code").asText()).isEqualTo("dafabet");
            assertThat(late.get("timestamp").asText()).isEqualTo("2026-01-31T00:00:00Z");
            assertThat(late.get("round_start_timestamp").asText()).isEqualTo("2026-01-31T00:00:01Z");
            assertThat(late.get("confidence_score").asText()).isEqualTo("0.90");
            assertThat(late.get("similar_rounds_count").asLong()).isEqualTo(12);
            assertThat(late.get("predicted_multiplier").asText()).isEqualTo("2.00");
            assertThat(late.get("actual_multiplier").asText()).isEqualTo("2.45");
            assertThat(late.get("prediction_error").isNumber()).isTrue();
            assertThat(late.get("signal_correctness").asBoolean()).isTrue();
            assertThat(late.get("feature_vector").isNull()).isTrue();
            assertThat(late.get("strategy_name").asText()).isEqualTo("s, 1");
            assertThat(late.get("crash_multiplier").asText()).isEqualTo("2.45");
            assertThat(late.get("cashout_multiplier").asText()).isEqualTo("1.33");
            assertThat(late.get("outcome").asText()).isEqualTo("WIN");
            assertThat(late.get("outcome_category").asText()).isEqualTo("small_win");
            assertThat(late.get("currency").asText()).isEqualTo("USD");
            assertThat(late.get("stake").asText()).isEqualTo("10.00");
            assertThat(late.get("profit_loss").asText()).isEqualTo("3.25");
            assertThat(late.get("roi_percent").asText()).isEqualTo("32.50");
        }
        assertRows("/signals/export?bot_id=" + bot + "&signal_type=late", 1);
        assertRows("/signals/export?bot_id=" + bot + "&signal_type=late&game_name=jetx", 0);
        assertRows("/signals/export?bot_id=" + bot + "&game_name=aviator&limit=3", 3);
        assertRows("/signals/export?bot_id=" + bot + "&from=2026-01-31T00:00:02Z", 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | [",
                "application/x-ndjson | {",
                "text/csv | i",
                "*/* | [",
                "text/html, */*;q=0.1 | ["
            })
    void acceptChoosesTheFormat(String accept, String beginning) {
        logSeconds(1);

        try (Download export = Download.start(server, rounds(""), "Accept: " + accept)) {
            assertThat(export.text()).startsWith(beginning);
        }
    }

    @Test
    void anAcceptThatNothingSatisfiesIsRefused() {
        logSeconds(1);

        api.send(api.request(rounds("")).header("Accept", "image/png").build()).problem(406, "not_acceptable");
        api.send(api.request(rounds("?format=csv"))
                        .header("Accept", "image/png")
                        .build())
                .expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=-1, limit",
        "limit=abc, limit",
        "limit=1.5, limit",
        "limit=, limit",
        "from=yesterday, from",
        "to=2026-02-30, to",
        "from=2026-02-01&to=2026-01-31, to",
        "format=xml, format",
        "format=CSV, format",
        "format=, format",
        "format=csv&format=json, format",
        "limt=5, limt",
        "cursor=x, cursor"
    })
    void everyExportRefusesAParameterByItsName(String query, String parameter) {
        for (String path : List.of(rounds(""), multipliers(""), "/signals/export")) {
            ApiClient.Answer answer = api.get(path + "?" + query).problem(422, "invalid");
            assertThat(answer.errorFields()).containsExactly(parameter);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bot_id", "game_name", "signal_type"})
    void filtersMustBePossible(String filter) {
        String tooLong = "?" + filter + "=" + "x".repeat(51);

        assertThat(api.get("/signals/export" + tooLong).problem(422, "invalid").errorFields())
                .containsExactly(filter);
        assertThat(api.get("/signals/export?" + filter + "=%00")
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly(filter);
        assertThat(api.get(rounds("?" + filter + "=x")).problem(422, "invalid").errorFields())
                .containsExactly(filter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-at-all", "%00", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void whatThePathNamesMustExist(String name) {
        api.get("/bots/" + name + "/rounds/export").problem(404, "bot_not_found");
        api.get("/games/" + name + "/multipliers/export").problem(404, "game_not_found");
    }

    @Test
    void onlyGetIsTaken() {
        assertThat(api.post(rounds(""), "{}")
                        .problem(405, "method_not_allowed")
                        .headers()
                        .firstValue("Allow"))
                .hasValue("GET");
        api.post("/signals/export", "{}").problem(405, "method_not_allowed");
    }

    @Test
    void manyBlocksComeInOrderAndOnce() {
        int rounds = 2_500;
        api.batch(IntStream.rangeClosed(1, rounds)
                .mapToObj(number -> started(RoundBody.loss(bot, number), "2026-01-31T00:00:00Z"))
                .toArray());

        List<Long> numbers = numbers(rounds("?limit=" + rounds));

        assertThat(numbers).hasSize(rounds).doesNotHaveDuplicates().contains(1L, (long) rounds);
        assertThat(numbers(rounds("?limit=1000"))).isEqualTo(numbers.subList(0, 1_000));
    }

    @Test
    void comesOverHttp2Too() throws Exception {
        logSeconds(2);
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(server.baseUri().resolve("/api/v1" + rounds("?format=csv")))
                .build();

        HttpResponse<String> export = http2.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(export.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(export.body().lines()).hasSize(3);
    }

    @Test
    void metersCountWhatWasHandedOut() {
        logSeconds(3);
        double started = server.metric("crash_export_started_total", "dataset=\"rounds\"");
        double rows = server.metric("crash_export_rows_total", "dataset=\"rounds\"");

        assertRows(rounds(""), 3);

        assertThat(server.metric("crash_export_started_total", "dataset=\"rounds\"") - started)
                .isEqualTo(1);
        assertThat(server.metric("crash_export_rows_total", "dataset=\"rounds\"") - rows)
                .isEqualTo(3);
        assertThat(server.get("/q/metrics").body())
                .contains(
                        "crash_export_active ",
                        "crash_export_refused_total ",
                        "crash_export_aborted_total{reason=\"client_gone\"}",
                        "crash_export_aborted_total{reason=\"client_stalled\"}",
                        "crash_export_aborted_total{reason=\"read_failed\"}");
    }

    private void assertFile(String path, String content, int rows) {
        try (Download export = Download.start(server, path)) {
            assertThat(export.text()).isEqualTo(content);
            assertThat(export.trailer("X-Row-Count")).isEqualTo(Integer.toString(rows));
        }
    }

    private void assertRows(String path, int rows) {
        try (Download export = Download.start(server, path)) {
            assertThat(parse(export.text())).hasSize(rows);
            assertThat(export.trailer("X-Row-Count")).isEqualTo(Integer.toString(rows));
        }
    }

    private void logSeconds(int rounds) {
        for (int n = 1; n <= rounds; n++) {
            api.log(started(RoundBody.loss(bot, n), "2026-01-31T00:00:0" + n + "Z"));
        }
    }

    private List<Long> numbers(String path) {
        try (Download export = Download.start(server, path)) {
            List<Long> numbers = new ArrayList<>();
            parse(export.text())
                    .forEach(round -> numbers.add(round.get("round_number").asLong()));
            return numbers;
        }
    }

    private String rounds(String query) {
        return "/bots/" + bot + "/rounds/export" + query;
    }

    private static String multipliers(String query) {
        return "/games/aviator/multipliers/export" + query;
    }

    private static RoundBody started(RoundBody round, String time) {
        return round.with("round_start_timestamp", time);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode parse(String json) {
        try {
            return ApiClient.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }
}
