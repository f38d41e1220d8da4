package dev.crashanalytics.live;

import dev.crashanalytics.live.Interest.Wanted;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The event loops that serve live clients, each with the channels of its own. For any thread. */
@ApplicationScoped
class LiveLoops {

    private final Vertx vertx;
    private final LiveConfig config;
    private final LiveMetrics metrics;
    private final PgStoredFeed stored;
    private final ReadSlots slots;
    private final Interest interest = new Interest();
    private final AtomicLong retained = new AtomicLong();
    private final Map<EventLoop, LiveLoop> loops = new ConcurrentHashMap<>();
    private volatile Runnable newTopic = () -> {};
    private final Promise<FeedBatch> known = Promise.promise();
    private volatile FeedBatch last;
    private volatile boolean closing;

    LiveLoops(Vertx vertx, LiveConfig config, LiveMetrics metrics, PgStoredFeed stored) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
        this.stored = stored;
        this.slots = new ReadSlots(vertx, config.maxReplays());
    }

    /** The one of the event loop this is called on. */
    LiveLoop current() {
        ContextInternal context = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        return loops.computeIfAbsent(
                context.nettyEventLoop(), loop -> new LiveLoop(vertx, context, this, config, metrics, stored, slots));
    }

    /** Whom to tell of topics that are new to this server. */
    void onNewTopic(Runnable listener) {
        newTopic = listener;
    }

    /** Counts a topic in; answers the version of the first batch that is complete for it. */
    long register(Topic topic) {
        long version = interest.register(topic);
        newTopic.run();
        return version;
    }

    void release(Topic topic) {
        interest.release(topic);
    }

    Wanted wanted() {
        return interest.wanted();
    }

    boolean hasSubscribers() {
        return !interest.isEmpty();
    }

    /** Where the feed stands as of the last batch; null before the first. */
    FeedBatch last() {
        return last;
    }

    /** Completes, on any thread, when it is known where the feed stands: {@link #last} is there from then on. */
    Future<FeedBatch> known() {
        return known.future();
    }

    /** Characters that all channels keep for subscribers that are behind. */
    AtomicLong retained() {
        return retained;
    }

    boolean isClosing() {
        return closing;
    }

    /** Hands a batch to every loop; completes when all have taken it. */
    Future<Void> publish(FeedBatch batch) {
        last = new FeedBatch(batch.epoch(), batch.version(), batch.from(), batch.head(), List.of());
        known.tryComplete(last);
        return onEveryLoop(loop -> {
            loop.publish(batch);
            return Future.succeededFuture();
        });
    }

    /** The offsets mean something else now: every client is told to come back. */
    void restart() {
        onEveryLoop(LiveLoop::closeClients);
    }

    /** Closes every client with 1012, and takes no more; completes when they have been told. */
    Future<Void> close() {
        closing = true;
        return onEveryLoop(LiveLoop::closeClients);
    }

    private static Future<Void> attempt(Function<LiveLoop, Future<Void>> work, LiveLoop loop) {
        try {
            return work.apply(loop);
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }

    private Future<Void> onEveryLoop(Function<LiveLoop, Future<Void>> work) {
        List<Future<Void>> done = new ArrayList<>();
        for (LiveLoop loop : loops.values()) {
            Promise<Void> promise = Promise.promise();
            loop.run(() -> attempt(work, loop).onComplete(promise));
            done.add(promise.future());
        }
        return Future.all(done).mapEmpty();
    }
}
