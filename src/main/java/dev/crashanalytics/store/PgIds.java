package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Ids from one sequence, taken in advance by the thousands, so that a transaction knows the ids of its rows before it
 * inserts them and seldom asks for more. Ids left over when the process ends are never used. For one thread.
 */
final class PgIds {

    private static final int RESERVE = 10_000;

    private static final String NEXT = """
            SELECT nextval($1::text::regclass) FROM generate_series(1, $2)
            """;

    private final String sequence;
    private final int reserve;
    private final ArrayDeque<Long> available = new ArrayDeque<>();

    private PgIds(String sequence, int reserve) {
        this.sequence = sequence;
        this.reserve = reserve;
    }

    /** Ids of a table into which every transaction inserts. */
    static PgIds ofBusy(String sequence) {
        return new PgIds(sequence, RESERVE);
    }

    /** Ids of a table into which few transactions insert. */
    static PgIds ofQuiet(String sequence) {
        return new PgIds(sequence, 0);
    }

    /** Asks for more where fewer than {@code needed} are at hand. */
    Optional<Future<RowSet<Row>>> refill(SqlConnection connection, int needed) {
        if (available.size() >= needed) {
            return Optional.empty();
        }
        int count = Math.max(reserve, needed - available.size());
        return Optional.of(connection
                .preparedQuery(NEXT)
                .execute(Tuple.of(sequence, count))
                .onSuccess(rows -> rows.forEach(row -> available.add(row.getLong(0)))));
    }

    boolean hasAtLeast(int count) {
        return available.size() >= count;
    }

    long next() {
        return available.remove();
    }
}
