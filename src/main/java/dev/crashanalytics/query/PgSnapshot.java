package dev.crashanalytics.query;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Function;

/** One state of the database, for statements that must agree with each other: a transaction that writes nothing. */
public final class PgSnapshot {

    /** Whole tables are never read where a key or a day is known, also while the statistics still think them empty. */
    private static final String BEGIN = """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL enable_seqscan = off;
            SET LOCAL max_parallel_workers_per_gather = 0;
            SET LOCAL plan_cache_mode = force_custom_plan;
            SET LOCAL jit = off
            """;

    private PgSnapshot() {}

    /** Takes a connection for some work, which is over when the Uni it answers is. */
    public static <T> Uni<T> read(Pool pool, Function<SqlConnection, Uni<T>> work) {
        return pool.getConnection()
                .chain(connection -> connection
                        .query(BEGIN)
                        .execute()
                        .chain(begun -> work.apply(connection))
                        .eventually(() -> end(connection)));
    }

    /** Ends the transaction, whatever its state, and gives the connection back. */
    private static Uni<Void> end(SqlConnection connection) {
        return connection
                .query("COMMIT")
                .execute()
                .onFailure()
                .recoverWithNull()
                .chain(ended -> connection.close());
    }
}
