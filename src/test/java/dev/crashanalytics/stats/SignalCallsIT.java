package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.stats.model.ForecastScores;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls about signals: what they take and how they answer; and the functions they stand on. */
class SignalCallsIT {

    private final ApiClient api = ApiClient.shared();

    private static RoundBody signal(String bot, long number) {
        return RoundBody.key(bot, number).with("type", "signal").with("signal_type", "pattern");
    }

    private static RoundBody forecast(String bot, long number, String target, String confidence) {
        return signal(bot, number).with("predicted_multiplier", target).with("confidence", confidence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"effectiveness", "calibration"})
    void anUnknownBotIsNotFound(String call) {
        api.get("/signals/" + call + "?bot_id=" + RoundBody.newBot("nobody")).problem(404, "bot_not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "bot=x, bot",
        "currency=USD, currency",
        "from=yesterday, from",
        "to=2026-13-01, to",
        "from=2026-02-01&to=2026-01-01, to",
        "signal_type=, signal_type"
    })
    void badParametersAreNamed(String query, String field) {
        for (String call : List.of("effectiveness", "calibration")) {
            assertThat(api.get("/signals/" + call + "?" + query)
                            .problem(422, "invalid")
                            .errorFields())
                    .containsExactly(field);
        }
    }

    @Test
    void aBotWithoutSignalsHasZerosAndNulls() {
        String bot = RoundBody.newBot("silent");
        api.log(RoundBody.win(bot, 1));

        JsonNode effectiveness =
                api.get("/signals/effectiveness?bot_id=" + bot).expect(200).json();
        JsonNode calibration =
                api.get("/signals/calibration?bot_id=" + bot).expect(200).json();

        assertThat(effectiveness.toString())
                .isEqualTo("{\"bot_id\":\"" + bot + "\",\"signal_type\":null,\"total_signals\":0,"
                        + "\"evaluated_signals\":0,\"correct_predictions\":0,\"accuracy_percent\":0.00,"
                        + "\"avg_confidence\":null,\"signal_types\":{},\"untyped_signals\":0}");
        assertThat(calibration.get("forecasts").asInt()).isZero();
        assertThat(calibration.get("accuracy").isNull()).isTrue();
        assertThat(calibration.at("/skill/brier_skill").isNull()).isTrue();
        assertThat(calibration.get("reliability"))
                .hasSize(10)
                .allSatisfy(bin -> assertThat(bin.get("observed").isNull()).isTrue());
    }

    @Test
    void aTypeNobodyUsesHasZeros() {
        JsonNode shown = api.get("/signals/effectiveness?signal_type=" + RoundBody.newBot("type"))
                .expect(200)
                .json();

        assertThat(shown.get("total_signals").asInt()).isZero();
    }

    /** Aviator at dafabet has an edge of 3.5%: the baseline says 0.4825 of 2.00. */
    @Test
    void byHand() {
        // Given forecasts of 0.8 and 0.6 before their rounds, and one after
        String bot = RoundBody.newBot("by-hand");
        api.batch(forecast(bot, 1, "2.00", "0.8"), forecast(bot, 2, "2.00", "0.6"), signal(bot, 3));

        // When the rounds end at 2.45 and 1.20
        api.batch(RoundBody.win(bot, 1), RoundBody.loss(bot, 2), forecast(bot, 1, "2.00", "1"));

        // Then one of two was right
        JsonNode effectiveness =
                api.get("/signals/effectiveness?bot_id=" + bot).expect(200).json();
        assertThat(effectiveness.toString())
                .isEqualTo("{\"bot_id\":\"" + bot + "\",\"signal_type\":null,\"total_signals\":4,"
                        + "\"evaluated_signals\":2,\"correct_predictions\":1,\"accuracy_percent\":50.00,"
                        + "\"avg_confidence\":0.80,\"signal_types\":{\"pattern\":4},\"untyped_signals\":0}");
        JsonNode shown =
                api.get("/signals/calibration?bot_id=" + bot).expect(200).json();
        assertThat(shown.get("brier_score").toString()).isEqualTo("0.20");
        assertThat(shown.get("log_loss").decimalValue()).isEqualByComparingTo("0.5697171416");
        assertThat(shown.get("left_out").toString())
                .isEqualTo("{\"not_ahead\":1,\"no_confidence\":1,\"no_target\":0,\"no_result\":0}");
        // (0.5175² + 0.4825²) / 2
        assertThat(shown.at("/skill/baseline_brier_score").decimalValue()).isEqualByComparingTo("0.25030625");
        assertThat(shown.at("/skill/brier_skill").decimalValue()).isEqualByComparingTo("0.2009788010");
        assertThat(shown.at("/reliability/8/observed").toString()).isEqualTo("1.00");
        assertThat(shown.at("/reliability/8/mean_confidence").toString()).isEqualTo("0.80");
        assertThat(shown.at("/reliability/6/observed").toString()).isEqualTo("0.00");
    }

    @Test
    void aCrashThatIsFilledInLaterJudgesWhatWaited() {
        String bot = RoundBody.newBot("filled");
        api.batch(forecast(bot, 1, "2.00", "0.8"), RoundBody.skip(bot, 1));
        assertThat(api.get("/signals/calibration?bot_id=" + bot)
                        .get("left_out")
                        .get("no_result")
                        .asInt())
                .isEqualTo(1);

        api.batch(RoundBody.key(bot, 1)
                .with("type", "multiplier")
                .with("multiplier", "2.00")
                .with("is_crash", true));

        JsonNode shown = api.get("/signals/calibration?bot_id=" + bot).json();
        assertThat(shown.get("left_out").get("no_result").asInt()).isZero();
        assertThat(shown.get("correct").asInt()).isEqualTo(1);
        assertThat(shown.at("/skill/forecasts").asInt()).isEqualTo(1);
    }

    /** Every confidence of three decimals, right and wrong. */
    @Test
    void theDatabaseScoresLikeTheModel() {
        for (Map<String, Object> row : Rows.of("""
                SELECT f / 1000.0 AS confidence, reached, forecast_log_loss(f / 1000.0, reached) AS loss
                FROM generate_series(0, 1000) AS f, (VALUES (true), (false)) AS y (reached)
                """)) {
            ForecastScores scores =
                    ForecastScores.of((BigDecimal) row.get("confidence"), BigDecimal.TEN, (Boolean) row.get("reached"));
            assertThat((BigDecimal) row.get("loss")).as(row.toString()).isEqualByComparingTo(scores.logLosses());
        }
    }

    /** The last two have inverses half way between two numbers of 10 decimals. */
    @Test
    void theDatabaseInvertsLikeTheModel() {
        for (Map<String, Object> row : Rows.of("""
                SELECT x, forecast_inverse(x) AS inverse, forecast_inverse(x * x) AS square
                FROM (SELECT x / 100.0 FROM generate_series(101, 2000) AS x
                      UNION ALL VALUES (1.0000000001), (999999999999.9999999999), (3.2768), (16.384)) AS t (x)
                """)) {
            ForecastScores scores = ForecastScores.of(BigDecimal.ONE, (BigDecimal) row.get("x"), true);
            assertThat((BigDecimal) row.get("inverse"))
                    .as(row.toString())
                    .isEqualByComparingTo(scores.inverseTargetsReached());
            assertThat((BigDecimal) row.get("square"))
                    .as(row.toString())
                    .isEqualByComparingTo(scores.inverseTargetSquares());
        }
    }
}
