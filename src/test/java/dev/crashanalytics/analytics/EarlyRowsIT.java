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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ticks and predictions that arrive before the round they are about. */
class EarlyRowsIT {

    private final ApiClient api = ApiClient.shared();

    private static RoundBody tick(String bot, long number, String multiplier) {
        return RoundBody.key(bot, number).with("type", "multiplier").with("multiplier", multiplier);
    }

    private static RoundBody prediction(String bot, long number, String multiplier) {
        return RoundBody.key(bot, number).with("type", "signal").with("predicted_multiplier", multiplier);
    }

    private static Map<String, Object> signal(String bot) {
        return Rows.one("SELECT * FROM analytics_round_signals WHERE bot_id = ?", bot);
    }

    private static long earlyRows(String bot) {
        return Rows.number("SELECT early_rows FROM session_logs WHERE bot_id = ?", bot);
    }

    @Test
    void openTheirSessionAndWaitForTheirRound() {
        // Given a bot nobody knows, and a flight in progress
        String bot = RoundBody.newBot("early");

        // When
        JsonNode answer = api.batch(tick(bot, 1, "1.10"), tick(bot, 1, "1.50"), prediction(bot, 1, "2.00"));

        // Then they are stored and published, without a round
        assertThat(answer.get("accepted").asInt()).isEqualTo(3);
        assertThat(answer.at("/items/0/round_id").isNull()).isTrue();
        assertThat(answer.at("/items/0/round_number").asLong()).isEqualTo(1);
        assertThat(answer.at("/items/2/offset").asLong())
                .isEqualTo(answer.at("/items/0/offset").asLong() + 2);
        assertThat(signal(bot)).containsEntry("round_id", null).containsEntry("predicted_ahead", true);
        assertThat(earlyRows(bot)).isEqualTo(3);
        JsonNode session = api.get("/sessions/s1?bot_id=" + bot).expect(200).json();
        assertThat(session.get("total_rounds").asInt()).isZero();
        assertThat(session.get("game_name").asText()).isEqualTo("aviator");
    }

    @Test
    void areLinkedByTheTransactionThatStoresTheRound() {
        String bot = RoundBody.newBot("linked");
        api.batch(tick(bot, 1, "1.10"), tick(bot, 2, "1.50"), prediction(bot, 1, "2.00"));

        long id = api.log(RoundBody.win(bot, 1).with("round_external_id", "ext"));

        List<Map<String, Object>> ticks = Rows.of(
                "SELECT round_id, round_external_id, platform_code FROM analytics_round_multipliers"
                        + " WHERE bot_id = ? AND NOT is_derived ORDER BY round_number",
                bot);
        assertThat(ticks).extracting(row -> row.get("round_id")).containsExactly(id, null);
        assertThat(ticks.get(0)).containsEntry("round_external_id", "ext").containsEntry("platform_code", "dafabet");
        assertThat(signal(bot)).containsEntry("round_id", id);
        assertThat(earlyRows(bot)).as("the tick of round 2").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2.00, true, 0.45", "2.45, true, 0", "2.46, false, -0.01", "5, false, -2.55"})
    void aPredictionIsJudgedOnceBothSidesAreKnown(String predicted, boolean correct, String error) {
        String bot = RoundBody.newBot("judged");
        api.batch(prediction(bot, 1, predicted));

        api.log(RoundBody.win(bot, 1));

        assertThat(signal(bot)).containsEntry("signal_correctness", correct).containsEntry("predicted_ahead", true);
        assertThat((BigDecimal) signal(bot).get("actual_multiplier")).isEqualByComparingTo("2.45");
        assertThat((BigDecimal) signal(bot).get("prediction_error")).isEqualByComparingTo(error);
    }

    @Test
    void aPredictionAfterItsRoundIsNoEvidence() {
        String bot = RoundBody.newBot("late-signal");
        api.log(RoundBody.win(bot, 1));

        JsonNode answer = api.batch(prediction(bot, 1, "2.00"));

        assertThat(answer.at("/items/0/round_id").isNull()).isFalse();
        assertThat(signal(bot)).containsEntry("predicted_ahead", false).containsEntry("signal_correctness", true);
        assertThat(earlyRows(bot)).isZero();
    }

    @Test
    void whatABotJudgedItselfStays() {
        String bot = RoundBody.newBot("own-judgement");
        api.batch(prediction(bot, 1, "2.00").with("signal_correctness", false).with("actual_multiplier", "1.90"));

        api.log(RoundBody.win(bot, 1));

        assertThat(signal(bot)).containsEntry("signal_correctness", false);
        assertThat((BigDecimal) signal(bot).get("actual_multiplier")).isEqualByComparingTo("1.90");
        assertThat((BigDecimal) signal(bot).get("prediction_error")).isEqualByComparingTo("-0.10");
    }

    @Test
    void aCrashStatedBeforeItsRoundFillsItAndStandsAlone() {
        // Given a crash that arrives before a round that does not know it
        String bot = RoundBody.newBot("early-crash");
        api.batch(
                tick(bot, 1, "2.47").with("is_crash", true),
                tick(bot, 2, "3.00").with("is_crash", true),
                prediction(bot, 1, "2.00"));

        // When the round comes without a crash, and another with one
        long without = api.log(RoundBody.skip(bot, 1).with("target_multiplier", "2.00"));
        long with = api.log(RoundBody.win(bot, 2));

        // Then the first takes it, and neither gets a second crash row
        assertThat(api.round(without).get("crash_multiplier_detected").toString())
                .isEqualTo("2.47");
        assertThat(api.round(without).get("final_multiplier").toString()).isEqualTo("2.47");
        assertThat(api.round(with).get("crash_multiplier_detected").toString()).isEqualTo("2.45");
        assertThat(Rows.of(
                        "SELECT trim_scale(multiplier)::text AS m, round_id, is_derived"
                                + " FROM analytics_round_multipliers WHERE bot_id = ? AND is_crash_multiplier"
                                + " ORDER BY round_number",
                        bot))
                .containsExactly(
                        Map.of("m", "2.47", "round_id", without, "is_derived", false),
                        Map.of("m", "3", "round_id", with, "is_derived", false));
        assertThat(signal(bot)).containsEntry("signal_correctness", true);
        assertThat(Rows.one("SELECT * FROM analytics_round_outcomes WHERE round_id = ?", without))
                .containsEntry("hit_target", true)
                .containsEntry("is_derived", true);
        assertThat(earlyRows(bot)).isZero();
    }

    @Test
    void beforeAndAfterInOneTransaction() {
        // Given everything about a round in one batch, the round in the middle
        String bot = RoundBody.newBot("one-commit");

        JsonNode answer = api.batch(
                tick(bot, 1, "1.10"),
                prediction(bot, 1, "2.00"),
                tick(bot, 1, "2.47").with("is_crash", true),
                RoundBody.skip(bot, 1),
                prediction(bot, 1, "3.00"),
                tick(bot, 1, "1.20"));

        assertThat(answer.get("accepted").asInt()).isEqualTo(6);
        long id = answer.at("/items/3/round_id").asLong();
        assertThat(Rows.number("SELECT count(*) FROM analytics_round_multipliers WHERE round_id = ?", id))
                .isEqualTo(3);
        assertThat(Rows.of(
                        "SELECT signal_correctness FROM analytics_round_signals WHERE round_id = ?"
                                + " ORDER BY predicted_multiplier",
                        id))
                .extracting(row -> row.get("signal_correctness"))
                .containsExactly(true, false);
        assertThat(api.round(id).get("crash_multiplier_detected").toString()).isEqualTo("2.47");
        assertThat(earlyRows(bot)).isZero();
    }

    @Test
    void inANewSessionTheyNeedTheirGame() {
        String bot = RoundBody.newBot("no-game");

        JsonNode refused = api.batch(tick(bot, 1, "1.10").without("game_name"));
        JsonNode unknown = api.batch(prediction(bot, 1, "2").with("game_name", "poker"));
        JsonNode taken = api.batch(tick(bot, 1, "1.10"), tick(bot, 1, "1.20").without("game_name"));
        JsonNode other = api.batch(prediction(bot, 1, "2").with("game_name", "jetx"));

        assertThat(refused.at("/items/0/code").asText()).isEqualTo("invalid");
        assertThat(ApiClient.fields(refused.at("/items/0"))).containsExactly("game_name");
        assertThat(unknown.at("/items/0/code").asText()).isEqualTo("unknown_game");
        assertThat(taken.get("accepted").asInt()).isEqualTo(2);
        assertThat(other.at("/items/0/code").asText()).isEqualTo("game_mismatch");
    }

    @Test
    void aTickMustSayWhichRoundItBelongsTo() {
        JsonNode answer = api.batch(tick("bot", 1, "1.10").without("round_number"));

        assertThat(answer.at("/items/0/code").asText()).isEqualTo("invalid");
        assertThat(ApiClient.fields(answer.at("/items/0"))).containsExactly("round_id");
    }
}
