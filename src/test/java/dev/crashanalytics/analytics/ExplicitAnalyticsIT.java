package dev.crashanalytics.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Derived analytics rows, and the bot's own in their place: whichever came first, and never both. */
class ExplicitAnalyticsIT {

    private final ApiClient api = ApiClient.shared();

    private static List<Map<String, Object>> marks(String bot) {
        return Rows.of(
                "SELECT *, trim_scale(multiplier)::text AS m FROM analytics_round_multipliers"
                        + " WHERE bot_id = ? AND (is_crash_multiplier OR is_cashout_multiplier)"
                        + " ORDER BY round_number, is_crash_multiplier DESC",
                bot);
    }

    private static Map<String, Object> outcome(long roundId) {
        return Rows.one("SELECT * FROM analytics_round_outcomes WHERE round_id = ?", roundId);
    }

    private static RoundBody crash(String multiplier) {
        return RoundBody.empty().with("multiplier", multiplier).with("is_crash", true);
    }

    @Test
    void aWinHasACrashRowACashOutRowAndAnOutcome() {
        String bot = RoundBody.newBot("derived");
        long id = api.log(RoundBody.win(bot, 1)
                .with("round_end_timestamp", "2026-01-31T23:30:00-01:00")
                .with("round_start_timestamp", "2026-01-31T23:29:50-01:00")
                .with("round_external_id", "ext-1")
                .with("ocr_confidence", "0.95")
                .with("cashout_detection_confidence", "0.90")
                .with("target_multiplier", "1.50")
                .with("running_balance_before", 1000));

        List<Map<String, Object>> marks = marks(bot);
        assertThat(marks).extracting(row -> row.get("m")).containsExactly("2.45", "1.33");
        assertThat(marks).extracting(row -> row.get("is_crash_multiplier")).containsExactly(true, false);
        assertThat(marks).allSatisfy(row -> {
            assertThat(row).containsEntry("round_id", id).containsEntry("is_derived", true);
            assertThat(row).containsEntry("round_external_id", "ext-1").containsEntry("platform_code", "dafabet");
            assertThat(row.get("date_bucket")).hasToString("2026-02-01");
        });
        assertThat(marks)
                .extracting(row -> row.get("ocr_confidence").toString())
                .containsExactly("0.95", "0.90");

        Map<String, Object> outcome = outcome(id);
        assertThat(outcome).containsEntry("outcome", "WIN").containsEntry("outcome_category", "small_win");
        assertThat(outcome).containsEntry("win_streak_length", 1).containsEntry("loss_streak_length", 0);
        assertThat(outcome).containsEntry("hit_target", true).containsEntry("hour_bucket", 0);
        assertThat((BigDecimal) outcome.get("winnings")).isEqualByComparingTo("13.30");
        assertThat((BigDecimal) outcome.get("loss_amount")).isEqualByComparingTo("0");
        assertThat((BigDecimal) outcome.get("multiplier_error")).isEqualByComparingTo("0.95");
        assertThat((BigDecimal) outcome.get("duration_seconds")).isEqualByComparingTo("10");
    }

    @Test
    void aLossHasNoCashOutRowAndASkipWithoutCrashNone() {
        String bot = RoundBody.newBot("derived");
        long lost = api.log(RoundBody.loss(bot, 1).with("cashout_multiplier", "1.10"));
        long skipped = api.log(RoundBody.skip(bot, 2));

        assertThat(marks(bot)).extracting(row -> row.get("m")).containsExactly("1.2");
        assertThat((BigDecimal) outcome(lost).get("loss_amount")).isEqualByComparingTo("10");
        assertThat((BigDecimal) outcome(lost).get("winnings")).isEqualByComparingTo("0");
        assertThat(outcome(skipped)).containsEntry("outcome", "SKIP").containsEntry("outcome_category", "neutral");
    }

    @Test
    void theBotsOwnCrashReplacesTheDerivedOneAndTheLastStands() {
        String bot = RoundBody.newBot("replace");
        long id = api.log(RoundBody.win(bot, 1));

        JsonNode first = api.post("/rounds/" + id + "/multipliers", crash("2.46"))
                .expect(201)
                .json();
        JsonNode second = api.post(
                        "/rounds/" + id + "/multipliers",
                        crash("2.47").with("quality_score", "0.7").with("is_max", true))
                .expect(201)
                .json();

        // Then there is one crash row, the last; the round and its statistics stay as they were
        List<Map<String, Object>> marks = marks(bot);
        assertThat(marks).extracting(row -> row.get("m")).containsExactly("2.47", "1.33");
        assertThat(marks.get(0)).containsEntry("is_derived", false).containsEntry("max_in_round", true);
        assertThat(first.get("id").asLong()).isEqualTo(marks.get(0).get("id"));
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        assertThat(second.get("offset").asLong())
                .isGreaterThan(first.get("offset").asLong());
        assertThat(api.round(id).get("crash_multiplier_detected").toString()).isEqualTo("2.45");
    }

    @Test
    void anExplicitCashOutReplacesTheDerivedOneToo() {
        String bot = RoundBody.newBot("cashout");
        long id = api.log(RoundBody.win(bot, 1));

        api.post(
                        "/rounds/" + id + "/multipliers",
                        RoundBody.empty().with("multiplier", "1.34").with("is_cashout", true))
                .expect(201);

        assertThat(marks(bot)).extracting(row -> row.get("m")).containsExactly("2.45", "1.34");
    }

    @Test
    void ticksAreUnlimited() {
        String bot = RoundBody.newBot("ticks");
        long id = api.log(RoundBody.win(bot, 1));
        for (String tick : List.of("1.01", "1.50", "2.00", "2.00")) {
            api.post("/rounds/" + id + "/multipliers", RoundBody.empty().with("multiplier", tick))
                    .expect(201);
        }

        assertThat(Rows.number("SELECT count(*) FROM analytics_round_multipliers WHERE round_id = ?", id))
                .isEqualTo(6);
    }

    @Test
    void anExplicitCrashFillsARoundThatHasNone() {
        // Given a round whose crash was not seen, with a prediction about it
        String bot = RoundBody.newBot("fill");
        long id = api.log(RoundBody.win(bot, 1)
                .without("crash_multiplier")
                .without("cashout_multiplier")
                .with("profit_loss", "3.30")
                .with("target_multiplier", "2.00"));
        api.post("/rounds/" + id + "/signals", RoundBody.empty().with("predicted_multiplier", "2.00"))
                .expect(201);
        assertThat(marks(bot)).isEmpty();

        // When the bot states the crash apart from it
        api.post("/rounds/" + id + "/multipliers", crash("2.45")).expect(201);

        // Then round, outcome and signal know it
        JsonNode round = api.round(id);
        assertThat(round.get("crash_multiplier_detected").toString()).isEqualTo("2.45");
        assertThat(round.get("final_multiplier").toString()).isEqualTo("2.45");
        Map<String, Object> outcome = outcome(id);
        assertThat((BigDecimal) outcome.get("actual_multiplier")).isEqualByComparingTo("2.45");
        assertThat(outcome).containsEntry("hit_target", true).containsEntry("is_derived", true);
        Map<String, Object> signal = Rows.one("SELECT * FROM analytics_round_signals WHERE round_id = ?", id);
        assertThat((BigDecimal) signal.get("actual_multiplier")).isEqualByComparingTo("2.45");
        assertThat((BigDecimal) signal.get("prediction_error")).isEqualByComparingTo("0.45");
        assertThat(signal).containsEntry("signal_correctness", true).containsEntry("predicted_ahead", false);
        // And the round sent again with that crash is a duplicate
        api.post(
                        "/rounds",
                        RoundBody.skip(bot, 1)
                                .with("stake_value", 10)
                                .with("round_outcome", "WIN")
                                .with("profit_loss", "3.3")
                                .with("crash_multiplier", "2.45"))
                .expect(200);
    }

    @Test
    void theBotsOwnOutcomeReplacesTheDerivedOne() {
        String bot = RoundBody.newBot("outcome");
        long id = api.log(RoundBody.win(bot, 1));
        long derived = (long) outcome(id).get("id");

        JsonNode receipt = api.put(
                        "/rounds/" + id + "/outcome",
                        RoundBody.empty()
                                .with("profit_loss", "3.25")
                                .with("target_multiplier", "1.40")
                                .with("win_streak", 7)
                                .with("outcome_category", "big_win"))
                .expect(200)
                .json();

        Map<String, Object> said = outcome(id);
        assertThat(receipt.get("id").asLong()).isEqualTo(derived);
        assertThat(receipt.get("round_id").asLong()).isEqualTo(id);
        assertThat(said).containsEntry("is_derived", false).containsEntry("outcome_category", "big_win");
        assertThat(said).containsEntry("win_streak_length", 7).containsEntry("hit_target", true);
        assertThat((BigDecimal) said.get("profit_loss")).isEqualByComparingTo("3.25");
        assertThat((BigDecimal) said.get("multiplier_error")).isEqualByComparingTo("1.05");
        assertThat((BigDecimal) said.get("bet_amount")).as("derived").isEqualByComparingTo("10");
        // And statistics read the round alone
        assertThat(api.round(id).get("profit_loss_amount").toString()).isEqualTo("3.30");

        // When it states another, nothing of the first remains
        api.put("/rounds/" + id + "/outcome", RoundBody.empty().with("hit_target", false))
                .expect(200);
        Map<String, Object> last = outcome(id);
        assertThat((BigDecimal) last.get("profit_loss")).isEqualByComparingTo("3.30");
        assertThat(last).containsEntry("hit_target", false).containsEntry("outcome_category", "small_win");
    }

    @Test
    void fieldsThatRepeatTheRoundMustMatchIt() {
        String bot = RoundBody.newBot("repeat");
        long id = api.log(RoundBody.win(bot, 3));
        for (String call : List.of("POST multipliers", "POST signals", "PUT outcome")) {
            String method = call.split(" ")[0];
            String path = "/rounds/" + id + "/" + call.split(" ")[1];
            for (String[] wrong : new String[][] {
                {"bot_id", "\"other\""},
                {"session_id", "\"other\""},
                {"round_number", "4"},
                {"game_name", "\"jetx\""},
                {"platform_code", "\"fun88\""}
            }) {
                RoundBody body = RoundBody.empty().raw(wrong[0], wrong[1]);
                ApiClient.Answer answer = api.send(
                        method,
                        path,
                        "application/json",
                        (path.endsWith("multipliers") ? body.with("multiplier", 2) : body).toString());
                assertThat(answer.problem(422, "round_mismatch").errorFields())
                        .as(call)
                        .containsExactly(wrong[0]);
            }
        }
        assertThat(outcome(id)).containsEntry("is_derived", true);
    }

    @Test
    void whatIsSaidOfAnUnknownRoundIs404() {
        api.put("/rounds/999999999/outcome", "{}").problem(404, "round_not_found");
        api.post("/rounds/999999999/multipliers", crash("2")).problem(404, "round_not_found");
        api.post("/rounds/999999999/signals", "{}").problem(404, "round_not_found");
        String bot = RoundBody.newBot("unknown");
        JsonNode byKey = api.batch(RoundBody.key(bot, 1).with("type", "outcome"));
        assertThat(byKey.at("/items/0/code").asText()).isEqualTo("round_not_found");
    }
}
