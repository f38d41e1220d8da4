package dev.crashanalytics.export;

/** Why an export ended before its last row. */
enum AbortReason {
    /** The client closed the connection, or it was lost. */
    CLIENT_GONE,
    /** The client did not read for too long. */
    CLIENT_STALLED,
    /** The database stopped delivering. */
    READ_FAILED
}
