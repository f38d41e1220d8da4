package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Offsets: contiguous in commit order over everything that is published. */
final class PgFeed {

    /** The transaction as the rows it writes show it in xmin. */
    static final String VERSION = "pg_current_xact_id()::text::bigint & 4294967295";

    /** What the row of a commit says, after its id and first offset in the order of {@link #addEvents}. */
    static final String COLUMNS =
            "commit_id, first_offset, event_count, session_bots, session_ids, session_kinds, session_positions";

    /**
     * The last statement before COMMIT: it locks the one row of the counter, so whoever takes later offsets commits
     * later. The row of the commit is also what tells afterwards whether a transaction of unknown fate committed.
     */
    private static final String TAKE_OFFSETS = """
            WITH head AS (
                UPDATE feed_head SET next_offset = next_offset + $2::integer RETURNING next_offset - $2 AS first_offset
            )
            INSERT INTO commits (%s)
            SELECT $1, first_offset, $2, $3::text[], $4::text[], $5::text[], $6::integer[] FROM head
            RETURNING first_offset, %s
            """.formatted(COLUMNS, VERSION);

    /** Waits for the transaction if it still runs; once this row stands, that transaction can no longer commit. */
    private static final String BAR = """
            INSERT INTO commits (commit_id, first_offset) VALUES ($1, NULL) ON CONFLICT DO NOTHING
            """;

    private static final String FIRST_OFFSET = """
            SELECT first_offset FROM commits WHERE commit_id = $1
            """;

    private PgFeed() {}

    /** Takes the offsets of a commit; answers the first, and the version of the rows it writes (xmin). */
    static Future<RowSet<Row>> takeOffsets(SqlConnection connection, PgWrites writes) {
        return connection.preparedQuery(TAKE_OFFSETS).execute(addEvents(writes, Tuple.of(writes.commitId)));
    }

    /** Adds how many offsets the commit takes, and what it publishes of sessions. */
    static Tuple addEvents(PgWrites writes, Tuple parameters) {
        List<SessionEvent> events = writes.sessionEvents();
        parameters.addValue(writes.positions());
        return events.isEmpty()
                ? parameters.addValue(null).addValue(null).addValue(null).addValue(null)
                : parameters
                        .addValue(array(events, event -> event.session().botId(), String[]::new))
                        .addValue(array(events, event -> event.session().sessionId(), String[]::new))
                        .addValue(array(events, event -> event.kind().stored(), String[]::new))
                        .addValue(array(events, SessionEvent::position, Integer[]::new));
    }

    private static <T> T[] array(
            List<SessionEvent> events, Function<SessionEvent, T> value, IntFunction<T[]> newArray) {
        return events.stream().map(value).toArray(newArray);
    }

    /**
     * Settles the fate of a transaction whose answer got lost.
     *
     * @return its first offset if it has committed; empty if it has not and now never will
     */
    static Future<Optional<Long>> settle(SqlClient client, long commitId) {
        return client.preparedQuery(BAR)
                .execute(Tuple.of(commitId))
                .compose(barred -> client.preparedQuery(FIRST_OFFSET).execute(Tuple.of(commitId)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong(0)));
    }
}
