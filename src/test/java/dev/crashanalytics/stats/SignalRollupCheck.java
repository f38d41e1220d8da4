package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.stats.model.ForecastScores;
import dev.crashanalytics.stats.model.ReliabilityBin;
import dev.crashanalytics.testing.Rows;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The sums kept of a bot are those of the model over its rows, to the last digit, by day as over all time. */
final class SignalRollupCheck {

    private SignalRollupCheck() {}

    /** Compares what is kept of a bot's signals with the signals. */
    static void check(String bot) {
        ForecastScores expected = Rows.of(
                        "SELECT confidence_score, predicted_multiplier, signal_correctness"
                                + " FROM analytics_round_signals WHERE bot_id = ? AND predicted_ahead"
                                + " AND confidence_score IS NOT NULL AND predicted_multiplier > 1"
                                + " AND signal_correctness IS NOT NULL",
                        bot)
                .stream()
                .map(row -> ForecastScores.of(
                        (BigDecimal) row.get("confidence_score"),
                        (BigDecimal) row.get("predicted_multiplier"),
                        (Boolean) row.get("signal_correctness")))
                .reduce(ForecastScores.NONE, ForecastScores::plus);
        checkSums("signal_totals", bot, expected);
        checkSums("signal_rollups", bot, expected);
        assertThat(differingDays(bot)).isEmpty();
    }

    private static void checkSums(String table, String bot, ForecastScores expected) {
        Map<String, Object> sums = Rows.one(
                "SELECT sum(squared_errors) AS squared_errors, sum(log_losses) AS log_losses,"
                        + " sum(inverse_target_squares) AS squares, sum(inverse_targets_reached) AS reached FROM "
                        + table + " WHERE bot_id = ?",
                bot);
        assertThat((BigDecimal) sums.get("squared_errors")).isEqualByComparingTo(expected.squaredErrors());
        assertThat((BigDecimal) sums.get("log_losses")).isEqualByComparingTo(expected.logLosses());
        assertThat((BigDecimal) sums.get("squares")).isEqualByComparingTo(expected.inverseTargetSquares());
        assertThat((BigDecimal) sums.get("reached")).isEqualByComparingTo(expected.inverseTargetsReached());
        for (int decile = 0; decile < ForecastScores.DECILES; decile++) {
            ReliabilityBin bin = expected.deciles().get(decile);
            Map<String, Object> shown = Rows.one(
                    "SELECT coalesce(sum(signals), 0)::bigint AS forecasts, coalesce(sum(correct), 0)::bigint AS correct,"
                            + " coalesce(sum(confidence_sum), 0) AS confidences FROM "
                            + table + " WHERE bot_id = ? AND standing = 'decile_' || ?",
                    bot,
                    decile);
            assertThat(shown)
                    .containsEntry("forecasts", bin.outcomes().trials())
                    .containsEntry("correct", bin.outcomes().successes());
            assertThat((BigDecimal) shown.get("confidences")).isEqualByComparingTo(bin.confidences());
        }
    }

    /** Where the rollups of days and the rows of these days count something else. */
    private static List<Map<String, Object>> differingDays(String bot) {
        return Rows.of("""
                SELECT * FROM (
                    SELECT day, signal_type, game_name, platform_code, standing, sum(signals) AS signals,
                           sum(confidences) AS confidences, sum(confidence_sum) AS confidence_sum,
                           sum(evaluated) AS evaluated, sum(correct) AS correct
                    FROM signal_rollups WHERE bot_id = ?
                    GROUP BY 1, 2, 3, 4, 5 HAVING sum(signals) <> 0) AS kept
                FULL JOIN (
                    SELECT (s.timestamp AT TIME ZONE 'UTC')::date AS day, coalesce(s.signal_type, '') AS signal_type,
                           s.game_name, coalesce(r.platform_code, '') AS platform_code, f.standing,
                           count(*) AS signals, count(s.confidence_score) AS confidences,
                           coalesce(sum(s.confidence_score), 0) AS confidence_sum,
                           count(s.signal_correctness) FILTER (WHERE s.predicted_ahead) AS evaluated,
                           count(*) FILTER (WHERE s.predicted_ahead AND s.signal_correctness) AS correct
                    FROM analytics_round_signals s LEFT JOIN crash_game_rounds r ON r.id = s.round_id
                    CROSS JOIN LATERAL signal_figures(s) AS f
                    WHERE s.bot_id = ?
                    GROUP BY 1, 2, 3, 4, 5) AS counted
                USING (day, signal_type, game_name, platform_code, standing, signals, confidences, confidence_sum,
                       evaluated, correct)
                WHERE (kept IS NULL) OR (counted IS NULL)
                """, bot, bot);
    }
}
