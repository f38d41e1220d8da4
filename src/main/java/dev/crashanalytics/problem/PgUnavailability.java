package dev.crashanalytics.problem;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Tells a database that is away, starting, full or in the way of itself from a statement that is wrong. */
public final class PgUnavailability {

    /** Causes may form a ring; no honest chain is longer. */
    private static final int MAX_DEPTH = 16;

    /**
     * SQLSTATE classes: 08 connection, 25 read-only standby, 28 refused log-in, 40 rolled back, 53 out of
     * resources, 55 object in use, 57 operator intervention, 58 system error.
     */
    private static final Set<String> TRANSIENT = Set.of("08", "25", "28", "40", "53", "55", "57", "58");

    private PgUnavailability() {}

    /** Whether the same request may succeed once the database is well again. */
    public static boolean isCauseOf(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MAX_DEPTH)
                .anyMatch(PgUnavailability::isUnavailable);
    }

    private static boolean isUnavailable(Throwable cause) {
        if (cause instanceof DatabaseException refused) {
            String state = refused.getSqlState();
            return state == null || state.length() < 2 || TRANSIENT.contains(state.substring(0, 2));
        }
        return cause instanceof ClosedConnectionException
                || cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof io.smallrye.mutiny.TimeoutException
                || isClientFailure(cause);
    }

    /** The client reports a closed socket and a wait for a connection that was too long in its plainest types. */
    private static boolean isClientFailure(Throwable cause) {
        return cause.getClass() == VertxException.class || cause instanceof NoStackTraceThrowable;
    }
}
