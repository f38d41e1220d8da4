package dev.crashanalytics.readback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outcomes, errors and readings, read back bot by bot. */
class ListsByBotIT {

    private final ApiClient api = ApiClient.shared();
    private final String bot = RoundBody.newBot("lists");

    private long log(String path, RoundBody row) {
        return api.post(path, row.with("bot_id", bot)).expect(201).get("id").asLong();
    }

    private static List<String> texts(List<JsonNode> rows, String member) {
        return rows.stream().map(row -> row.get(member).asText()).toList();
    }

    @Test
    void outcomesComeSessionBySessionInTheOrderOfRounds() {
        for (String session : List.of("s2", "s1")) {
            for (int number : new int[] {3, 1, 2, 10}) {
                RoundBody round = number == 2 ? RoundBody.loss(bot, number) : RoundBody.win(bot, number);
                api.log(round.with("session_id", session)
                        .with("round_start_timestamp", "2026-01-%02dT00:00:00Z".formatted(number)));
            }
        }

        List<JsonNode> outcomes = api.pages("/outcomes?bot_id=" + bot, 3);

        assertThat(outcomes)
                .extracting(row -> row.get("session_id").asText() + " "
                        + row.get("round_number").asInt() + " "
                        + row.get("outcome").asText() + " "
                        + row.get("win_streak_length").asInt())
                .containsExactly(
                        "s1 1 WIN 1",
                        "s1 2 LOSS 0",
                        "s1 3 WIN 1",
                        "s1 10 WIN 2",
                        "s2 1 WIN 1",
                        "s2 2 LOSS 0",
                        "s2 3 WIN 1",
                        "s2 10 WIN 2");
        assertThat(outcomes.get(0).get("is_derived").asBoolean()).isTrue();
        assertThat(outcomes.get(0).get("profit_loss").decimalValue()).isEqualByComparingTo("3.3");
        assertThat(texts(
                        api.pages("/outcomes?session_id=s2&from=2026-01-02&to=2026-01-10&bot_id=" + bot, 1),
                        "round_number"))
                .containsExactly("2", "3");
    }

    @Test
    void anOutcomeThatTheBotStatedIsToldAsSuch() {
        long round = api.log(RoundBody.win(bot, 1));
        api.put(
                        "/rounds/" + round + "/outcome",
                        RoundBody.empty().with("outcome", "WIN").with("hit_target", true))
                .expect(200);

        JsonNode outcome = api.get("/outcomes?bot_id=" + bot).items().get(0);

        assertThat(outcome.get("is_derived").asBoolean()).isFalse();
        assertThat(outcome.get("hit_target").asBoolean()).isTrue();
        assertThat(outcome.get("round_id").asLong()).isEqualTo(round);
    }

    @Test
    void errorsComeThoseLoggedLastFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(
                    0,
                    ""
                            + log(
                                    "/errors",
                                    RoundBody.empty()
                                            .with("error_type", i % 2 == 0 ? "timeout" : "ocr_error")
                                            .with("session_id", i < 4 ? "s1" : "s2")
                                            .with("error_message", "ü " + i)
                                            .with("timestamp", "2026-01-0" + (i + 1))
                                            .with("timestamp", "2026-01-0" + (i + 1) + "T00:00:00Z")));
        }

        List<JsonNode> errors = api.pages("/errors?bot_id=" + bot, 2);

        assertThat(texts(errors, "id")).isEqualTo(ids);
        assertThat(errors.get(6).get("error_message").asText()).isEqualTo("ü 0");
        assertThat(errors.get(6).get("round_id").isNull()).isTrue();
        assertThat(errors.get(6).has("commit_id")).isFalse();
        assertThat(texts(api.pages("/errors?error_type=timeout&session_id=s1&bot_id=" + bot, 1), "error_message"))
                .containsExactly("ü 2", "ü 0");
        assertThat(texts(api.pages("/errors?from=2026-01-02&to=2026-01-04&bot_id=" + bot, 1), "error_message"))
                .containsExactly("ü 2", "ü 1");
    }

    @Test
    void readingsComeThoseLoggedLastFirst() {
        long round = api.log(RoundBody.win(bot, 1));
        for (String status : List.of("valid", "doubtful", "valid")) {
            log(
                    "/ocr-validations",
                    RoundBody.empty()
                            .with("raw_ocr_text", status + "!")
                            .with("confidence", "0.50")
                            .with("round_id", round)
                            .with("validation_status", status));
        }

        assertThat(texts(api.pages("/ocr-validations?bot_id=" + bot, 2), "raw_ocr_text"))
                .containsExactly("valid!", "doubtful!", "valid!");
        List<JsonNode> doubtful = api.pages("/ocr-validations?validation_status=doubtful&bot_id=" + bot, 2);
        assertThat(doubtful).hasSize(1);
        assertThat(doubtful.get(0).get("round_id").asLong()).isEqualTo(round);
        assertThat(doubtful.get(0).get("confidence").decimalValue()).isEqualByComparingTo("0.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/outcomes", "/errors", "/ocr-validations"})
    void badQueriesAreRefusedAndAnUnknownBotHasNone(String path) {
        String list = path + "?bot_id=" + bot;

        api.get(path).invalid("bot_id");
        api.get(path + "?bot_id=" + "b".repeat(51)).invalid("bot_id");
        api.get(list + "&colour=red").invalid("colour");
        api.get(list + "&from=yesterday").invalid("from");
        api.get(list + "&from=2026-01-02&to=2026-01-01").invalid("to");
        api.get(list + "&limit=0").invalid("limit");
        api.get(list + "&cursor=abc").invalid("cursor");
        assertThat(api.get(list).expect(200).items()).isEmpty();
        assertThat(api.get(list + "&session_id=none&limit=5000").expect(200).items())
                .isEmpty();
    }

    @Test
    void aCursorIsGoodForItsOwnListAlone() {
        log("/errors", RoundBody.empty().with("error_type", "timeout"));
        log("/errors", RoundBody.empty().with("error_type", "timeout"));
        String cursor = api.get("/errors?limit=1&bot_id=" + bot).text("next_cursor");

        assertThat(api.get("/errors?limit=1&bot_id=" + bot + "&cursor=" + cursor)
                        .expect(200)
                        .items())
                .hasSize(1);
        api.get("/errors?limit=1&error_type=timeout&bot_id=" + bot + "&cursor=" + cursor)
                .invalid("cursor");
        api.get("/ocr-validations?limit=1&bot_id=" + bot + "&cursor=" + cursor).invalid("cursor");
    }
}
