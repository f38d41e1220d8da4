package dev.crashanalytics.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Multipliers, signals and the outcome that come nested in their round. */
class NestedAnalyticsIT {

    private final ApiClient api = ApiClient.shared();

    private static RoundBody nested(String bot, long number) {
        return RoundBody.win(bot, number)
                .raw("multipliers", """
                        [{"multiplier": 1.10}, {"multiplier": "1.20", "ocr_confidence": 0.5},
                         {"multiplier": 2.44, "is_crash": true, "event_id": "own"}]
                        """)
                .raw("signals", """
                        [{"signal_type": "early_flight", "confidence_score": 0.92, "predicted_multiplier": 3,
                          "pattern_type": "exponential", "time_to_crash_ms": 1500, "volatility": 0.65,
                          "momentum": 0.78, "similar_rounds": 12, "feature_vector": [1, {"x": 2.50}]}]
                        """)
                .raw("outcome", "{\"winnings\": 13.31, \"bot_id\": \"%s\"}".formatted(bot));
    }

    @Test
    void areStoredWithTheirRound() {
        String bot = RoundBody.newBot("nested");
        long id = api.log(nested(bot, 1));

        List<Map<String, Object>> multipliers = Rows.of(
                "SELECT trim_scale(multiplier)::text AS m, event_id, round_id, is_derived"
                        + " FROM analytics_round_multipliers WHERE bot_id = ? ORDER BY multiplier",
                bot);
        assertThat(multipliers).extracting(row -> row.get("m")).containsExactly("1.1", "1.2", "1.33", "2.44");
        assertThat(multipliers).extracting(row -> row.get("event_id")).containsExactly("1:0", "1:1", null, "own");
        assertThat(multipliers).extracting(row -> row.get("round_id")).containsOnly(id);

        Map<String, Object> signal = Rows.one(
                "SELECT *, feature_vector::text AS vector" + " FROM analytics_round_signals WHERE bot_id = ?", bot);
        assertThat(signal)
                .containsEntry("event_id", "1:0")
                .containsEntry("round_id", id)
                .containsEntry("signal_type", "early_flight")
                .containsEntry("pattern_match_type", "exponential")
                .containsEntry("similar_rounds_count", 12)
                .containsEntry("signal_correctness", false)
                .containsEntry("predicted_ahead", false)
                .containsEntry("vector", "[1, {\"x\": 2.50}]");
        assertThat(Rows.text("SELECT trim_scale(winnings) FROM analytics_round_outcomes WHERE bot_id = ?", bot))
                .isEqualTo("13.31");
    }

    @Test
    void aRoundSentAgainAddsNothing() {
        String bot = RoundBody.newBot("nested-again");
        api.log(nested(bot, 1));
        long offsets = Rows.number("SELECT next_offset FROM feed_head");

        JsonNode again = api.post("/rounds", nested(bot, 1)).expect(200).json();

        assertThat(again.get("duplicate").asBoolean()).isTrue();
        assertThat(Rows.number("SELECT next_offset FROM feed_head")).isEqualTo(offsets);
        assertThat(Rows.number("SELECT count(*) FROM analytics_round_multipliers WHERE bot_id = ?", bot))
                .isEqualTo(4);
        assertThat(Rows.number("SELECT count(*) FROM analytics_round_signals WHERE bot_id = ?", bot))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipliers | [{\"multiplier\": 2, \"bot_id\": \"other\"}] | multipliers[0].bot_id | round_mismatch",
                "signals | [{}, {\"round_number\": 2}] | signals[1].round_number | round_mismatch",
                "outcome | {\"game_name\": \"jetx\"} | outcome.game_name | round_mismatch",
                "multipliers | [{\"multiplier\": 2, \"round_id\": 5}] | multipliers[0].round_id | round_mismatch",
                "multipliers | [{\"multiplier\": 0.99}] | multipliers[0].multiplier | invalid",
                "multipliers | [{}] | multipliers[0].multiplier | invalid",
                "multipliers | [{\"multiplier\": 2}, 7] | multipliers[1] | invalid",
                "multipliers | {\"multiplier\": 2} | multipliers | invalid",
                "signals | [{\"confidence_score\": 1.1}] | signals[0].confidence_score | invalid",
                "signals | [{\"confidense\": 1}] | signals[0].confidense | invalid",
                "outcome | {\"outcome\": \"MAYBE\"} | outcome.outcome | invalid",
                "outcome | [] | outcome | invalid"
            })
    void whatIsWrongInThemIsNamedByItsPath(String member, String json, String field, String code) {
        String bot = RoundBody.newBot("nested-bad");

        ApiClient.Answer refused = api.post("/rounds", RoundBody.win(bot, 1).raw(member, json));

        assertThat(refused.problem(422, code).errorFields()).containsExactly(field);
        assertThat(Rows.number("SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", bot))
                .isZero();
    }

    @Test
    void aMultiplierIsNotCrashAndCashOutAtOnce() {
        RoundBody round = RoundBody.win(RoundBody.newBot("both"), 1)
                .raw("multipliers", "[{\"multiplier\": 2, \"is_crash\": true, \"is_cashout\": true}]");

        assertThat(api.post("/rounds", round).problem(422, "invalid").errorFields())
                .containsExactly("multipliers[0].is_cashout_multiplier");
    }
}
