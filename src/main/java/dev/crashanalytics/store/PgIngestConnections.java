package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/** Where the lanes of the pipeline get their database connections. */
@ApplicationScoped
public class PgIngestConnections {

    private final Pool pool;

    PgIngestConnections(Pool pool) {
        this.pool = pool;
    }

    /** Takes a connection out of the pool for good; fails with a {@link StoreFailure}. */
    public Future<PgIngestConnection> open() {
        return PgIngestConnection.open(pool);
    }
}
