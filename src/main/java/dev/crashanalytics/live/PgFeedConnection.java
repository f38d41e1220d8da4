package dev.crashanalytics.live;

import dev.crashanalytics.live.Interest.Wanted;
import dev.crashanalytics.live.PgFeedPages.Extent;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Consumer;

/** The database connection of the feed: it hears other servers, tells them, and reads. Use it from the context that opened it. */
final class PgFeedConnection {

    /**
     * The plans stay those of point look-ups, whatever the statistics say. Nothing it writes need be durable: it notifies, no
     * more.
     */
    private static final String SETTINGS = """
            SELECT set_config('enable_seqscan', 'off', false),
                   set_config('enable_hashjoin', 'off', false),
                   set_config('enable_mergejoin', 'off', false),
                   set_config('plan_cache_mode', 'force_generic_plan', false),
                   set_config('jit', 'off', false),
                   set_config('timezone', 'UTC', false),
                   set_config('synchronous_commit', 'off', false),
                   set_config('application_name', 'crash-analytics-feed', false)
            """;

    private static final String LISTEN = "LISTEN crash_feed";

    private static final String NOTIFY = "SELECT pg_notify('crash_feed', $1)";

    private final SqlConnection connection;
    private final PgFeedPages pages;
    private boolean open = true;

    private PgFeedConnection(SqlConnection connection, PgFeedPages pages) {
        this.connection = connection;
        this.pages = pages;
    }

    /**
     * Takes a connection out of the pool for good.
     *
     * @param onNotification called with what another server, or this one, has told
     * @param onClosed called once, however it ends
     */
    static Future<PgFeedConnection> open(
            Pool pool, PgFeedPages pages, Consumer<String> onNotification, Runnable onClosed) {
        return pool.getConnection().compose(connection -> {
            PgFeedConnection feed = new PgFeedConnection(connection, pages);
            PgConnection.cast(connection)
                    .notificationHandler(notification -> onNotification.accept(notification.getPayload()));
            return connection
                    .query(SETTINGS)
                    .execute()
                    .compose(set -> connection.query(LISTEN).execute())
                    .map(listening -> {
                        connection.closeHandler(closed -> {
                            feed.open = false;
                            onClosed.run();
                        });
                        return feed;
                    })
                    .onFailure(failure -> connection.close());
        });
    }

    boolean isOpen() {
        return open;
    }

    Future<FeedPage> head(Wanted wanted) {
        return pages.head(connection, wanted);
    }

    Future<FeedPage> read(long after, int span, Wanted wanted) {
        return pages.read(connection, after, span, wanted, Extent.EVERYTHING);
    }

    /** Tells the other servers that there is something to read. */
    Future<Void> notifyOthers(String payload) {
        return connection.preparedQuery(NOTIFY).execute(Tuple.of(payload)).mapEmpty();
    }

    Future<Void> close() {
        return connection.close();
    }
}
