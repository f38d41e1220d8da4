package dev.crashanalytics.store;

import dev.crashanalytics.store.StoreFailure.Kind;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;

/** Sorts failures of the PostgreSQL client by what helps against them. */
final class PgFailures {

    private PgFailures() {}

    /** By SQLSTATE where the server reported it; a failure without one is a failed connection. */
    static Kind kindOf(Throwable cause) {
        if (cause instanceof PgException fromServer) {
            return kindOf(fromServer.getSqlState());
        }
        boolean programmingError = cause instanceof RuntimeException
                && !(cause instanceof VertxException)
                && !(cause instanceof IllegalStateException);
        return programmingError ? Kind.UNEXPECTED : Kind.UNAVAILABLE;
    }

    /** Appendix A of the PostgreSQL manual lists the classes. */
    private static Kind kindOf(String sqlState) {
        if (sqlState == null || sqlState.length() < 2) {
            return Kind.UNAVAILABLE;
        }
        return switch (sqlState) {
            case "40001", "40P01", "23505", "55P03" -> Kind.CONTENTION;
            default ->
                switch (sqlState.substring(0, 2)) {
                    case "08", "53", "57", "58", "25" -> Kind.UNAVAILABLE;
                    case "22", "23", "54" -> Kind.BAD_DATA;
                    default -> Kind.UNEXPECTED;
                };
        };
    }
}
