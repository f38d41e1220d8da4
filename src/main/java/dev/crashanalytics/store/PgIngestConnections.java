package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;

/** Where the lanes of the pipeline get their database connections. */
@ApplicationScoped
public class PgIngestConnections {

    private final Pool pool;
    private final List<CommitListener> listeners;

    PgIngestConnections(Pool pool, Instance<CommitListener> listeners) {
        this.pool = pool;
        this.listeners = listeners.stream().toList();
    }

    /** Takes a connection out of the pool for good; fails with a {@link StoreFailure}. */
    public Future<PgIngestConnection> open() {
        return PgIngestConnection.open(pool, listeners);
    }
}
