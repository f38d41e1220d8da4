package dev.crashanalytics.wire;

/** Why the server closes a WebSocket; {@code docs/protocol.md} says for each whether to connect again. */
public enum CloseCode {
    /** Normal end, as the client asked. */
    NORMAL(1000, "bye"),
    /** A message is larger than hello allows. */
    MESSAGE_TOO_LARGE(1009, "message too large"),
    /** The server failed. */
    INTERNAL_ERROR(1011, "internal error"),
    /** The server restarts; everything it took has been answered. */
    RESTARTING(1012, "restarting"),
    /** There are as many connections as there may be, or the server cannot serve one yet. */
    TRY_AGAIN_LATER(1013, "try again later"),
    /** The client broke the protocol. */
    PROTOCOL_VIOLATION(4400, "protocol violation"),
    /** The client did not read its acks, or was silent, for too long. */
    TIMED_OUT(4408, "timed out"),
    /** The client asks on and leaves the answers unread. */
    TOO_MANY_REQUESTS(4429, "too many requests");

    private final short code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = (short) code;
        this.reason = reason;
    }

    public short code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
