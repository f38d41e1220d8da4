package dev.crashanalytics.live;

import dev.crashanalytics.live.Interest.Wanted;
import dev.crashanalytics.store.CommitListener;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.sqlclient.Pool;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Follows the feed and hands it to the event loops, in the order of offsets and without a gap. There is one a server, with a
 * connection and an event loop of its own. It reads when a commit of this server may have been made, when another server
 * says so, when a topic is new, and every {@code crash.live.poll-interval} in any case: so nothing is lost with a
 * notification, or with the connection it should have come by.
 *
 * <pre>
 *               connected                     woken
 *   CONNECTING -----------> IDLE  &lt;----------------------> READING --+
 *       ^                    |       handed out, no more      |  ^     | woken meanwhile, or
 *       |   connection lost  |                                |  +-----+ more to read
 *       +--------------------+--------------------------------+
 * </pre>
 *
 * <p>The next stretch is read when every event loop has taken the last one, so there is never more than one in memory. While
 * nobody subscribes no row is read; the reader then only knows where the feed ends.
 */
@Startup
@ApplicationScoped
public class PgFeedReader implements CommitListener {

    private static final Logger LOG = Logger.getLogger(PgFeedReader.class);

    /** Offsets of one read, more or less. */
    private static final int SPAN = 2_000;

    private static final int MAX_PIECE_EVENTS = 256;

    private static final long MIN_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 2_000;

    /** Notifications tell no more than that there is something: one in this time is enough. */
    private static final long NOTIFY_MILLIS = 10;

    private enum State {
        CONNECTING,
        IDLE,
        READING,
        STOPPED
    }

    private final Vertx vertx;
    private final Context context;
    private final Pool pool;
    private final PgFeedPages pages;
    private final LiveLoops loops;
    private final LiveConfig config;
    private final LiveMetrics metrics;
    private final String instance = UUID.randomUUID().toString();
    private final AtomicBoolean hinted = new AtomicBoolean();
    private volatile boolean committedSinceHint;
    private final int pieceEvents;

    private State state = State.CONNECTING;
    private PgFeedConnection connection;
    private boolean wokenAgain;
    /** Nobody wanted anything when it read last, or when something was committed since. */
    private boolean wasQuiet = true;

    private long pauseMillis = MIN_PAUSE_MILLIS;
    private boolean notifying;
    private boolean notifyAgain;
    private String epoch;
    private long published;

    PgFeedReader(Vertx vertx, Pool pool, PgFeedPages pages, LiveLoops loops, LiveConfig config, LiveMetrics metrics) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.pool = pool;
        this.pages = pages;
        this.loops = loops;
        this.config = config;
        this.pieceEvents = Math.min(MAX_PIECE_EVENTS, config.buffer() / 4);
        this.metrics = metrics;
    }

    @PostConstruct
    void start() {
        loops.onNewTopic(() -> context.runOnContext(registered -> {
            takeHints();
            wake();
        }));
        context.runOnContext(started -> {
            vertx.setPeriodic(config.pollInterval().toMillis(), due -> wake());
            connect();
        });
    }

    @PreDestroy
    void stop() {
        context.runOnContext(stopping -> {
            state = State.STOPPED;
            if (connection != null) {
                connection.close();
            }
        });
    }

    /** Hints that come while one is under way are one. */
    @Override
    public void committed() {
        committedSinceHint = true;
        if (hinted.compareAndSet(false, true)) {
            context.runOnContext(hint -> onHint());
        }
    }

    /** While nobody here subscribes, commits do not wake this event loop each: the others are told no oftener than this. */
    private void onHint() {
        if (loops.hasSubscribers()) {
            hinted.set(false);
            wake();
        } else {
            wasQuiet = true;
            committedSinceHint = false;
            vertx.setTimer(NOTIFY_MILLIS, waited -> takeHints());
        }
        // Last: a commit that this comes too early for has hinted again.
        notifyOthers();
    }

    private void takeHints() {
        hinted.set(false);
        if (committedSinceHint) {
            committed();
        }
    }

    private void connect() {
        PgFeedConnection.open(pool, pages, this::onNotification, this::onClosed)
                .onSuccess(this::connected)
                .onFailure(failure -> {
                    LOG.debugf("event=feed_connection_refused reason=\"%s\"", failure.getMessage());
                    retry();
                });
    }

    private void connected(PgFeedConnection opened) {
        if (state == State.STOPPED) {
            opened.close();
            return;
        }
        connection = opened;
        // What was notified while there was no connection, nobody heard.
        read();
    }

    private void onClosed() {
        connection = null;
        if (state != State.STOPPED) {
            LOG.info("event=feed_connection_lost");
            metrics.reconnected();
            // A read that is under way fails, and connects.
            if (state == State.IDLE) {
                retry();
            }
        }
    }

    private void retry() {
        if (state != State.STOPPED) {
            state = State.CONNECTING;
            vertx.setTimer(nextPause(), waited -> connect());
        }
    }

    private void onNotification(String payload) {
        if (!payload.equals(instance)) {
            wake();
        }
    }

    private void wake() {
        if (state == State.IDLE) {
            read();
        } else if (state == State.READING) {
            wokenAgain = true;
        }
    }

    private void read() {
        state = State.READING;
        wokenAgain = false;
        Wanted wanted = loops.wanted();
        // The first topic after a time without any begins where the feed is now: what is older it replays, collapsed.
        boolean onlyHead = epoch == null || wasQuiet || wanted.isNothing();
        wasQuiet = wanted.isNothing();
        Future<FeedPage> page = onlyHead ? connection.head(wanted) : connection.read(published, SPAN, wanted);
        page.compose(read -> handOut(read, wanted, onlyHead)).onComplete(ended -> {
            if (state == State.STOPPED) {
                return;
            }
            if (ended.failed()) {
                failed(ended.cause());
            } else if (connection == null) {
                retry();
            } else if (wokenAgain || ended.result().end() < ended.result().head()) {
                read();
            } else {
                state = State.IDLE;
            }
        });
    }

    private Future<FeedPage> handOut(FeedPage page, Wanted wanted, boolean onlyHead) {
        pauseMillis = MIN_PAUSE_MILLIS;
        boolean renewed = epoch != null && (!epoch.equals(page.epoch()) || page.head() < published);
        long from = onlyHead || renewed ? page.head() : published;
        if (renewed) {
            LOG.infof("event=feed_renewed epoch=%s", page.epoch());
            loops.restart();
        }
        epoch = page.epoch();
        published = renewed ? page.head() : page.end();
        metrics.published(page);
        return handOut(renewed ? List.of() : page.events(), 0, wanted, from).map(taken -> page);
    }

    /** In pieces far smaller than the rings, so that whoever reads at all is not overtaken by a single large commit. */
    private Future<Void> handOut(List<FeedEvent> events, int start, Wanted wanted, long from) {
        int end = Math.min(events.size(), start + pieceEvents);
        boolean last = end == events.size();
        long head = last ? published : events.get(end - 1).offset();
        Future<Void> taken =
                loops.publish(new FeedBatch(epoch, wanted.version(), from, head, events.subList(start, end)));
        return last ? taken : taken.compose(done -> handOut(events, end, wanted, head));
    }

    private void failed(Throwable failure) {
        metrics.readFailed();
        LOG.warnf("event=feed_read_failed reason=\"%s\"", failure.getMessage());
        if (connection != null && connection.isOpen()) {
            state = State.CONNECTING;
            vertx.setTimer(nextPause(), waited -> {
                if (state == State.CONNECTING && connection != null) {
                    read();
                } else {
                    retry();
                }
            });
        } else {
            retry();
        }
    }

    /** Longer from failure to failure. */
    private long nextPause() {
        long pause = pauseMillis;
        pauseMillis = Math.min(MAX_PAUSE_MILLIS, 2 * pauseMillis);
        return pause;
    }

    private void notifyOthers() {
        if (connection == null) {
            return;
        }
        if (notifying) {
            notifyAgain = true;
            return;
        }
        notifying = true;
        connection
                .notifyOthers(instance)
                .onFailure(failure -> metrics.notifyFailed())
                .onComplete(told -> vertx.setTimer(NOTIFY_MILLIS, waited -> {
                    notifying = false;
                    if (notifyAgain) {
                        notifyAgain = false;
                        notifyOthers();
                    }
                }));
    }
}
