package dev.crashanalytics.wire;

/** The text is not JSON, or nested deeper than {@link Json#MAX_DEPTH}; the message says where, for clients. */
public final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
