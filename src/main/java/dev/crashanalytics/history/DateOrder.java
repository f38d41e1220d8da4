package dev.crashanalytics.history;

/** Which of the two small numbers of a date is the day. */
public enum DateOrder {
    /** Nobody said: where both may be either, the date is refused rather than guessed. */
    UNKNOWN,
    /** {@code 31/01/2026} */
    DMY,
    /** {@code 01/31/2026} */
    MDY
}
