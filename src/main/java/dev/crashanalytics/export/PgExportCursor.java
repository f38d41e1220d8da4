package dev.crashanalytics.export;

import io.vertx.core.Future;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of an export, fetched block by block as its owner asks for them. Holds a connection and a snapshot until it is
 * closed. Lives on the event loop it was opened on.
 */
final class PgExportCursor {

    private static final String CANCEL = "SELECT pg_cancel_backend($1)";

    private final Pool pool;
    private final SqlConnection connection;
    private final int backend;
    private final Cursor cursor;
    private final Column.Type[] types;
    private final int blockRows;
    private Future<RowSet<Row>> lastRead = Future.succeededFuture();

    PgExportCursor(Pool pool, SqlConnection connection, int backend, Cursor cursor, Dataset dataset) {
        this.pool = pool;
        this.connection = connection;
        this.backend = backend;
        this.cursor = cursor;
        this.types = dataset.columns().stream().map(Column::type).toArray(Column.Type[]::new);
        this.blockRows = dataset.blockRows();
    }

    /** The next rows, each with a value a column; ask for them one block at a time. */
    Future<List<Object[]>> read() {
        lastRead = cursor.read(blockRows);
        return lastRead.map(this::values);
    }

    /** Whether there may be more rows after those of the last block. */
    boolean hasMore() {
        return cursor.hasMore();
    }

    /**
     * Ends the transaction and gives the connection back. A block that is being fetched, which can take long where few
     * rows match, is cancelled: from another connection, whose answer tells that the signal was sent, so that it cannot
     * meet whatever the connection serves next.
     */
    Future<Void> close() {
        if (lastRead.isComplete()) {
            return PgExports.end(connection);
        }
        Future<?> cancelled = pool.preparedQuery(CANCEL).execute(Tuple.of(backend));
        return Future.join(cancelled, lastRead).transform(quiet -> PgExports.end(connection));
    }

    private List<Object[]> values(RowSet<Row> rows) {
        List<Object[]> block = new ArrayList<>(rows.size());
        for (Row row : rows) {
            block.add(values(row));
        }
        return block;
    }

    private Object[] values(Row row) {
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = value(row, i);
        }
        return values;
    }

    private Object value(Row row, int index) {
        return switch (types[index]) {
            case WHOLE -> row.getLong(index);
            case DECIMAL -> row.getBigDecimal(index);
            case TEXT, JSON -> row.getString(index);
            case FLAG -> row.getBoolean(index);
            case TIMESTAMP -> {
                OffsetDateTime time = row.getOffsetDateTime(index);
                yield time == null ? null : time.toInstant();
            }
        };
    }
}
