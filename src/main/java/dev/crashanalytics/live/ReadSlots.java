package dev.crashanalytics.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayDeque;

/**
 * Turns at reading from the database for single subscribers: so many at a time, the others in the order they came. A turn
 * lasts from before the read until what was read has been sent, which bounds both the connections in use and the pages in
 * memory. A subscriber waits in one place at the most, so those who wait are as many as subscriptions. For any thread.
 */
final class ReadSlots {

    private final Context context;
    private final ArrayDeque<Promise<Void>> waiting = new ArrayDeque<>();
    private int free;
    private volatile int queued;

    ReadSlots(Vertx vertx, int slots) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.free = slots;
    }

    /** Completes, on a context of its own, when it is the caller's turn. */
    Future<Void> acquire() {
        Promise<Void> turn = Promise.promise();
        context.runOnContext(asked -> {
            if (free > 0) {
                free--;
                turn.complete();
            } else {
                waiting.add(turn);
                queued = waiting.size();
            }
        });
        return turn.future();
    }

    /** Ends a turn. */
    void release() {
        context.runOnContext(ended -> {
            Promise<Void> next = waiting.poll();
            queued = waiting.size();
            if (next == null) {
                free++;
            } else {
                next.complete();
            }
        });
    }

    /** Whether somebody waits. */
    boolean isContended() {
        return queued > 0;
    }
}
