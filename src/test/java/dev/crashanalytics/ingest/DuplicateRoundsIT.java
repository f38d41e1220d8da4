package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A round sent again: the same facts are a duplicate, others a conflict. */
class DuplicateRoundsIT {

    private final ApiClient api = ApiClient.shared();

    private static RoundBody full(String bot) {
        return RoundBody.win(bot, 1)
                .with("running_balance_before", "1000.00")
                .with("strategy_name", "compound")
                .with("ocr_text", "1.33x")
                .raw("metadata", "{\"a\":1,\"b\":{\"c\":[1,2.5],\"d\":null}}");
    }

    @Test
    void theSameFactsAnswerTheFirstReceipt() {
        // Given
        String bot = RoundBody.newBot("same");
        JsonNode first = api.post("/rounds", full(bot)).expect(201).json();

        // When
        JsonNode second = api.post("/rounds", full(bot)).expect(200).json();

        // Then
        assertThat(second.get("duplicate").asBoolean()).isTrue();
        assertThat(second.get("round_id")).isEqualTo(first.get("round_id"));
        assertThat(second.get("offset")).isEqualTo(first.get("offset"));
        assertThat(Rows.number("SELECT total_rounds FROM session_logs WHERE bot_id = ?", bot))
                .isEqualTo(1);
    }

    @Test
    void whatARetryOmitsIsNotCompared() {
        String bot = RoundBody.newBot("omits");
        api.post("/rounds", full(bot)).expect(201);

        // When only what a round must say comes again, or what was derived comes in words
        ApiClient.Answer less = api.post(
                "/rounds",
                RoundBody.skip(bot, 1)
                        .with("stake_value", "10.000")
                        .with("round_outcome", "WIN")
                        .with("cashout_multiplier", 1.330));
        ApiClient.Answer more = api.post(
                "/rounds",
                full(bot)
                        .with("profit_loss", 3.3)
                        .with("roi_percent", "33")
                        .with("cashout_amount", "13.3")
                        .with("currency", "USD")
                        .with("final_multiplier", "1.3300000000001")
                        .with("running_balance_after", "1003.3"));

        // Then
        assertThat(less.expect(200).get("duplicate").asBoolean()).isTrue();
        assertThat(more.expect(200).get("duplicate").asBoolean()).isTrue();
    }

    @Test
    void timestampsAndDurationsAreNotCompared() {
        String bot = RoundBody.newBot("times");
        long id = api.log(full(bot)
                .with("round_start_timestamp", "2026-01-31T12:00:00Z")
                .with("round_end_timestamp", "2026-01-31T12:00:09Z")
                .with("processing_time_ms", 12));

        api.post(
                        "/rounds",
                        full(bot)
                                .with("round_start_timestamp", "2026-02-01T00:00:00Z")
                                .with("round_end_timestamp", "2026-02-01T00:00:01Z")
                                .with("duration_seconds", 77)
                                .with("processing_time_ms", 99))
                .expect(200);

        JsonNode stored = api.round(id);
        assertThat(stored.get("round_start_timestamp").asText()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(stored.get("duration_seconds").toString()).isEqualTo("9.00");
        assertThat(stored.get("processing_time_ms").toString()).isEqualTo("12.00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"b\":{\"d\":null,\"c\":[1,2.5]},\"a\":1} | true",
                "{ \"a\": 1.0, \"b\": {\"c\": [1.00, 25e-1], \"d\": null}} | true",
                "{\"a\":2,\"a\":1,\"b\":{\"c\":[1,2.5],\"d\":null}} | true",
                "{\"a\":\"1\",\"b\":{\"c\":[1,2.5],\"d\":null}} | false",
                "{\"a\":1,\"b\":{\"c\":[2.5,1],\"d\":null}} | false",
                "{\"a\":1,\"b\":{\"c\":[1,2.5]}} | false",
                "{\"a\":1.0000000000000001,\"b\":{\"c\":[1,2.5],\"d\":null}} | false",
                "[] | false"
            })
    void metadataIsComparedAsJsonb(String metadata, boolean same) {
        String bot = RoundBody.newBot("metadata");
        api.post("/rounds", full(bot)).expect(201);

        ApiClient.Answer again = api.post("/rounds", full(bot).raw("metadata", metadata));

        if (same) {
            assertThat(again.expect(200).get("duplicate").asBoolean()).isTrue();
        } else {
            assertThat(again.problem(409, "round_conflict").errorFields()).containsExactly("metadata");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stake_value, 10.01",
        "crash_multiplier, 2.4500000001",
        "cashout_multiplier, 1.34",
        "round_outcome, LOSS",
        "platform_code, fun88",
        "strategy_name, other",
        "ocr_text, 1.34x",
        "error_type, timeout",
        "retry_count, 0",
        "manual_override_flag, true",
        "running_balance_before, 999.99"
    })
    void otherFactsAreRefusedAndTheStoredRoundStays(String field, String value) {
        // Given
        String bot = RoundBody.newBot("conflict");
        long id = api.log(full(bot));
        String stored = Rows.text("SELECT r::text FROM crash_game_rounds r WHERE id = ?", id);
        String session = Rows.text("SELECT s::text FROM session_logs s WHERE bot_id = ?", bot);

        // When
        boolean flag = field.endsWith("_flag");
        ApiClient.Answer refused = api.post("/rounds", full(bot).with(field, flag ? (Object) true : value));

        // Then
        refused.problem(409, "round_conflict");
        assertThat(refused.errorFields()).hasSize(1);
        assertThat(refused.get("retryable").asBoolean()).isFalse();
        assertThat(Rows.text("SELECT r::text FROM crash_game_rounds r WHERE id = ?", id))
                .isEqualTo(stored);
        assertThat(Rows.text("SELECT s::text FROM session_logs s WHERE bot_id = ?", bot))
                .isEqualTo(session);
    }

    @Test
    void withinOneBatch() {
        // Given a batch with the same round three times, once with another stake
        String bot = RoundBody.newBot("in-batch");

        JsonNode answer = api.batch(
                full(bot),
                full(bot).without("ocr_text"),
                full(bot).with("stake_value", 11),
                RoundBody.loss(bot, 2),
                full(bot));

        assertThat(answer.get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.get("duplicates").asInt()).isEqualTo(2);
        assertThat(answer.get("rejected").asInt()).isEqualTo(1);
        assertThat(answer.at("/items/0/duplicate").asBoolean()).isFalse();
        assertThat(answer.at("/items/1/duplicate").asBoolean()).isTrue();
        assertThat(answer.at("/items/1/round_id")).isEqualTo(answer.at("/items/0/round_id"));
        assertThat(answer.at("/items/1/offset")).isEqualTo(answer.at("/items/0/offset"));
        assertThat(answer.at("/items/2/code").asText()).isEqualTo("round_conflict");
        assertThat(answer.at("/items/3/round_number").asLong()).isEqualTo(2);
        assertThat(answer.at("/items/4/round_id")).isEqualTo(answer.at("/items/0/round_id"));
        assertThat(Rows.number("SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", bot))
                .isEqualTo(2);
    }

    @Test
    void theKeyIsBotSessionAndNumber() {
        String bot = RoundBody.newBot("key");
        long first = api.log(RoundBody.win(bot, 1));

        long otherSession = api.log(RoundBody.loss(bot, 1).with("session_id", "s2"));
        long otherBot = api.log(RoundBody.loss(RoundBody.newBot("key"), 1));
        long otherNumber = api.log(RoundBody.loss(bot, 2));

        assertThat(java.util.Set.of(first, otherSession, otherBot, otherNumber)).hasSize(4);
    }
}
