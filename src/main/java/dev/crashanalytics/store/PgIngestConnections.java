package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;

/** Where the lanes of the pipeline get their database connections. */
@ApplicationScoped
public class PgIngestConnections {

    /** As many as there can be lanes. */
    private static final int MAX_CONNECTIONS = 64;

    private final Pool pool;
    private final List<CommitListener> listeners;

    /** Wants the common pool only so that it is made first. */
    PgIngestConnections(PgClientPool clients, Pool common, Instance<CommitListener> listeners) {
        this.pool = clients.createAnother(MAX_CONNECTIONS);
        this.listeners = listeners.stream().toList();
    }

    @PreDestroy
    void close() {
        pool.close();
    }

    /** Opens a connection on the event loop of the caller; fails with a {@link StoreFailure}. */
    public Future<PgIngestConnection> open() {
        return PgIngestConnection.open(pool, listeners);
    }
}
