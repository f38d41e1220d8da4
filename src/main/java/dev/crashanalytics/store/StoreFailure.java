package dev.crashanalytics.store;

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

    /** Sorts a failure of the PostgreSQL client; one that is sorted already stays as it is. */
    public static StoreFailure of(Throwable cause) {
        return cause instanceof StoreFailure sorted ? sorted : new StoreFailure(PgFailures.kindOf(cause), cause);
    }
}
