package dev.crashanalytics.live;

import dev.crashanalytics.problem.PgUnavailability;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.problem.Refusal;
import io.vertx.core.AsyncResult;
import java.util.ArrayDeque;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What the subscriptions of one client read from the database: where they start, and what they have missed. It has one read,
 * or one page that is not sent yet, at a time, and holds one of the server's {@link ReadSlots} for it. Confined to the
 * client's event loop.
 */
final class StoredReading {

    private static final Logger LOG = Logger.getLogger(StoredReading.class);

    /** A page that others wait for is given back unsent after so long. */
    private static final long PAGE_NANOS = 2_000_000_000L;

    private final LiveLoop loop;
    private final LiveClient client;
    private final ArrayDeque<Subscription> opening = new ArrayDeque<>();
    private boolean reading;
    private Subscription pageOwner;
    private long pageSince;

    StoredReading(LiveLoop loop, LiveClient client) {
        this.loop = loop;
        this.client = client;
    }

    /** Opens a subscription as soon as it is its turn. */
    void open(Subscription subscription) {
        opening.add(subscription);
    }

    /** A subscription has ended. */
    void leave(Subscription subscription) {
        opening.remove(subscription);
        if (subscription == pageOwner) {
            givePageBack();
        }
    }

    /** A subscription has given out a frame, or has none. */
    void taken(Subscription subscription) {
        if (subscription == pageOwner && !subscription.holdsPage()) {
            givePageBack();
        }
    }

    /** Gives a page back that has not been sent for long, where others wait for their turn. */
    void yieldPage(long now) {
        if (pageOwner != null && loop.slots().isContended() && now - pageSince > PAGE_NANOS) {
            pageOwner.dropPage();
            givePageBack();
        }
    }

    /** Begins the next read, where there is something to read and nothing read waits to be sent. */
    void goOn(List<Subscription> subscriptions) {
        if (reading || pageOwner != null) {
            return;
        }
        Subscription first = opening.poll();
        if (first != null) {
            reading = true;
            start(first);
            return;
        }
        for (Subscription subscription : subscriptions) {
            if (subscription.wantsPage()) {
                reading = true;
                readPage(subscription);
                return;
            }
        }
    }

    private void start(Subscription subscription) {
        loop.slots()
                .acquire()
                .compose(turn -> loop.stored().resolve(subscription.topic()))
                .onComplete(resolved -> loop.run(() -> {
                    if (resolved.failed()) {
                        refused(subscription, resolved.cause());
                    } else if (subscription.hasEnded()) {
                        end();
                    } else {
                        subscription.join(loop.channel(resolved.result()));
                        findStart(subscription);
                    }
                }));
    }

    /** Only now, since the channel gathers what comes after: between the two nothing is lost. */
    private void findStart(Subscription subscription) {
        loop.stored()
                .start(subscription.topic(), subscription.since())
                .onComplete(found -> loop.run(() -> {
                    if (found.failed()) {
                        refused(subscription, found.cause());
                    } else {
                        if (!subscription.hasEnded()) {
                            subscription.open(found.result());
                            client.opened(subscription, found.result());
                        }
                        end();
                    }
                }));
    }

    private void readPage(Subscription subscription) {
        loop.slots()
                .acquire()
                .compose(turn -> loop.stored()
                        .replay(
                                subscription.topic(),
                                subscription.position(),
                                subscription.span(),
                                subscription.wantsStatesOnly()))
                .onComplete(page -> loop.run(() -> onPage(subscription, page)));
    }

    private void onPage(Subscription subscription, AsyncResult<FeedPage> page) {
        if (page.failed()) {
            LOG.debugf("event=replay_failed reason=\"%s\"", page.cause().getMessage());
            // It is where it was: the next tick tries again.
            reading = false;
            loop.slots().release();
            return;
        }
        if (!subscription.hasEnded()) {
            take(subscription, page.result());
        }
        if (subscription.holdsPage()) {
            reading = false;
            pageOwner = subscription;
            pageSince = System.nanoTime();
            client.pump();
        } else {
            end();
        }
    }

    private void take(Subscription subscription, FeedPage page) {
        if (subscription.isContinuedBy(page)) {
            subscription.takePage(page);
        } else {
            subscription.reopen();
            opening.add(subscription);
        }
    }

    private void refused(Subscription subscription, Throwable failure) {
        if (!subscription.hasEnded()) {
            client.refused(subscription, refusal(failure));
        }
        end();
    }

    private static Refusal refusal(Throwable failure) {
        if (failure instanceof ProblemException refused) {
            return refused.refusal();
        }
        if (PgUnavailability.isCauseOf(failure)) {
            return new Refusal(ProblemCode.DATABASE_UNAVAILABLE, "the database cannot be used at the moment");
        }
        LOG.error("event=live_read_failed", failure);
        return new Refusal(ProblemCode.INTERNAL_ERROR, "the failure has been logged");
    }

    private void end() {
        reading = false;
        loop.slots().release();
        client.pump();
    }

    private void givePageBack() {
        pageOwner = null;
        loop.slots().release();
    }
}
