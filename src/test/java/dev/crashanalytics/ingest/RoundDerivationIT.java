package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server fills in where a bot leaves it out. */
class RoundDerivationIT {

    private final ApiClient api = ApiClient.shared();

    private JsonNode logged(RoundBody round) {
        return api.round(api.log(round));
    }

    @Test
    void theStrategyIsThatOfTheBotsRegistration() {
        // Given a bot without a registration
        String bot = RoundBody.newBot("strategy");
        assertThat(logged(RoundBody.win(bot, 1)).get("strategy_name").asText()).isEqualTo("custom");

        // When it is registered with a strategy
        api.post("/bots", RoundBody.empty().with("bot_id", bot).with("strategy_name", "compound_1.33x"))
                .expect(200);

        // Then later rounds bear it, unless they name their own
        assertThat(logged(RoundBody.win(bot, 2)).get("strategy_name").asText()).isEqualTo("compound_1.33x");
        assertThat(logged(RoundBody.win(bot, 3).with("strategy_name", "own"))
                        .get("strategy_name")
                        .asText())
                .isEqualTo("own");
        assertThat(api.post("/rounds", RoundBody.win(bot, 1))
                        .expect(200)
                        .get("duplicate")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void theCurrencyIsThatOfThePlatform() {
        // Given a platform that pays in another currency
        String platform = RoundBody.newBot("inr");
        api.put("/platforms/aviator/" + platform, RoundBody.empty().with("currency", "INR"))
                .expect(201);
        String bot = RoundBody.newBot("currency");

        // When, then
        assertThat(logged(RoundBody.win(bot, 1)).get("currency").asText()).isEqualTo("USD");
        assertThat(logged(RoundBody.win(bot, 2).with("platform_code", platform))
                        .get("currency")
                        .asText())
                .isEqualTo("INR");
        assertThat(logged(RoundBody.win(bot, 3).with("platform_code", platform).with("currency", "EUR"))
                        .get("currency")
                        .asText())
                .isEqualTo("EUR");
        assertThat(logged(RoundBody.win(bot, 4).with("platform_code", "nobody_knows_it"))
                        .get("currency")
                        .asText())
                .as("an unknown platform of a known game")
                .isEqualTo("USD");
    }

    @ParameterizedTest
    @CsvSource({"2.45, 1.33, 1.33", "2.45, , 2.45", ", 1.33, 1.33", ", , "})
    void theFinalMultiplierIsTheCashOutElseTheCrash(String crash, String cashout, String expected) {
        JsonNode round = logged(RoundBody.skip(RoundBody.newBot("final"), 1)
                .with("crash_multiplier", crash)
                .with("cashout_multiplier", cashout));

        assertThat(round.get("final_multiplier").asText(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "WIN,   10.00, 1.33, 3.30,   33.00,  13.30",
        "WIN,   10,    1.00, 0.00,   0.00,   10.00",
        "WIN,   0.07,  3.01, 0.1407, 201.00, 0.2107",
        "WIN,   1.0000000001, 1.5, 0.5, 49.999999995, 1.5000000002",
        "LOSS,  10.00, ,     -10.00, -100.00, ",
        "LOSS,  10.00, 5.00, -10.00, -100.00, ",
        "SKIP,  10.00, 1.33, 0.00,   0.00, ",
        "ERROR, 10.00, ,     0.00,   0.00, ",
        "ERROR, 0,     ,     0.00,   , "
    })
    void profitRoiAndCashOutAmount(
            String outcome, String stake, String cashout, String profit, String roi, String cashoutAmount) {
        // When a round says no more than stake, cash-out and outcome
        JsonNode round = logged(RoundBody.key(RoundBody.newBot("profit"), 1)
                .with("platform_code", "dafabet")
                .with("round_outcome", outcome)
                .with("stake_value", stake)
                .with("cashout_multiplier", cashout));

        // Then
        assertThat(round.get("profit_loss_amount").decimalValue()).isEqualByComparingTo(profit);
        if (roi == null) {
            assertThat(round.get("roi_percent").isNull()).isTrue();
        } else {
            assertThat(round.get("roi_percent").decimalValue()).isEqualByComparingTo(roi);
        }
        if (cashoutAmount == null) {
            assertThat(round.get("cashout_amount").isNull()).isTrue();
        } else {
            assertThat(round.get("cashout_amount").decimalValue()).isEqualByComparingTo(cashoutAmount);
        }
    }

    @Test
    void theOutcomeIsSkipWhereItIsNotSaid() {
        JsonNode round = logged(RoundBody.win(RoundBody.newBot("outcome"), 1).without("round_outcome"));

        assertThat(round.get("round_outcome").asText()).isEqualTo("SKIP");
        assertThat(round.get("profit_loss_amount").decimalValue()).isEqualTo("0.00");
    }

    @Test
    void theBalanceAfterwardsIsTheOneBeforePlusProfit() {
        String bot = RoundBody.newBot("balance");

        assertThat(logged(RoundBody.win(bot, 1).with("running_balance_before", "1000"))
                        .get("running_balance_after")
                        .toString())
                .isEqualTo("1003.30");
        assertThat(logged(RoundBody.loss(bot, 2).with("running_balance_before", "0.10"))
                        .get("running_balance_after")
                        .toString())
                .isEqualTo("-9.90");
        assertThat(logged(RoundBody.win(bot, 3)).get("running_balance_after").isNull())
                .isTrue();
        assertThat(logged(RoundBody.win(bot, 4)
                                .with("running_balance_before", "1000")
                                .with("running_balance_after", "1"))
                        .get("running_balance_after")
                        .toString())
                .as("as sent")
                .isEqualTo("1.00");
    }

    @Test
    void theDurationComesFromTheTwoTimestamps() {
        String bot = RoundBody.newBot("duration");
        RoundBody both = RoundBody.win(bot, 1)
                .with("round_start_timestamp", "2026-01-31T12:00:00.250Z")
                .with("round_end_timestamp", "2026-01-31T14:00:10+02:00");

        assertThat(logged(both).get("duration_seconds").toString()).isEqualTo("9.75");
        assertThat(logged(both.with("round_number", 2).with("duration_seconds", 3))
                        .get("duration_seconds")
                        .toString())
                .as("as sent")
                .isEqualTo("3.00");
        assertThat(logged(RoundBody.win(bot, 3)).get("duration_seconds").isNull())
                .isTrue();
    }

    @Test
    void aRoundStartsNowWhereItDoesNotSay() {
        Instant before = Instant.now().minus(Duration.ofSeconds(1));

        JsonNode round = logged(RoundBody.win(RoundBody.newBot("now"), 1));

        assertThat(Instant.parse(round.get("round_start_timestamp").asText()))
                .isBetween(before, Instant.now().plusSeconds(1));
        assertThat(round.get("round_end_timestamp").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "WIN,  3.31,  false",
        "WIN,  3.29,  false",
        "WIN,  3.32,  true",
        "WIN,  -3.3,  true",
        "LOSS, -10,   false",
        "LOSS, -9.98, true",
        "LOSS, 10,    true"
    })
    void aProfitThatContradictsStakeAndCashOutIsStoredWithAWarning(String outcome, String profit, boolean warned) {
        RoundBody round = RoundBody.win(RoundBody.newBot("mismatch"), 1)
                .with("round_outcome", outcome)
                .with("profit_loss", profit);

        JsonNode receipt = api.post("/rounds", round).expect(201).json();

        assertThat(Rows.text(
                        "SELECT trim_scale(profit_loss_amount) FROM crash_game_rounds WHERE id = ?",
                        receipt.get("round_id").asLong()))
                .isEqualTo(profit);
        assertThat(receipt.get("warnings").isEmpty()).isEqualTo(!warned);
        if (warned) {
            assertThat(receipt.at("/warnings/0/code").asText()).isEqualTo("profit_mismatch");
            assertThat(receipt.at("/warnings/0/field").asText()).isEqualTo("profit_loss_amount");
        }
    }

    @Test
    void aWinMayStateItsProfitInPlaceOfItsCashOut() {
        JsonNode round = logged(RoundBody.win(RoundBody.newBot("profit-only"), 1)
                .without("cashout_multiplier")
                .with("profit_loss", "7.77"));

        assertThat(round.get("profit_loss_amount").toString()).isEqualTo("7.77");
        assertThat(round.get("roi_percent").toString()).isEqualTo("77.70");
        assertThat(round.get("cashout_amount").isNull()).isTrue();
    }
}
