package dev.crashanalytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;

/**
 * Removes rounds of archived days, with everything that belongs to them. What they add to their session and to the sums
 * over signals stays, in the archived parts of both. Each call is one piece, for a transaction of its own.
 */
public final class PgRoundRemoval {

    /** Rounds removed at once: their sessions wait for one piece at the most. */
    private static final int PIECE = 2_000;

    /** Whatever the statistics of the tables say, rounds are found in the order of their start, and rows by their keys. */
    private static final String SETTINGS = """
            SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_hashjoin = off;
            SET LOCAL enable_mergejoin = off
            """;

    private static final String DUE = """
            WITH due AS MATERIALIZED (
                SELECT r.* FROM crash_game_rounds r JOIN bot_vm_registration b ON b.bot_id = r.bot_id
                WHERE r.round_start_timestamp >= $1 AND r.round_start_timestamp < $2
                  AND r.round_start_timestamp < b.archived_before::timestamp AT TIME ZONE 'UTC'
                ORDER BY r.round_start_timestamp, r.id
                LIMIT $3
            )
            """;

    /** As ingest does: what it has read of these rounds must not change under it, nor what refers to them come after. */
    private static final String LOCK = DUE + """
            SELECT 1 FROM session_logs s
            JOIN (SELECT DISTINCT bot_id, session_id FROM due) AS d ON d.bot_id = s.bot_id AND d.session_id = s.session_id
            ORDER BY s.bot_id, s.session_id
            FOR UPDATE OF s
            """;

    private static final String REMOVE = DUE + """
            , rounds AS (
                DELETE FROM crash_game_rounds r USING due d
                WHERE r.bot_id = d.bot_id AND r.session_id = d.session_id AND r.round_number = d.round_number
            ), multipliers AS (
                DELETE FROM analytics_round_multipliers m USING due d
                WHERE m.bot_id = d.bot_id AND m.session_id = d.session_id AND m.round_number = d.round_number
                RETURNING m.id, m.bot_id, m.commit_id, m.position
            ), replaced AS (
                DELETE FROM replaced_multiplier_events e USING multipliers m WHERE e.multiplier_id = m.id
            ), outcomes AS (
                DELETE FROM analytics_round_outcomes o USING due d
                WHERE o.bot_id = d.bot_id AND o.session_id = d.session_id AND o.round_number = d.round_number
            ), errors AS (
                DELETE FROM error_logs e USING due d WHERE e.round_id = d.id
                RETURNING e.bot_id, e.commit_id, e.position
            ), readings AS (
                DELETE FROM ocr_validation_logs o USING due d WHERE o.round_id = d.id
            ), removed AS (
                DELETE FROM analytics_round_signals s USING due d
                WHERE s.bot_id = d.bot_id AND s.session_id = d.session_id AND s.round_number = d.round_number
                RETURNING s AS signal, d.platform_code
            ), published AS (
                SELECT bot_id, commit_id, position FROM due
                UNION ALL
                SELECT bot_id, commit_id, position FROM multipliers
                UNION ALL
                SELECT bot_id, commit_id, position FROM errors
                UNION ALL
                SELECT (signal).bot_id, (signal).commit_id, (signal).position FROM removed
            ), %s, %s, figures AS (
                INSERT INTO archived_sessions AS a (bot_id, session_id, day, currency, rounds, wins, losses, stakes,
                    profit, win_profit, loss_profit, largest_win, largest_loss, last_round_number, last_round_at,
                    last_balance_round, last_balance)
                SELECT bot_id, session_id, (round_start_timestamp AT TIME ZONE 'UTC')::date, currency, count(*),
                       count(*) FILTER (WHERE round_outcome = 'WIN'), count(*) FILTER (WHERE round_outcome = 'LOSS'),
                       sum(stake_value), sum(profit_loss_amount),
                       coalesce(sum(profit_loss_amount) FILTER (WHERE round_outcome = 'WIN'), 0),
                       coalesce(sum(profit_loss_amount) FILTER (WHERE round_outcome = 'LOSS'), 0),
                       greatest(max(profit_loss_amount) FILTER (WHERE round_outcome = 'WIN'), 0),
                       least(min(profit_loss_amount) FILTER (WHERE round_outcome = 'LOSS'), 0),
                       max(round_number), max(coalesce(round_end_timestamp, round_start_timestamp)),
                       max(round_number) FILTER (WHERE running_balance_after IS NOT NULL),
                       (array_agg(running_balance_after ORDER BY round_number DESC)
                            FILTER (WHERE running_balance_after IS NOT NULL))[1]
                FROM due
                GROUP BY 1, 2, 3, 4
                ON CONFLICT (bot_id, session_id, day, currency) DO UPDATE SET
                    rounds = a.rounds + excluded.rounds, wins = a.wins + excluded.wins,
                    losses = a.losses + excluded.losses, stakes = a.stakes + excluded.stakes,
                    profit = a.profit + excluded.profit, win_profit = a.win_profit + excluded.win_profit,
                    loss_profit = a.loss_profit + excluded.loss_profit,
                    largest_win = greatest(a.largest_win, excluded.largest_win),
                    largest_loss = least(a.largest_loss, excluded.largest_loss),
                    last_round_number = greatest(a.last_round_number, excluded.last_round_number),
                    last_round_at = greatest(a.last_round_at, excluded.last_round_at),
                    last_balance = CASE WHEN a.last_balance_round > excluded.last_balance_round
                                          OR excluded.last_balance_round IS NULL
                                        THEN a.last_balance ELSE excluded.last_balance END,
                    last_balance_round = greatest(a.last_balance_round, excluded.last_balance_round)
            ), streaks AS (
                INSERT INTO archived_streaks AS a (bot_id, session_id, round_number, win_streak, loss_streak)
                SELECT l.bot_id, l.session_id, l.round_number, s.win_streak, s.loss_streak
                FROM (SELECT bot_id, session_id, max(round_number) AS round_number FROM due GROUP BY 1, 2) AS l
                CROSS JOIN LATERAL session_streak(l.bot_id, l.session_id, l.round_number) AS s
                ON CONFLICT (bot_id, session_id) DO UPDATE SET
                    round_number = excluded.round_number, win_streak = excluded.win_streak,
                    loss_streak = excluded.loss_streak
                WHERE excluded.round_number > a.round_number
            )
            SELECT count(*) AS rounds, max(round_start_timestamp) AS last_start FROM due
            """.formatted(PgRemovedEvents.NOTE, PgSignalRollups.ARCHIVE_REMOVED);

    private PgRoundRemoval() {}

    /**
     * What a piece has come to.
     *
     * @param rounds how many are gone
     * @param lastStart where the next piece begins; null where none is left
     */
    public record Removed(long rounds, OffsetDateTime lastStart) {}

    /** Removes some of the archived rounds that started from one time to before another, the oldest first. */
    public static Uni<Removed> remove(SqlConnection connection, OffsetDateTime from, OffsetDateTime to) {
        Tuple piece = Tuple.of(from, to, PIECE);
        return connection
                .query(SETTINGS)
                .execute()
                .chain(set -> connection.preparedQuery(LOCK).execute(piece))
                .chain(locked -> connection.preparedQuery(REMOVE).execute(piece))
                .map(rows -> rows.iterator().next())
                .map(row -> new Removed(
                        row.getLong("rounds"),
                        row.getLong("rounds") < PIECE ? null : row.getOffsetDateTime("last_start")));
    }
}
