package dev.crashanalytics.wire;

/** A JSON value is not what its field takes; the message completes the sentence "the field ...". */
final class InvalidValueException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidValueException(String message) {
        super(message, null, false, false);
    }
}
