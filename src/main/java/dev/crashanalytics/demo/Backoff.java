package dev.crashanalytics.demo;

/** Pauses that double, from one second to thirty, until something succeeds. For one thread. */
final class Backoff {

    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 30_000;

    private long next = FIRST_MILLIS;

    /** The next pause, in milliseconds. */
    long pause() {
        long pause = next;
        next = Math.min(2 * pause, LONGEST_MILLIS);
        return pause;
    }

    void succeeded() {
        next = FIRST_MILLIS;
    }
}
