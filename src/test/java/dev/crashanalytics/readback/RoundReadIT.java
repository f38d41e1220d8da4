package dev.crashanalytics.readback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundReadIT {

    private final ApiClient api = ApiClient.shared();
    private final String bot = ApiClient.unique("bot");
    private final String session = ApiClient.unique("session");

    @Test
    void readsARoundBackAsItWasSent() {
        Answer logged = api.post("/rounds", """
                {"bot_id": "%s", "session_id": "%s", "game_name": "aviator", "platform_code": "pmbetting",
                 "round_number": 1, "stake_value": "10.10", "crash_multiplier": 12345.6789012345,
                 "round_outcome": "LOSS", "ocr_text": "1.33x – ü 🎲", "round_start_timestamp": "2026-01-31T02:00:00.123456+02:00",
                 "running_balance_before": 0.0000000001,
                 "metadata": {"exact": 12345678901234567890.123456789, "list": [1.10, null, "ü"]}}
                """.formatted(bot, session));

        Answer round = api.get("/rounds/" + logged.text("round_id"));

        assertThat(round.text("id")).isEqualTo(logged.text("round_id"));
        assertThat(round.text("ocr_raw_text")).isEqualTo("1.33x – ü 🎲");
        assertThat(round.text("round_start_timestamp")).isEqualTo("2026-01-31T00:00:00.123456Z");
        assertThat(round.body())
                .contains(
                        "\"stake_value\":10.10",
                        "\"crash_multiplier_detected\":12345.6789012345",
                        "\"running_balance_before\":0.0000000001",
                        "12345678901234567890.123456789",
                        "[1.10, null, \"ü\"]");
        assertThat(round.json().has("commit_id")).isFalse();
        assertThat(round.json().path("target_multiplier").isNull()).isTrue();
    }

    @Test
    void pagesThroughRoundsOfOneMomentNewestFirst() {
        List<String> ids = IntStream.rangeClosed(1, 7)
                .mapToObj(n -> log(session, n, "2026-01-31T00:00:0" + n / 4 + "Z"))
                .toList();

        List<String> listed = ids(api.pages("/rounds?bot_id=" + bot, 2));

        Collections.reverse(listed);
        assertThat(listed).isEqualTo(ids);
    }

    @Test
    void filtersByTimeFromInclusiveToExclusive() {
        log(session, 1, "2026-01-31T00:00:00Z");
        String second = log(session, 2, "2026-01-31T00:00:01Z");
        log(session, 3, "2026-01-31T00:00:02Z");

        assertThat(ids(api.pages("/rounds?bot_id=" + bot + "&from=2026-01-31T00:00:01Z&to=2026-01-31T00:00:02Z", 10)))
                .containsExactly(second);
        assertThat(ids(api.pages(
                        "/rounds?bot_id=" + bot + "&from=2026-01-31T02:00:01+02:00&to=2026-01-31T00:00:02", 10)))
                .containsExactly(second);
        assertThat(api.pages("/rounds?bot_id=" + bot + "&from=2026-02-01", 10)).isEmpty();
    }

    @Test
    void aSessionNamedAloneIsTheOneCreatedLastOnEveryPage() {
        log(session, 1, "2026-01-31T00:00:00Z");
        String other = ApiClient.unique("bot");
        List<String> newest = List.of(log(other, session, 1), log(other, session, 2));
        Answer first = api.get("/rounds?limit=1&session_id=" + session);

        log(ApiClient.unique("bot"), session, 1);
        Answer second = api.get("/rounds?limit=1&session_id=" + session + "&cursor=" + first.text("next_cursor"));

        assertThat(ids(first.items())).containsExactly(newest.get(1));
        assertThat(ids(second.items())).containsExactly(newest.get(0));
        assertThat(api.pages("/rounds?session_id=" + session + "&bot_id=" + bot, 10))
                .hasSize(1);
    }

    @Test
    void unknownFiltersFindNothing() {
        assertThat(api.pages("/rounds?bot_id=" + bot, 10)).isEmpty();
        assertThat(api.pages("/rounds?session_id=" + session, 10)).isEmpty();
    }

    @Test
    void aCursorIsGoodForItsFiltersAlone() {
        log(session, 1, "2026-01-31T00:00:00Z");
        log(session, 2, "2026-01-31T00:00:01Z");
        String cursor = api.get("/rounds?limit=1&bot_id=" + bot).text("next_cursor");

        api.get("/rounds?limit=1&cursor=" + cursor).invalid("cursor");
        api.get("/bots?cursor=" + cursor).invalid("cursor");
        assertThat(api.get("/rounds?limit=5&bot_id=" + bot + "&cursor=" + cursor)
                        .items())
                .hasSize(1);
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
        "from=, from",
        "from=2026-02-01&to=2026-01-31, to",
        "bot_id=, bot_id",
        "bot_id=%00, bot_id",
        "bot_id=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, bot_id",
        "cursor=, cursor",
        "cursor=nonsense, cursor",
        "limt=5, limt",
        "limit=5&limit=6, limit"
    })
    void refusesAParameterByItsName(String query, String parameter) {
        api.get("/rounds?" + query).invalid(parameter);
    }

    @Test
    void capsTheLimit() {
        assertThat(api.get("/rounds?bot_id=" + bot + "&limit=99999999999999999999")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9223372036854775807", "9223372036854775808", "abc", "1.0", "%00"})
    void knowsNoRoundThatCannotBe(String id) {
        api.get("/rounds/" + id).problem(404, "round_not_found");
    }

    private String log(String inSession, int number, String started) {
        return log(bot, inSession, number, ", \"round_start_timestamp\": \"" + started + "\"");
    }

    private String log(String ofBot, String inSession, int number) {
        return log(ofBot, inSession, number, "");
    }

    private String log(String ofBot, String inSession, int number, String more) {
        Answer logged = api.post("/rounds", """
                {"bot_id": "%s", "session_id": "%s", "game_name": "aviator", "platform_code": "pmbetting",
                 "round_number": %d, "stake_value": 10, "round_outcome": "LOSS"%s}
                """.formatted(ofBot, inSession, number, more));
        return logged.expect(201).text("round_id");
    }

    private static List<String> ids(List<JsonNode> rounds) {
        return new ArrayList<>(
                rounds.stream().map(round -> round.path("id").asText()).toList());
    }
}
