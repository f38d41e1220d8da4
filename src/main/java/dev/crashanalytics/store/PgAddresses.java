package dev.crashanalytics.store;

import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Finds the keys of rounds that are named by id, and of sessions that are named by session_id alone. */
@ApplicationScoped
public class PgAddresses {

    private static final String ROUNDS = """
            SELECT id, bot_id, session_id, round_number FROM crash_game_rounds WHERE id = ANY ($1::bigint[])
            """;

    private static final String SESSIONS = """
            SELECT DISTINCT ON (session_id) session_id, bot_id FROM session_logs
            WHERE session_id COLLATE ucs_basic = ANY ($1::text[]) ORDER BY session_id, id DESC
            """;

    private final Pool pool;

    PgAddresses(Pool pool) {
        this.pool = pool;
    }

    /** The keys of those rounds that are stored. */
    public Future<Map<Long, RoundKey>> rounds(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return pool.preparedQuery(ROUNDS)
                .execute(Tuple.from(new Object[] {ids.toArray(Long[]::new)}))
                .map(rows -> {
                    Map<Long, RoundKey> keys = new HashMap<>();
                    rows.forEach(row ->
                            keys.put(row.getLong(0), new RoundKey(row.getString(1), row.getString(2), row.getLong(3))));
                    return keys;
                });
    }

    /** For each session_id the session of it that was created last. */
    public Future<Map<String, SessionKey>> latestSessions(Collection<String> sessionIds) {
        if (sessionIds.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return pool.preparedQuery(SESSIONS)
                .execute(Tuple.from(new Object[] {sessionIds.toArray(String[]::new)}))
                .map(rows -> {
                    Map<String, SessionKey> keys = new HashMap<>();
                    rows.forEach(row -> keys.put(row.getString(0), new SessionKey(row.getString(1), row.getString(0))));
                    return keys;
                });
    }
}
