package dev.crashanalytics.history;

/** A cell that cannot be read as what its column holds; the message says why and what would be. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        // Bad cells are normal in such files: no stack trace.
        super(message, null, false, false);
    }
}
