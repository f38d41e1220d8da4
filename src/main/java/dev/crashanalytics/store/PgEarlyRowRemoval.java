package dev.crashanalytics.store;

import dev.crashanalytics.round.SessionKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;

/**
 * Removes multipliers and signals that wait for a round which can no longer come, since its day is archived: it would be
 * refused. They are given a day more than rounds, for they may come before theirs.
 */
public final class PgEarlyRowRemoval {

    private static final int PIECE = 2_000;

    private static final String NEXT_SESSION = """
            SELECT s.bot_id, s.session_id
            FROM session_logs s JOIN bot_vm_registration b ON b.bot_id = s.bot_id
            WHERE (s.bot_id, s.session_id) > ($1, $2) AND s.early_rows > 0 AND b.archived_before IS NOT NULL
            ORDER BY s.bot_id, s.session_id LIMIT 1
            """;

    private static final String LOCK = "SELECT 1 FROM session_logs WHERE bot_id = $1 AND session_id = $2 FOR UPDATE";

    /** Before the cutoff {@code $3}, at most {@code $4} rows of each kind. */
    private static final String REMOVE = """
            WITH day AS (
                SELECT least($3::date, archived_before - 1)::timestamp AT TIME ZONE 'UTC' AS start
                FROM bot_vm_registration WHERE bot_id = $1
            ), multipliers AS (
                DELETE FROM analytics_round_multipliers m
                WHERE m.bot_id = $1 AND m.session_id = $2
                  AND (m.round_number, m.id) IN (
                      SELECT o.round_number, o.id FROM analytics_round_multipliers o
                      WHERE o.bot_id = $1 AND o.session_id = $2 AND o.round_id IS NULL
                        AND o.timestamp < (SELECT start FROM day)
                      LIMIT $4)
                RETURNING m.id, m.bot_id, m.commit_id, m.position
            ), replaced AS (
                DELETE FROM replaced_multiplier_events e USING multipliers m WHERE e.multiplier_id = m.id
            ), removed AS (
                DELETE FROM analytics_round_signals s
                WHERE s.bot_id = $1 AND s.session_id = $2
                  AND (s.round_number, s.id) IN (
                      SELECT o.round_number, o.id FROM analytics_round_signals o
                      WHERE o.bot_id = $1 AND o.session_id = $2 AND o.round_id IS NULL
                        AND o.timestamp < (SELECT start FROM day)
                      LIMIT $4)
                RETURNING s AS signal, '' AS platform_code
            ), published AS (
                SELECT bot_id, commit_id, position FROM multipliers
                UNION ALL
                SELECT (signal).bot_id, (signal).commit_id, (signal).position FROM removed
            ), %s, %s, gone AS (
                SELECT (SELECT count(*) FROM multipliers) + (SELECT count(*) FROM removed) AS rows
            ), session AS (
                UPDATE session_logs s SET early_rows = greatest(s.early_rows - g.rows, 0)
                FROM gone g WHERE s.bot_id = $1 AND s.session_id = $2 AND g.rows > 0
            )
            SELECT rows FROM gone
            """.formatted(PgRemovedEvents.NOTE, PgSignalRollups.ARCHIVE_REMOVED);

    private PgEarlyRowRemoval() {}

    /** The first session after another that may have such rows; null after the last. */
    public static Uni<SessionKey> nextSession(SqlConnection connection, SessionKey after) {
        return connection
                .preparedQuery(NEXT_SESSION)
                .execute(Tuple.of(after.botId(), after.sessionId()))
                .map(rows -> rows.iterator())
                .map(rows -> rows.hasNext() ? rows.next() : null)
                .map(row -> row == null ? null : new SessionKey(row.getString(0), row.getString(1)));
    }

    /** Removes some of these rows of a session, in the transaction it is called in; answers how many, 0 after the last. */
    public static Uni<Long> remove(SqlConnection connection, SessionKey session, LocalDate cutoff) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(session.botId(), session.sessionId()))
                .chain(locked -> connection
                        .preparedQuery(REMOVE)
                        .execute(Tuple.of(session.botId(), session.sessionId(), cutoff, PIECE)))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
