package dev.crashanalytics.store;

import dev.crashanalytics.store.SessionCache.CachedView;
import dev.crashanalytics.store.SessionCache.Platform;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a transaction that was planned from memory to what is stored. */
final class PgGuard {

    /** What {@link #CHECK} fails with. */
    private static final String DIVISION_BY_ZERO = "22012";

    /**
     * Locks the sessions and fails unless each row is still the version that was planned from (xmin names the transaction
     * that wrote it, whoever that was), its bot has the same strategy and has not archived the day of its oldest round, and
     * every platform has the same currency. Failing is a division by zero: the only way for one statement to end a
     * transaction whose others are already on their way.
     */
    private static final String CHECK = """
            WITH locked AS (
                SELECT 1
                FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $9::date[])
                    AS k (bot_id, session_id, version, strategy_name, oldest_day)
                JOIN session_logs s ON s.bot_id = ANY (ARRAY[k.bot_id]) AND s.session_id = k.session_id
                JOIN bot_vm_registration b ON b.bot_id = ANY (ARRAY[k.bot_id])
                WHERE s.xmin::text::bigint = k.version AND b.strategy_name IS NOT DISTINCT FROM k.strategy_name
                  AND (b.archived_before IS NULL OR b.archived_before <= k.oldest_day)
                ORDER BY k.bot_id, k.session_id
                FOR UPDATE OF s
            )
            SELECT 1 / CASE WHEN (SELECT count(*) FROM locked) = $5 AND NOT EXISTS (
                SELECT 1
                FROM unnest($6::text[], $7::text[], $8::text[]) AS k (game_name, platform_code, currency)
                LEFT JOIN game_platform_config p
                       ON p.game_name = k.game_name AND p.platform_code = k.platform_code
                WHERE p.currency IS DISTINCT FROM k.currency) THEN 1 ELSE 0 END
            """;

    private PgGuard() {}

    static Future<RowSet<Row>> check(SqlConnection connection, CachedView planned) {
        List<SessionState> sessions = planned.sessions();
        List<Map.Entry<Platform, Optional<String>>> platforms =
                new ArrayList<>(planned.currencies().entrySet());
        return connection.preparedQuery(CHECK).execute(Tuple.from(new Object[] {
            sessions.stream().map(session -> session.key.botId()).toArray(String[]::new),
            sessions.stream().map(session -> session.key.sessionId()).toArray(String[]::new),
            sessions.stream().map(session -> session.version).toArray(Long[]::new),
            sessions.stream().map(session -> session.botStrategy).toArray(String[]::new),
            (long) sessions.size(),
            platforms.stream().map(platform -> platform.getKey().game()).toArray(String[]::new),
            platforms.stream().map(platform -> platform.getKey().code()).toArray(String[]::new),
            platforms.stream().map(platform -> platform.getValue().orElse(null)).toArray(String[]::new),
            sessions.stream()
                    .map(session -> planned.oldestDays().get(session.key))
                    .toArray(LocalDate[]::new)
        }));
    }

    /** Whether a transaction failed because the plan was out of date. */
    static boolean hasCaught(Throwable failure) {
        return failure instanceof PgException error && DIVISION_BY_ZERO.equals(error.getSqlState());
    }
}
