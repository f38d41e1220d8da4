package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The integration guide's calls in its order, each answer checked. */
class QuickStartIT {

    private static final BigDecimal STAKE = new BigDecimal("10.00");
    private static final BigDecimal TARGET = new BigDecimal("1.33");

    private final ApiClient api = ApiClient.shared();

    @Test
    void theFirstRoundNeedsNothingBeforeIt() {
        // Given a bot nobody registered
        String bot = RoundBody.newBot("my_bot_001");

        // When it logs the guide's first round
        ApiClient.Answer answer = api.post("/rounds", firstRound(bot)).expect(201);

        // Then the answer is the receipt
        JsonNode receipt = answer.json();
        assertThat(receipt.get("round_id").isIntegralNumber()).isTrue();
        assertThat(receipt.get("bot_id").asText()).isEqualTo(bot);
        assertThat(receipt.get("session_id").asText()).isEqualTo("session_20251121_001");
        assertThat(receipt.get("round_number").asLong()).isEqualTo(1);
        assertThat(receipt.get("duplicate").asBoolean()).isFalse();
        assertThat(receipt.get("offset").isIntegralNumber()).isTrue();
        assertThat(receipt.get("warnings")).isEmpty();

        // And the bot may be registered afterwards
        JsonNode completed = api.post("/bots", registration(bot)).expect(200).json();
        assertThat(completed.get("bot_name").asText()).isEqualTo("Aviator Main Bot");
        assertThat(completed.get("session_id").asText()).isEqualTo("session_20251121_001");
    }

    @Test
    void theWholeGuide() {
        String bot = RoundBody.newBot("aviator_bot_001");

        // Step 3: the bot instance
        JsonNode registered = api.post("/bots", registration(bot)).expect(201).json();
        assertThat(registered.get("strategy_name").asText()).isEqualTo("compound_1.33x");
        assertThat(registered.get("initial_balance").decimalValue()).isEqualTo("1000.00");

        // Step 4: the session log
        JsonNode opened = api.post("/sessions", sessionStart(bot)).expect(201).json();
        assertThat(opened.get("status").asText()).isEqualTo("active");
        assertThat(opened.get("final_balance").decimalValue()).isEqualByComparingTo("1000");

        // Step 5: rounds, won at 2.45 and lost at 1.20, with the rows the guide logs beside each
        BigDecimal balance = new BigDecimal("1000.00");
        for (int number = 1; number <= 6; number++) {
            BigDecimal crash = new BigDecimal(number % 3 == 0 ? "1.20" : "2.45");
            boolean won = crash.compareTo(TARGET) >= 0;
            BigDecimal profit = won ? TARGET.subtract(BigDecimal.ONE).multiply(STAKE) : STAKE.negate();
            RoundBody round = loopRound(bot, number, crash, profit, balance);
            balance = balance.add(profit);
            long id = api.post("/rounds", round.with("running_balance_after", balance))
                    .expect(201)
                    .get("round_id")
                    .asLong();
            logAnalytics(bot, id, number, crash, profit, won);
        }

        // Then nothing is counted twice: one crash row and one outcome a round, in the bot's own words
        assertThat(Rows.number(
                        "SELECT count(*) FROM analytics_round_multipliers WHERE bot_id = ?"
                                + " AND is_crash_multiplier AND NOT is_derived",
                        bot))
                .isEqualTo(6);
        assertThat(Rows.number(
                        "SELECT count(*) FROM analytics_round_outcomes WHERE bot_id = ? AND NOT is_derived", bot))
                .isEqualTo(6);
        assertThat(Rows.number("SELECT count(*) FROM analytics_round_signals WHERE bot_id = ?", bot))
                .isEqualTo(6);

        // Step 6: the end of the session
        JsonNode closed = api.patch(
                        "/sessions/session_20251121_001?bot_id=" + bot,
                        RoundBody.empty()
                                .with("final_balance", balance)
                                .with("status", "completed")
                                .with("notes", "Session completed successfully"))
                .expect(200)
                .json();
        assertThat(closed.get("status").asText()).isEqualTo("completed");
        assertThat(closed.get("notes").asText()).isEqualTo("Session completed successfully");
        assertThat(closed.get("final_balance").decimalValue()).isEqualByComparingTo("993.20");
        assertThat(closed.get("total_rounds").asInt()).isEqualTo(6);
        assertThat(closed.get("winning_rounds").asInt()).isEqualTo(4);
        assertThat(closed.get("total_profit_loss").decimalValue()).isEqualByComparingTo("-6.80");
        assertThat(api.get("/sessions/session_20251121_001?bot_id=" + bot)
                        .expect(200)
                        .json())
                .isEqualTo(closed);
    }

    @Test
    void aBotMayKeepItsFigureOfOnlyFloats() {
        // Given what Python's json.dumps makes of floats
        String bot = RoundBody.newBot("minimal_bot");

        // When
        long id = api.log(RoundBody.key(bot, 1)
                .with("platform_code", "dafabet")
                .raw("stake_value", "10.0")
                .raw("crash_multiplier", "2.4500000000000002")
                .raw("cashout_multiplier", "1.5")
                .with("round_outcome", "WIN")
                .raw("running_balance_before", "500.0"));

        // Then
        JsonNode round = api.round(id);
        assertThat(round.get("profit_loss_amount").decimalValue()).isEqualTo("5.00");
        assertThat(round.get("running_balance_after").decimalValue()).isEqualTo("505.00");
        assertThat(round.get("crash_multiplier_detected").decimalValue()).isEqualTo("2.45");
    }

    private void logAnalytics(String bot, long id, int number, BigDecimal crash, BigDecimal profit, boolean won) {
        ApiClient.Answer multiplier = api.post(
                "/rounds/" + id + "/multipliers",
                ofRound(bot)
                        .with("platform_code", "dafabet")
                        .with("multiplier", crash)
                        .with("is_crash", true)
                        .raw("ocr_confidence", "0.95"));
        assertThat(multiplier.expect(201).get("round_id").asLong()).isEqualTo(id);

        ApiClient.Answer signal = api.post(
                "/rounds/" + id + "/signals",
                ofRound(bot)
                        .with("round_number", number)
                        .with("signal_type", "early_flight")
                        .raw("confidence_score", "0.92")
                        .with("pattern_type", "exponential")
                        .raw("feature_vector", "{\"volatility\":0.65,\"momentum\":0.78}"));
        assertThat(signal.expect(201).get("round_number").asLong()).isEqualTo(number);

        ApiClient.Answer outcome = api.put(
                "/rounds/" + id + "/outcome",
                ofRound(bot)
                        .with("round_number", number)
                        .with("platform_code", "dafabet")
                        .with("strategy_name", "compound_1.33x")
                        .with("outcome", won ? "WIN" : "LOSS")
                        .with("profit_loss", profit)
                        .with("roi_percent", profit.multiply(BigDecimal.TEN))
                        .with("target_multiplier", TARGET)
                        .with("actual_multiplier", crash)
                        .with("hit_target", won));
        assertThat(outcome.expect(200).get("id").asLong())
                .isEqualTo(Rows.number("SELECT id FROM analytics_round_outcomes WHERE round_id = ?", id));
    }

    private static RoundBody ofRound(String bot) {
        return RoundBody.empty().with("bot_id", bot).with("game_name", "aviator");
    }

    private static RoundBody loopRound(
            String bot, int number, BigDecimal crash, BigDecimal profit, BigDecimal balanceBefore) {
        boolean won = profit.signum() > 0;
        return RoundBody.key(bot, number)
                .with("session_id", "session_20251121_001")
                .with("platform_code", "dafabet")
                .with("stake_value", STAKE)
                .with("crash_multiplier", crash)
                .with("cashout_multiplier", won ? TARGET : null)
                .with("round_outcome", won ? "WIN" : "LOSS")
                .with("profit_loss", profit)
                .with("running_balance_before", balanceBefore)
                .with("ocr_text", "1.33x")
                .raw("ocr_confidence", "0.95")
                .raw("metadata", "{\"strategy\":\"compound_1.33x\",\"prediction_correct\":" + won + "}");
    }

    private static RoundBody firstRound(String bot) {
        return RoundBody.win(bot, 1)
                .with("session_id", "session_20251121_001")
                .with("profit_loss", "3.30")
                .with("running_balance_before", "1000.00")
                .with("running_balance_after", "1003.30");
    }

    private static RoundBody registration(String bot) {
        return RoundBody.empty()
                .with("bot_id", bot)
                .with("bot_name", "Aviator Main Bot")
                .with("vm_name", "GPU-Instance-1")
                .with("vm_provider", "digitalocean")
                .with("region", "nyc3")
                .with("session_id", "session_20251121_001")
                .with("strategy_name", "compound_1.33x")
                .with("initial_balance", "1000.00")
                .with("base_stake", "10.00")
                .with("max_stake", "100.00");
    }

    private static RoundBody sessionStart(String bot) {
        return RoundBody.empty()
                .with("bot_id", bot)
                .with("session_id", "session_20251121_001")
                .with("game_name", "aviator")
                .with("initial_balance", "1000.00");
    }
}
