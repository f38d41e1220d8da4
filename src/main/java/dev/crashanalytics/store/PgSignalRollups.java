package dev.crashanalytics.store;

/**
 * The parts of a statement that change signals which bring the rollups up to date with it. They follow on a CTE
 * {@code change (signal, platform_code, sign)}: a signal as it is now with sign 1, and as it was before with sign -1.
 */
final class PgSignalRollups {

    private static final String KEY = "bot_id, %ssignal_type, game_name, platform_code, standing";

    private static final String DAY_KEY = KEY.formatted("day, ");

    private static final String TOTAL_KEY = KEY.formatted("");

    private static final String SUMS = "signals, confidences, confidence_sum, evaluated, correct, squared_errors,"
            + " log_losses, inverse_target_squares, inverse_targets_reached";

    private static final String ADD = """
            INSERT INTO %1$s AS u (%2$s, stripe, %3$s)
            SELECT %2$s, %4$s, sum(signals), sum(confidences), sum(confidence_sum), sum(evaluated), sum(correct),
                   sum(squared_errors), sum(log_losses), sum(inverse_target_squares), sum(inverse_targets_reached)
            FROM sums
            GROUP BY %2$s
            ORDER BY %2$s
            ON CONFLICT (%2$s, stripe) DO UPDATE SET
                signals = u.signals + excluded.signals, confidences = u.confidences + excluded.confidences,
                confidence_sum = u.confidence_sum + excluded.confidence_sum,
                evaluated = u.evaluated + excluded.evaluated, correct = u.correct + excluded.correct,
                squared_errors = u.squared_errors + excluded.squared_errors,
                log_losses = u.log_losses + excluded.log_losses,
                inverse_target_squares = u.inverse_target_squares + excluded.inverse_target_squares,
                inverse_targets_reached = u.inverse_targets_reached + excluded.inverse_targets_reached
            """;

    private static final String ADD_CHANGE = """
            sums AS (
                SELECT (c.signal).bot_id, ((c.signal).timestamp AT TIME ZONE 'UTC')::date AS day,
                       coalesce((c.signal).signal_type, '') AS signal_type, (c.signal).game_name, c.platform_code,
                       f.standing, sum(c.sign) AS signals, sum(c.sign * f.confidences) AS confidences,
                       sum(c.sign * f.confidence) AS confidence_sum, sum(c.sign * f.evaluated) AS evaluated,
                       sum(c.sign * f.correct) AS correct, sum(c.sign * f.squared_error) AS squared_errors,
                       sum(c.sign * f.log_loss) AS log_losses,
                       sum(c.sign * f.inverse_target_square) AS inverse_target_squares,
                       sum(c.sign * f.inverse_target_reached) AS inverse_targets_reached
                FROM change c CROSS JOIN LATERAL signal_figures(c.signal) AS f
                GROUP BY 1, 2, 3, 4, 5, 6
            ), days AS (
                %s
            ), totals AS (
                %s
            )
            """;

    private PgSignalRollups() {}

    /** CTEs that add the changes, in the stripe that is that parameter of the statement. */
    static String addChange(int stripe) {
        String parameter = ColumnType.INTEGER.parameter(stripe);
        return ADD_CHANGE.formatted(
                ADD.formatted("signal_rollups", DAY_KEY, SUMS, parameter),
                ADD.formatted("signal_totals", TOTAL_KEY, SUMS, parameter));
    }
}
