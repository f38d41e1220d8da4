package dev.crashanalytics.live;

import dev.crashanalytics.problem.PgUnavailability;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.CloseCode;
import dev.crashanalytics.wire.LiveFrames;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * One client of live updates, with its subscriptions. A few frames are under way to it at a time; the next is taken when one
 * has left, from its answers first, then from its subscriptions in turn. So one that does not read stands still where it
 * is, and what it costs does not grow: a page or a snapshot, and a position in each channel. Confined to its event loop.
 */
final class LiveClient {

    private static final Logger LOG = Logger.getLogger(LiveClient.class);

    /** A page that others wait for is given back unsent after so long. */
    private static final long PAGE_NANOS = 2_000_000_000L;

    /** How long a client may take to go after the close frame. */
    private static final long ABORT_NANOS = 10_000_000_000L;

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final LiveLoop loop;
    private final Outlet outlet;
    private final LiveConfig config;
    private final LiveMetrics metrics;
    private final ArrayDeque<Frame> answers = new ArrayDeque<>();
    private final UnreadAnswers unread = new UnreadAnswers();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final ArrayDeque<Subscription> opening = new ArrayDeque<>();
    private final List<Subscription> turns = new ArrayList<>();
    private State state = State.OPEN;
    private boolean pumping;
    private boolean reading;
    private Subscription pageOwner;
    private long pageSince;
    private int turn;
    private int underWay;
    private long lastProgress = System.nanoTime();
    private long lastHeard = System.nanoTime();
    private long lastBeat = System.nanoTime();
    private long closingSince;

    LiveClient(LiveLoop loop, Outlet outlet, LiveConfig config, LiveMetrics metrics) {
        this.loop = loop;
        this.outlet = outlet;
        this.config = config;
        this.metrics = metrics;
    }

    long head() {
        return loop.head();
    }

    /** The client has given a sign of life. */
    void heard() {
        lastHeard = System.nanoTime();
    }

    /** The client has read what was sent before a ping. */
    void hasRead(long mark) {
        unread.read(mark);
    }

    /** Sends an answer, or what is none of a topic. */
    void answer(Frame frame) {
        if (state != State.OPEN) {
            return;
        }
        if (unread.areTooMany(answers.size())) {
            close(CloseCode.TOO_MANY_REQUESTS);
            return;
        }
        answers.add(frame);
        pump();
    }

    void refuse(ClientId id, Refusal refusal) {
        answer(new Frame("error", Frame.NONE, LiveFrames.error(id, refusal)));
    }

    /**
     * Subscribes to a topic; the answer follows.
     *
     * @param since the last event seen, or null
     */
    void subscribe(ClientId id, Topic topic, Since since) {
        if (state != State.OPEN) {
            return;
        }
        if (subscriptions.containsKey(topic.text())) {
            refuse(id, new Refusal(ProblemCode.ALREADY_SUBSCRIBED, "this connection has the topic " + topic.text()));
        } else if (subscriptions.size() >= config.maxSubscriptions()) {
            refuse(
                    id,
                    new Refusal(
                            ProblemCode.TOO_MANY_SUBSCRIPTIONS,
                            "a connection takes at most " + config.maxSubscriptions() + " subscriptions"));
        } else {
            Subscription subscription = new Subscription(this, id, topic, since, metrics);
            subscriptions.put(topic.text(), subscription);
            turns.add(subscription);
            metrics.subscribed();
            opening.add(subscription);
            pump();
        }
    }

    /** Ends a subscription; one there is not has ended already. */
    void unsubscribe(ClientId id, String topic) {
        Subscription subscription = subscriptions.get(topic);
        if (subscription != null) {
            end(subscription);
        }
        answer(new Frame("unsubscribed", Frame.NONE, LiveFrames.unsubscribed(id, topic)));
    }

    /** Sends what there is, as far as the client takes it. */
    void pump() {
        if (pumping || state != State.OPEN) {
            return;
        }
        pumping = true;
        while (state == State.OPEN && underWay < outlet.window()) {
            Frame answer = answers.poll();
            Frame frame = answer != null ? answer : nextFrame();
            if (frame == null) {
                break;
            }
            send(frame);
            if (answer != null && outlet.answersPings() && unread.sent()) {
                outlet.ping(unread.mark());
            }
        }
        pumping = false;
        readOn();
    }

    /** Looks whether it reads, lives, and is due a heartbeat. */
    void tick(long now) {
        if (state == State.CLOSING && now - closingSince > ABORT_NANOS) {
            outlet.abort();
            return;
        }
        if (state != State.OPEN) {
            return;
        }
        if (underWay > 0 && now - lastProgress > config.stalledTimeout().toNanos()
                || outlet.answersPings()
                        && now - lastHeard > config.idleTimeout().toNanos()) {
            close(CloseCode.TIMED_OUT);
            return;
        }
        if (pageOwner != null && loop.slots().isContended() && now - pageSince > PAGE_NANOS) {
            pageOwner.dropPage();
            givePageBack();
        }
        if (now - lastBeat >= config.heartbeatInterval().toNanos()) {
            lastBeat = now;
            outlet.ping(unread.mark());
            if (answers.isEmpty()) {
                answer(new Frame("heartbeat", Frame.NONE, LiveFrames.heartbeat(loop.epoch(), loop.head())));
            }
        }
        pump();
    }

    /** Ends the connection from this side. */
    Future<Void> close(CloseCode code) {
        if (state != State.OPEN) {
            return Future.succeededFuture();
        }
        state = State.CLOSING;
        closingSince = System.nanoTime();
        metrics.closed(code.code());
        endAll();
        return outlet.close(code);
    }

    /** The connection has ended, whoever ended it. */
    void closed() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        endAll();
        loop.remove(this);
    }

    private void endAll() {
        answers.clear();
        opening.clear();
        List.copyOf(subscriptions.values()).forEach(this::end);
    }

    private void end(Subscription subscription) {
        subscriptions.remove(subscription.topic().text());
        turns.remove(subscription);
        opening.remove(subscription);
        if (!subscription.hasEnded()) {
            subscription.end();
            metrics.unsubscribed();
        }
        if (subscription.channel() != null) {
            loop.leave(subscription);
        }
        if (subscription == pageOwner) {
            givePageBack();
        }
    }

    private Frame nextFrame() {
        for (int i = 0; i < turns.size(); i++) {
            turn = (turn + 1) % turns.size();
            Subscription subscription = turns.get(turn);
            Frame frame = subscription.next();
            if (subscription == pageOwner && !subscription.holdsPage()) {
                givePageBack();
            }
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    private void send(Frame frame) {
        if (underWay++ == 0) {
            lastProgress = System.nanoTime();
        }
        outlet.send(frame, loop.epoch()).onComplete(sent -> loop.run(() -> onSent(frame, sent)));
    }

    private void onSent(Frame frame, AsyncResult<Void> sent) {
        underWay--;
        lastProgress = System.nanoTime();
        if (sent.failed()) {
            // The connection is gone, and is told so by its own handler.
            return;
        }
        if (frame.isEvent()) {
            metrics.delivered();
        }
        pump();
    }

    /** One read at a time, and none while what it would bring could not be sent. */
    private void readOn() {
        if (state != State.OPEN || reading || pageOwner != null || !answers.isEmpty() || underWay >= outlet.window()) {
            return;
        }
        Subscription first = opening.poll();
        if (first != null) {
            reading = true;
            open(first);
            return;
        }
        for (Subscription subscription : turns) {
            if (subscription.wantsPage()) {
                reading = true;
                readPage(subscription);
                return;
            }
        }
    }

    private void open(Subscription subscription) {
        loop.slots()
                .acquire()
                .compose(turn -> loop.stored().resolve(subscription.topic()))
                .onComplete(resolved -> loop.run(() -> {
                    if (resolved.failed()) {
                        refused(subscription, resolved.cause());
                    } else if (subscription.hasEnded()) {
                        endRead();
                    } else {
                        subscription.join(loop.channel(resolved.result()));
                        findStart(subscription);
                    }
                }));
    }

    private void findStart(Subscription subscription) {
        Since since = subscription.since();
        Future<Start> start = since == null
                ? snapshot(subscription.topic())
                : loop.stored()
                        .head()
                        .compose(head -> isThere(since, head)
                                ? Future.succeededFuture(new Start(head.epoch(), since.offset(), true, null))
                                : snapshot(subscription.topic()));
        start.onComplete(found -> loop.run(() -> {
            if (found.failed()) {
                refused(subscription, found.cause());
            } else {
                started(subscription, found.result());
            }
        }));
    }

    /** Where a subscription starts, and whether it does so at the last event its client has seen. */
    private record Start(String epoch, long offset, boolean recovered, String snapshot) {}

    private Future<Start> snapshot(Topic topic) {
        return loop.stored()
                .snapshot(topic)
                .map(taken -> new Start(taken.epoch(), taken.offset(), false, taken.json()));
    }

    private static boolean isThere(Since since, FeedPage head) {
        return since.epoch().equals(head.epoch()) && since.offset() <= head.head();
    }

    private void started(Subscription subscription, Start start) {
        if (!subscription.hasEnded()) {
            subscription.open(start.offset());
            answers.add(new Frame(
                    "subscribed",
                    Frame.NONE,
                    LiveFrames.subscribed(
                            subscription.id(),
                            subscription.topic().text(),
                            start.epoch(),
                            start.offset(),
                            start.recovered(),
                            start.snapshot())));
        }
        endRead();
    }

    private void refused(Subscription subscription, Throwable failure) {
        if (!subscription.hasEnded()) {
            end(subscription);
            refuse(subscription.id(), refusal(failure));
        }
        endRead();
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
            subscription.takePage(page.result());
        }
        if (subscription.holdsPage()) {
            reading = false;
            pageOwner = subscription;
            pageSince = System.nanoTime();
            pump();
        } else {
            endRead();
        }
    }

    private void endRead() {
        reading = false;
        loop.slots().release();
        pump();
    }

    private void givePageBack() {
        pageOwner = null;
        loop.slots().release();
    }
}
