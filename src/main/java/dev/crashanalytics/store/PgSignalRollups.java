package dev.crashanalytics.store;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The parts of a statement that change signals which bring the rollups up to date with it. They follow on a CTE
 * {@code change (signal, platform_code, sign)}: a signal as it is now with sign 1, and as it was before with sign -1.
 */
final class PgSignalRollups {

    private static final String KEY = "bot_id, %ssignal_type, game_name, platform_code, standing";

    static final String DAY_KEY = KEY.formatted("day, ");

    static final String TOTAL_KEY = KEY.formatted("");

    static final String SUMS = "signals, confidences, confidence_sum, evaluated, correct, squared_errors,"
            + " log_losses, inverse_target_squares, inverse_targets_reached";

    /** Adds the row {@code excluded} to the row {@code u}. */
    static final String ADDED = """
            signals = u.signals + excluded.signals, confidences = u.confidences + excluded.confidences,
            confidence_sum = u.confidence_sum + excluded.confidence_sum,
            evaluated = u.evaluated + excluded.evaluated, correct = u.correct + excluded.correct,
            squared_errors = u.squared_errors + excluded.squared_errors,
            log_losses = u.log_losses + excluded.log_losses,
            inverse_target_squares = u.inverse_target_squares + excluded.inverse_target_squares,
            inverse_targets_reached = u.inverse_targets_reached + excluded.inverse_targets_reached""";

    private static final String ADD = """
            INSERT INTO %1$s AS u (%2$s, stripe, %3$s)
            SELECT %2$s, stripe, %4$s
            FROM sums
            GROUP BY %2$s, stripe
            ORDER BY %2$s, stripe
            ON CONFLICT (%2$s, stripe) DO UPDATE SET %5$s
            """;

    private static final String SUMS_OF_CHANGE = """
            sums AS (
                SELECT (c.signal).bot_id, ((c.signal).timestamp AT TIME ZONE 'UTC')::date AS day,
                       coalesce((c.signal).signal_type, '') AS signal_type, (c.signal).game_name, c.platform_code,
                       f.standing, %s AS stripe, sum(c.sign) AS signals, sum(c.sign * f.confidences) AS confidences,
                       sum(c.sign * f.confidence) AS confidence_sum, sum(c.sign * f.evaluated) AS evaluated,
                       sum(c.sign * f.correct) AS correct, sum(c.sign * f.squared_error) AS squared_errors,
                       sum(c.sign * f.log_loss) AS log_losses,
                       sum(c.sign * f.inverse_target_square) AS inverse_target_squares,
                       sum(c.sign * f.inverse_target_reached) AS inverse_targets_reached
                FROM change c CROSS JOIN LATERAL signal_figures(c.signal) AS f
                GROUP BY 1, 2, 3, 4, 5, 6, 7
            )""";

    private static final String ADD_CHANGE = SUMS_OF_CHANGE + """
            , days AS (
                %s
            ), totals AS (
                %s
            )
            """;

    /**
     * Follows on a CTE {@code removed (signal, platform_code)}: signals that cleanup has removed count no more among those
     * that are there (stripe -1) but among the archived ones (-2). The totals, which are of both, stay as they are.
     */
    static final String ARCHIVE_REMOVED =
            """
            change AS (
                SELECT r.signal, r.platform_code, s.sign, s.stripe
                FROM removed r CROSS JOIN (VALUES (-1, -1), (1, -2)) AS s (sign, stripe)
            ),\s""" + SUMS_OF_CHANGE.formatted("c.stripe") + """
            , days AS (
                %s
            )""".formatted(add("signal_rollups", DAY_KEY));

    private PgSignalRollups() {}

    /** CTEs that add the changes, in the stripe that is that parameter of the statement. */
    static String addChange(int stripe) {
        String parameter = ColumnType.INTEGER.parameter(stripe);
        return ADD_CHANGE.formatted(parameter, add("signal_rollups", DAY_KEY), add("signal_totals", TOTAL_KEY));
    }

    /** The sums of several rows together, with a sign before each. */
    static String summed(String sign) {
        return Arrays.stream(SUMS.split(",\\s*"))
                .map(column -> sign + "sum(" + column + ")")
                .collect(Collectors.joining(", "));
    }

    private static String add(String table, String key) {
        return ADD.formatted(table, key, SUMS, summed(""), ADDED);
    }
}
