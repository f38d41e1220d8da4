package dev.crashanalytics.store;

import dev.crashanalytics.round.Entry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;

/**
 * A database connection that stores entries, one transaction at a time. Use it from the event loop that opened it.
 *
 * <p>Every failure is a {@link StoreFailure}, after which nothing of the transaction is stored; but for a
 * {@link CommitInDoubt}, which {@link #settle} turns into certainty on a new connection.
 */
public final class PgIngestConnection {

    /**
     * Plans stay those of point look-ups through the keys, also while the statistics still think the tables empty; and
     * no configuration may weaken what an ack means.
     */
    private static final String SETTINGS = """
            SELECT set_config('enable_seqscan', 'off', false),
                   set_config('enable_hashjoin', 'off', false),
                   set_config('enable_mergejoin', 'off', false),
                   set_config('plan_cache_mode', 'force_generic_plan', false),
                   set_config('jit', 'off', false),
                   set_config('timezone', 'UTC', false),
                   CASE WHEN current_setting('synchronous_commit') = 'off'
                        THEN set_config('synchronous_commit', 'on', false) END
            """;

    private final SqlConnection connection;
    private final int stripe;
    private final PgBatchIds ids;
    private final SessionCache cache = new SessionCache();
    private final List<CommitListener> listeners;
    private boolean open = true;

    private PgIngestConnection(SqlConnection connection, int stripe, List<CommitListener> listeners) {
        this.connection = connection;
        this.stripe = stripe;
        this.ids = new PgBatchIds();
        this.listeners = listeners;
        connection.closeHandler(closed -> open = false);
    }

    /** Takes a connection out of the pool for good. */
    static Future<PgIngestConnection> open(Pool pool, List<CommitListener> listeners) {
        return pool.getConnection()
                .compose(connection -> connection
                        .query(SETTINGS)
                        .execute()
                        .compose(set -> PgRollups.takeStripe(connection))
                        .map(stripe -> new PgIngestConnection(connection, stripe, listeners))
                        .onFailure(failure -> connection.close()))
                .recover(failure -> Future.failedFuture(StoreFailure.of(failure)));
    }

    public boolean isOpen() {
        return open;
    }

    /** Stores entries in one transaction and answers each, in their order. */
    public Future<List<Receipt>> store(List<Entry> entries) {
        return new PgTransaction(connection, stripe, ids, cache, entries)
                .run()
                .onSuccess(receipts -> tellCommitted())
                .recover(failure ->
                        Future.failedFuture(failure instanceof CommitInDoubt ? failure : StoreFailure.of(failure)));
    }

    /** Whether a failure leaves open if the transaction has committed. */
    public static boolean isInDoubt(Throwable failure) {
        return failure instanceof CommitInDoubt;
    }

    /**
     * Settles the fate of a transaction that is in doubt.
     *
     * @return the receipts if it has committed; empty if not, and then it never will
     */
    public Future<Optional<List<Receipt>>> settle(Throwable inDoubt) {
        CommitInDoubt doubt = (CommitInDoubt) inDoubt;
        return PgFeed.settle(connection, doubt.commitId())
                .map(firstOffset -> firstOffset.map(doubt::receipts))
                .onSuccess(settled -> tellCommitted())
                .recover(failure -> Future.failedFuture(StoreFailure.of(failure)));
    }

    private void tellCommitted() {
        listeners.forEach(CommitListener::committed);
    }

    /** Ends the connection; what is under way on it fails. */
    public Future<Void> close() {
        open = false;
        return connection.close();
    }
}
