package dev.crashanalytics.live;

import dev.crashanalytics.problem.ProblemCode;
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

/**
 * One client of live updates, with its subscriptions. A few frames are under way to it at a time; the next is taken when one
 * has left, from its answers first, then from its subscriptions in turn. So one that does not read stands still where it
 * is, and what it costs does not grow: a page or a snapshot, and a position in each channel. Confined to its event loop.
 */
final class LiveClient {

    /** How long a client may take to go after the close frame. */
    private static final long ABORT_NANOS = 10_000_000_000L;

    /** In this order; of WAITING and OPEN either may be left out, and of CLOSING too. */
    private enum State {
        WAITING,
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
    private final List<Subscription> turns = new ArrayList<>();
    private final StoredReading reading;
    private State state = State.WAITING;
    private boolean pumping;
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
        this.reading = new StoredReading(loop, this);
    }

    /**
     * Begins to send. Not before the feed has been read: nothing could be said of where it stands.
     *
     * @param hello what comes first, or null
     */
    void greet(Frame hello) {
        if (state != State.WAITING) {
            return;
        }
        state = State.OPEN;
        if (hello != null) {
            answers.addFirst(hello);
        }
        pump();
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
        if (hasEnded()) {
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
        if (hasEnded()) {
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
            reading.open(subscription);
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
        if (state == State.WAITING && now - lastBeat > config.stalledTimeout().toNanos()) {
            close(CloseCode.TRY_AGAIN_LATER);
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
        reading.yieldPage(now);
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
        if (hasEnded()) {
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

    private boolean hasEnded() {
        return state == State.CLOSING || state == State.CLOSED;
    }

    private void endAll() {
        answers.clear();
        List.copyOf(subscriptions.values()).forEach(this::end);
    }

    private void end(Subscription subscription) {
        subscriptions.remove(subscription.topic().text());
        turns.remove(subscription);
        if (!subscription.hasEnded()) {
            subscription.end();
            metrics.unsubscribed();
        }
        if (subscription.channel() != null) {
            loop.leave(subscription);
        }
        reading.leave(subscription);
    }

    private Frame nextFrame() {
        for (int i = 0; i < turns.size(); i++) {
            turn = (turn + 1) % turns.size();
            Subscription subscription = turns.get(turn);
            Frame frame = subscription.next();
            reading.taken(subscription);
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

    /** A subscription knows where it starts. */
    void opened(Subscription subscription, Start start) {
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

    /** A subscription cannot be opened. */
    void refused(Subscription subscription, Refusal refusal) {
        end(subscription);
        refuse(subscription.id(), refusal);
    }

    /** None is read while what it would bring could not be sent. */
    private void readOn() {
        if (state == State.OPEN && answers.isEmpty() && underWay < outlet.window()) {
            reading.goOn(turns);
        }
    }
}
