package dev.crashanalytics.ingest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the answers a client is still owed. For any number of threads that answer, and one that waits. */
final class MissingAnswers {

    private final AtomicInteger missing;
    private volatile Waiting waiting;

    private record Waiting(int rest, Promise<Void> promise) {}

    MissingAnswers(int count) {
        this.missing = new AtomicInteger(count);
    }

    void add(int count) {
        missing.addAndGet(count);
    }

    int count() {
        return missing.get();
    }

    /** Counts an answer; returns how many are missing now. */
    int answered() {
        int left = missing.decrementAndGet();
        Waiting waits = waiting;
        if (waits != null && left <= waits.rest) {
            waits.promise.tryComplete();
        }
        return left;
    }

    /** Completes when only {@code rest} answers are missing. Who waits again, no longer waits for the time before. */
    Future<Void> whenDownTo(int rest) {
        Promise<Void> promise = Promise.promise();
        waiting = new Waiting(rest, promise);
        // The last one may have come between the caller's look and the line above.
        if (missing.get() <= rest) {
            promise.tryComplete();
        }
        return promise.future();
    }
}
