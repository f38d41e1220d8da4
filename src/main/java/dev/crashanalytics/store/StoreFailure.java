package dev.crashanalytics.store;

import io.vertx.pgclient.PgException;

/** Why a transaction failed, sorted by what helps. The cause is for the log. */
public final class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What helps against a failure. */
    public enum Kind {
        /** The database cannot be reached or is going down: wait and try again. */
        UNAVAILABLE,
        /** Another transaction was in the way: try again at once. */
        CONTENTION,
        /** The database refuses a value: find the entry that holds it. */
        BAD_DATA,
        /** Nobody foresaw it. */
        UNEXPECTED
    }

    private final Kind kind;

    private StoreFailure(Kind kind, Throwable cause) {
        super(cause.getMessage(), cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Sorts a failure of the PostgreSQL client by its SQLSTATE; one without is a failed connection. */
    public static StoreFailure of(Throwable cause) {
        if (cause instanceof StoreFailure sorted) {
            return sorted;
        }
        if (cause instanceof PgException fromServer) {
            return new StoreFailure(kindOf(fromServer.getSqlState()), cause);
        }
        boolean programmingError = cause instanceof RuntimeException
                && !(cause instanceof io.vertx.core.VertxException)
                && !(cause instanceof IllegalStateException);
        return new StoreFailure(programmingError ? Kind.UNEXPECTED : Kind.UNAVAILABLE, cause);
    }

    /** Appendix A of the PostgreSQL manual lists the classes. */
    private static Kind kindOf(String sqlState) {
        if (sqlState == null) {
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
