package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Offsets: contiguous in commit order over everything that is published. */
final class PgFeed {

    /** The transaction as the rows it writes show it in xmin. */
    static final String VERSION = "pg_current_xact_id()::text::bigint & 4294967295";

    /**
     * The last statement before COMMIT: it locks the one row of the counter, so whoever takes later offsets commits
     * later. The row of the commit is also what tells afterwards whether a transaction of unknown fate committed.
     */
    private static final String TAKE_OFFSETS = """
            WITH head AS (
                UPDATE feed_head SET next_offset = next_offset + $2 RETURNING next_offset - $2 AS first_offset
            )
            INSERT INTO commits (commit_id, first_offset) SELECT $1, first_offset FROM head
            RETURNING first_offset, %s
            """.formatted(VERSION);

    /** Waits for the transaction if it still runs; once this row stands, that transaction can no longer commit. */
    private static final String BAR = """
            INSERT INTO commits (commit_id, first_offset) VALUES ($1, NULL) ON CONFLICT DO NOTHING
            """;

    private static final String FIRST_OFFSET = """
            SELECT first_offset FROM commits WHERE commit_id = $1
            """;

    private PgFeed() {}

    /** Takes {@code count} offsets for a commit; answers the first, and the version of the rows it writes (xmin). */
    static Future<RowSet<Row>> takeOffsets(SqlConnection connection, long commitId, int count) {
        return connection.preparedQuery(TAKE_OFFSETS).execute(Tuple.of(commitId, (long) count));
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
