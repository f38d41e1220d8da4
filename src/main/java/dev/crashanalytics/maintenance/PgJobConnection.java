package dev.crashanalytics.maintenance;

import dev.crashanalytics.rollup.SettlingLocks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The connection that one maintenance job works on, one statement at a time. It holds the lock that makes the job the only
 * one of the database, and ends with it: a job whose connection is lost can do nothing more, and is seen to have failed.
 */
final class PgJobConnection {

    /** The advisory lock of all maintenance jobs; PostgreSQL shows its two halves in pg_locks. */
    static final String LOCK_KEY = "%d, 0".formatted(0x63726175);

    /** Whether somebody holds the lock. */
    static final String LOCK_IS_HELD = """
            EXISTS (SELECT FROM pg_locks
                    WHERE locktype = 'advisory' AND granted AND classid = %d AND objid = 0 AND objsubid = 2
                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))""".formatted(0x63726175);

    /** Whole tables are never read where a key or a day is known, also while the statistics still think them empty. */
    private static final String SETTINGS = """
            SELECT set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false),
                   set_config('plan_cache_mode', 'force_custom_plan', false)
            """;

    /** Deadlock, serialization failure, lock not available: nothing is done, and the next attempt may get through. */
    private static final Set<String> CONTENTION = Set.of("40P01", "40001", "55P03");

    private static final int MAX_ATTEMPTS = 20;

    /** Ingest queues behind whoever waits for a table: between two attempts it gets on. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final String WAIT_A_MOMENT = "SET LOCAL lock_timeout = '2s'; ";

    private static final String KEEP_SETTLERS_OUT = WAIT_A_MOMENT + "SELECT pg_advisory_xact_lock("
            + SettlingLocks.FIGURES + "), pg_advisory_xact_lock(" + SettlingLocks.CRASHES + ")";

    private final SqlConnection connection;

    private PgJobConnection(SqlConnection connection) {
        this.connection = connection;
    }

    /** Takes a connection, and the lock with it; null where another job holds it. */
    static Uni<PgJobConnection> open(Pool pool) {
        return pool.getConnection()
                .chain(connection -> connection
                        .query("SELECT pg_try_advisory_lock(" + LOCK_KEY + ")")
                        .execute()
                        .chain(rows -> rows.iterator().next().getBoolean(0)
                                ? connection.query(SETTINGS).execute().map(set -> new PgJobConnection(connection))
                                : connection.close().map(closed -> (PgJobConnection) null))
                        .onFailure()
                        .call(failure -> connection.close()));
    }

    SqlConnection connection() {
        return connection;
    }

    Uni<RowSet<Row>> execute(String statement, Tuple parameters) {
        return connection.preparedQuery(statement).execute(parameters);
    }

    Uni<RowSet<Row>> execute(String statement) {
        return connection.query(statement).execute();
    }

    /** Runs statements in one transaction; anew where others were in the way. */
    <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> execute("BEGIN"))
                .chain(begun -> work.get())
                .call(done -> execute("COMMIT"))
                .onFailure()
                .call(failure -> execute("ROLLBACK").onFailure().recoverWithNull())
                .onFailure(PgJobConnection::isContention)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(MAX_ATTEMPTS);
    }

    /**
     * Keeps others from writing to a table until the transaction ends. Fails where that is not to be had within moments,
     * since ingest queues behind whoever waits for it; {@link #inTransaction} then tries again.
     */
    Uni<Void> lock(String table) {
        return execute(WAIT_A_MOMENT + "LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE")
                .replaceWithVoid();
    }

    /**
     * Keeps every ingest transaction from beginning until this one ends, after those under way: each begins with the lock
     * of its sessions, whose table lock it takes before it looks at anything. Fails like {@link #lock}.
     */
    Uni<Void> keepIngestOut() {
        return execute(WAIT_A_MOMENT + "LOCK TABLE session_logs IN EXCLUSIVE MODE")
                .replaceWithVoid();
    }

    /** Keeps every server from settling days until the transaction ends. Fails like {@link #lock}. */
    Uni<Void> keepSettlersOut() {
        return execute(KEEP_SETTLERS_OUT).replaceWithVoid();
    }

    /** Gives the lock and the connection back. */
    Uni<Void> close() {
        return execute("RESET ALL; SELECT pg_advisory_unlock(" + LOCK_KEY + ")")
                .onFailure()
                .recoverWithNull()
                .chain(unlocked -> connection.close());
    }

    private static boolean isContention(Throwable failure) {
        return failure instanceof PgException error && CONTENTION.contains(error.getSqlState());
    }
}
