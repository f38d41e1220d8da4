package dev.crashanalytics.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Makes the connection pool as Quarkus would, but for one thing: by default the client prepares statements of more than 2
 * kB anew at every execution, and planning those that insert rounds takes a sixth of a transaction.
 */
@Singleton
class PgClientPool implements PgPoolCreator {

    private Input input;

    @Override
    public Pool create(Input input) {
        this.input = input;
        input.pgConnectOptionsList()
                .forEach(options -> options.setPreparedStatementCacheSqlFilter(sql -> true)
                        .addProperty("application_name", "crash-analytics"));
        return pool(input.poolOptions());
    }

    /**
     * Makes another pool to the same database, whose connections live on the event loop that asks for them; those of the
     * common pool are spread over all loops.
     */
    Pool createAnother(int maxSize) {
        return pool(new PoolOptions(input.poolOptions())
                .setShared(false)
                .setEventLoopSize(0)
                .setMaxSize(maxSize));
    }

    private Pool pool(PoolOptions options) {
        return PgBuilder.pool()
                .with(options)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
