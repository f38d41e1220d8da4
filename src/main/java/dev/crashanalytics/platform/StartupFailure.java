package dev.crashanalytics.platform;

/**
 * A reason for which the server cannot start, told in one line that says what to do about it. {@link Main} prints
 * the line and ends with exit code 1; nobody sees a stack trace.
 */
public final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure whose {@code message} is the whole story. */
    public StartupFailure(String message) {
        super(oneLine(message));
    }

    /** A failure whose cause is kept for a debugger; {@code message} already tells what a person needs. */
    public StartupFailure(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
    }
}
