package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values a round cannot hold are refused by name, and nothing of them is stored. */
class BadInputIT {

    private static final int MAX_JSON = 65_536;

    private final ApiClient api = ApiClient.shared();

    private void assertRefused(RoundBody round, String... fields) {
        Answer answer = api.post("/rounds", round).problem(422, "invalid");
        assertThat(answer.errorFields()).containsExactly(fields);
        answer.get("errors")
                .forEach(error -> assertThat(error.get("message").asText()).isNotBlank());
        assertThat(answer.get("retryable").asBoolean()).isFalse();
        assertThat(answer.get("detail").asText()).contains(fields[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stake_value | -1",
                "stake_value | -0.0000000001",
                "stake_value | 1e12",
                "stake_value | 1000000000000",
                "stake_value | 1e400",
                "stake_value | 1e-300",
                "stake_value | 1e-999999999",
                "stake_value | 1e999999999",
                "stake_value | 1e99999999999999999999",
                "stake_value | \"NaN\"",
                "stake_value | \"Infinity\"",
                "stake_value | \"-Infinity\"",
                "stake_value | \"\"",
                "stake_value | \"10 USD\"",
                "stake_value | \"10,00\"",
                "stake_value | \" 10\"",
                "stake_value | \"0x10\"",
                "stake_value | true",
                "stake_value | {}",
                "stake_value | [10]",
                "stake_value | 1111111111111111111111111111111111111111111111111111111111111111111111.0",
                "crash_multiplier | 0.99",
                "crash_multiplier | 0",
                "cashout_multiplier | -1.33",
                "ocr_confidence | 1.1",
                "ocr_confidence | -0.1",
                "cashout_detection_confidence | 1.0000000001",
                "round_number | 0",
                "round_number | -1",
                "round_number | 1.5",
                "round_number | 9223372036854775808",
                "round_number | 1e30",
                "round_number | \"one\"",
                "round_number | \"\"",
                "round_number | true",
                "retry_count | -1",
                "retry_count | 2147483648",
                "duration_seconds | -0.1",
                "manual_override_flag | \"true\"",
                "manual_override_flag | 1",
                "round_outcome | \"DRAW\"",
                "round_outcome | \"\"",
                "round_outcome | 1",
                "error_type | \"oops\"",
                "multiplier_source | \"guess\"",
                "round_start_timestamp | \"yesterday\"",
                "round_start_timestamp | 1769860800",
                "round_start_timestamp | \"2026-02-30T12:00:00Z\"",
                "round_start_timestamp | \"2026-01-31\"",
                "round_start_timestamp | \"2026-01-31T25:00:00Z\"",
                "round_start_timestamp | \"2026-01-31T12:00:00+25:00\"",
                "round_start_timestamp | \"1969-12-31T23:59:59Z\"",
                "round_start_timestamp | \"+10000-01-01T00:00:00Z\"",
                "bot_id | \"\"",
                "bot_id | \"  \\t\"",
                "bot_id | 17",
                "bot_id | null",
                "bot_id | \"x\\u0000y\"",
                "bot_id | \"\\ud83d\"",
                "session_id | \"\\udca9\\ud83d\"",
                "session_id | []",
                "platform_code | \" \"",
                "ocr_text | \"NUL \\u0000\"",
                "ocr_text | \"half \\ud83d pair\"",
                "metadata | {\"k\": \"\\u0000\"}",
                "metadata | {\"\\u0000\": 1}",
                "metadata | [{\"k\": \"\\ud800\"}]",
                "metadata | {\"n\": 1e2000000}",
                "multipliers | \"none\"",
                "signals | 5",
                "outcome | true"
            })
    void aValueIsRefusedUnderItsFieldsName(String field, String json) {
        assertRefused(RoundBody.win(RoundBody.newBot("bad"), 1).raw(field, json), field);
    }

    @ParameterizedTest
    @CsvSource({
        "bot_id, 50",
        "session_id, 100",
        "platform_code, 50",
        "strategy_name, 50",
        "currency, 10",
        "round_external_id, 100",
        "ocr_text, 2000",
        "error_description, 4000",
        "screenshot_reference_id, 200"
    })
    void aTextMayBeAsLongAsItsColumnAndNoLonger(String field, int longest) {
        String filler = RoundBody.newBot("").substring(1);
        String fits = (filler + "é".repeat(longest)).substring(0, longest);
        RoundBody round = RoundBody.win(RoundBody.newBot("long"), 1);

        api.post("/rounds", round.with(field, fits)).expect(201);
        assertRefused(round.with("round_number", 2).with(field, fits + "x"), field);
    }

    @Test
    void aGameOfFiftyOneCharactersIsRefusedBeforeItIsLookedUp() {
        assertRefused(RoundBody.win(RoundBody.newBot("long"), 1).with("game_name", "g".repeat(51)), "game_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bot_id", "session_id", "game_name", "platform_code", "round_number", "stake_value"})
    void whatIsRequiredIsMissed(String field) {
        assertRefused(RoundBody.win(RoundBody.newBot("missing"), 1).without(field), field);
    }

    @Test
    void everyErrorIsNamedAtOnce() {
        Answer answer = api.post("/rounds", "{\"round_number\": 0, \"stake\": 5, \"ocr_confidence\": 2}");

        assertThat(answer.problem(422, "invalid").errorFields())
                .containsExactlyInAnyOrder(
                        "round_number",
                        "stake",
                        "ocr_confidence",
                        "bot_id",
                        "session_id",
                        "game_name",
                        "platform_code",
                        "stake_value");
    }

    @Test
    void anUnknownFieldIsNamedWhateverItsName() {
        for (String name : List.of("crash_multiplyer", "", "Stake_Value", "created_at", "round_id", "🚀")) {
            assertRefused(RoundBody.win(RoundBody.newBot("typo"), 1).with(name, 1), name);
        }
    }

    @Test
    void aWinOrALossNeedsAStakeAndAWinItsCashOut() {
        String bot = RoundBody.newBot("stake");
        assertRefused(RoundBody.win(bot, 1).with("stake_value", "0.00"), "stake_value");
        assertRefused(RoundBody.loss(bot, 1).with("stake_value", 0), "stake_value");
        assertRefused(RoundBody.win(bot, 1).with("stake_value", "0.00000000001"), "stake_value");
        assertRefused(RoundBody.win(bot, 1).without("cashout_multiplier"), "cashout_multiplier");
        api.post("/rounds", RoundBody.skip(bot, 1).with("stake_value", 0)).expect(201);
        api.post("/rounds", RoundBody.skip(bot, 2).with("round_outcome", "ERROR"))
                .expect(201);
    }

    @Test
    void theSameFieldTwiceMustAgree() {
        String body = RoundBody.win(RoundBody.newBot("twice"), 1).toString();

        String same = body.replace("{", "{\"stake_value\":10,");
        api.post("/rounds", same).expect(201);
        Answer refused = api.post("/rounds", body.replace("{", "{\"stake_value\":11,"));
        assertThat(refused.problem(422, "invalid").errorFields()).containsExactly("stake_value");
    }

    @Test
    void metadataMayBeThirtyTwoLevelsDeepAndSixtyFourKilobytesLong() {
        String bot = RoundBody.newBot("metadata");
        String deep = "[".repeat(32) + "]".repeat(32);
        api.post("/rounds", RoundBody.win(bot, 1).raw("metadata", deep)).expect(201);
        assertRefused(RoundBody.win(bot, 2).raw("metadata", "[" + deep + "]"), "metadata");

        String longest = "\"" + "x".repeat(MAX_JSON - 2) + "\"";
        api.post("/rounds", RoundBody.win(bot, 3).raw("metadata", longest)).expect(201);
        assertRefused(RoundBody.win(bot, 4).raw("metadata", "\"x" + longest.substring(1)), "metadata");
        assertThat(Rows.number("SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", bot))
                .isEqualTo(2);
    }

    @Test
    void numbersThatOnlyJsonbHoldsAreKeptInMetadata() {
        String bot = RoundBody.newBot("jsonb");
        long id = api.log(RoundBody.win(bot, 1).raw("metadata", "{\"n\":1e400,\"m\":12345678901234567890.10}"));

        assertThat(Rows.text("SELECT (metadata->>'n')::numeric = 1e400 FROM crash_game_rounds WHERE id = ?", id))
                .isEqualTo("true");
        assertThat(api.get("/rounds/" + id).body()).contains("12345678901234567890.10");
    }
}
