package dev.crashanalytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;

/** Ends sessions of which nothing has been heard for long. */
@ApplicationScoped
public class PgIdleSessions {

    /** Sessions of one step, each of which holds the feed's counter to its end. */
    private static final int STEP_SESSIONS = 200;

    /**
     * One statement, a transaction of its own. A session that is being written to is skipped: it is not silent; one that was
     * written to meanwhile is looked at again under its lock. Whoever has planned with it from memory finds another version
     * of its row. It ended when it was last heard of, so its duration stays.
     */
    private static final String INTERRUPT = """
            WITH silent AS MATERIALIZED (
                SELECT s.bot_id, s.session_id
                FROM session_logs s
                WHERE s.status = '%s' AND s.updated_at < now() - $1::bigint * interval '1 millisecond'
                ORDER BY s.bot_id, s.session_id
                LIMIT %d
                FOR UPDATE SKIP LOCKED
            ), placed AS MATERIALIZED (
                SELECT bot_id, session_id, (row_number() OVER () - 1)::integer AS position FROM silent
            ), new AS MATERIALIZED (
                SELECT nextval('commits_commit_id_seq') AS commit_id, count(*)::integer AS sessions,
                       array_agg(bot_id ORDER BY position) AS bots, array_agg(session_id ORDER BY position) AS ids,
                       array_agg(position ORDER BY position) AS positions
                FROM placed
                HAVING count(*) > 0
            ), interrupted AS (
                UPDATE session_logs s
                SET status = '%s', end_time = greatest(s.start_time, s.last_round_at), updated_at = now(),
                    updated_commit_id = new.commit_id, updated_position = p.position
                FROM placed p CROSS JOIN new
                WHERE s.bot_id = p.bot_id AND s.session_id = p.session_id
                RETURNING 1
            ), head AS (
                UPDATE feed_head SET next_offset = next_offset + new.sessions
                FROM new
                WHERE (SELECT count(*) FROM interrupted) = new.sessions
                RETURNING next_offset - new.sessions AS first_offset
            )
            INSERT INTO commits (%s)
            SELECT new.commit_id, head.first_offset, new.sessions, new.bots, new.ids,
                   array_fill('%s'::text, ARRAY[new.sessions]), new.positions
            FROM new CROSS JOIN head
            RETURNING event_count
            """.formatted(
                    SessionState.ACTIVE,
                    STEP_SESSIONS,
                    SessionState.INTERRUPTED,
                    PgFeed.COLUMNS,
                    SessionEvent.Kind.UPDATED.stored());

    private final Pool pool;
    private final List<CommitListener> listeners;

    PgIdleSessions(Pool pool, Instance<CommitListener> listeners) {
        this.pool = pool;
        this.listeners = listeners.stream().toList();
    }

    /**
     * Interrupts some of the sessions that are active and have been silent for so long, and publishes that.
     *
     * @return how many; 0 where there is none
     */
    public Uni<Integer> interrupt(Duration silence) {
        return pool.preparedQuery(INTERRUPT)
                .execute(Tuple.of(silence.toMillis()))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger(0))
                .invoke(count -> {
                    if (count > 0) {
                        listeners.forEach(CommitListener::committed);
                    }
                });
    }
}
