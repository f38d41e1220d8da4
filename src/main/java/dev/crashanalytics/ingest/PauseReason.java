package dev.crashanalytics.ingest;

/** Why a client is not being read. */
enum PauseReason {
    /** The lane of one of its bots holds as much as it may. */
    PIPELINE_FULL,
    /** It has as many entries under way as it may. */
    WINDOW_FULL,
    /** It does not read its acks. */
    PEER_NOT_READING,
    /** Ids in its last message are being looked up. */
    RESOLVING,
    /** The server is shutting down. */
    DRAINING,
    /** A bug kept the server from reading its last message: the connection ends. */
    FAILED
}
