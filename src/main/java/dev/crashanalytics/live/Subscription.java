package dev.crashanalytics.live;

import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.LiveFrames;
import java.util.ArrayDeque;

/**
 * What one client gets of one topic. It gives out frames one at a time as its client can take them, from stored rows until
 * it has reached what the channel has, then from the channel. Confined to its event loop.
 *
 * <pre>
 *            opened                 channel covers what follows
 *   OPENING --------> REPLAYING --------------------------------> LIVE
 *           <--------   ^    page by page                        |    ^
 *         rows are gone |                                        |    |
 *                       |                  the channel has       |    | states given out
 *                       |                  dropped what is next  v    |
 *                       +-------------------------------------- LAGGED
 *                         states forgotten: read from stored rows
 * </pre>
 *
 * Any of them ends when the client leaves.
 */
final class Subscription {

    private static final int FIRST_SPAN = 500;
    private static final int MAX_SPAN = 20_000;

    /** A page of fewer events than this is of a topic of which there is little: the next one looks further. */
    private static final int FEW_EVENTS = 100;

    private static final int MANY_EVENTS = 1_000;

    enum State {
        OPENING,
        REPLAYING,
        LIVE,
        LAGGED,
        ENDED
    }

    private final LiveClient client;
    private final ClientId id;
    private final LiveMetrics metrics;
    private final ArrayDeque<FeedEvent> page = new ArrayDeque<>();
    private Since since;
    private String epoch;
    private Topic topic;
    private Channel channel;
    private String prefix;
    private State state = State.OPENING;
    /** REPLAYING: the last offset that was given out or passed over. */
    private long position;
    /** REPLAYING: where the page ends. */
    private long pageEnd;
    /** REPLAYING: of the stored events only states of sessions, up to this offset; then everything. */
    private long statesUntil;
    /** LIVE: the number of the next frame. LAGGED: of the next state. */
    private long next;
    /** LAGGED: the number of the frame to go on with. */
    private long until;
    /** LAGGED: the offset before that frame. */
    private long untilOffset;

    private int span = FIRST_SPAN;

    Subscription(LiveClient client, ClientId id, Topic topic, Since since, LiveMetrics metrics) {
        this.client = client;
        this.id = id;
        this.topic = topic;
        this.since = since;
        this.metrics = metrics;
    }

    ClientId id() {
        return id;
    }

    Topic topic() {
        return topic;
    }

    Since since() {
        return since;
    }

    Channel channel() {
        return channel;
    }

    LiveClient client() {
        return client;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    /** Its topic is known, and its channel gathers what is published from now on. */
    void join(Channel joined) {
        topic = joined.topic();
        channel = joined;
        prefix = LiveFrames.eventPrefix(topic.text());
        channel.subscriptions().add(this);
    }

    /** Starts after an offset, which the client is told. */
    void open(Start start) {
        epoch = start.epoch();
        position = start.offset();
        state = State.REPLAYING;
    }

    /** What it has not read yet is gone: it will be opened again, with a snapshot. */
    void reopen() {
        since = null;
        statesUntil = 0;
        state = State.OPENING;
        page.clear();
    }

    /** Whether a page is all there was after {@link #position}: neither removed meanwhile nor of another history. */
    boolean isContinuedBy(FeedPage read) {
        return epoch.equals(read.epoch()) && read.removed() <= position;
    }

    void end() {
        state = State.ENDED;
        page.clear();
    }

    /** The number of the oldest frame it still needs of its channel. */
    long needs() {
        return switch (state) {
            case LIVE, LAGGED -> next;
            case OPENING, REPLAYING -> channel.first();
            case ENDED -> channel.end();
        };
    }

    /** The next frame; null where there is none now, or it has to be read first. */
    Frame next() {
        return switch (state) {
            case OPENING, ENDED -> null;
            case REPLAYING -> replayed();
            case LIVE -> live();
            case LAGGED -> latestState();
        };
    }

    /** Whether {@link #readPage} is what brings it on. */
    boolean wantsPage() {
        return state == State.REPLAYING && page.isEmpty() && channel.isCovered() && !channel.covers(position);
    }

    /** Whether it holds a page that is not sent yet. */
    boolean holdsPage() {
        return !page.isEmpty();
    }

    /** Gives a page back unsent; what is left of it will be read again. */
    void dropPage() {
        page.clear();
        pageEnd = position;
    }

    long position() {
        return position;
    }

    int span() {
        return span;
    }

    boolean wantsStatesOnly() {
        return position < statesUntil;
    }

    /** Takes what was read after {@link #position}. */
    void takePage(FeedPage read) {
        for (FeedEvent event : read.events()) {
            if (topic.takes(event)) {
                page.add(event);
            }
        }
        pageEnd = Math.max(position, read.end());
        if (wantsStatesOnly()) {
            pageEnd = Math.min(pageEnd, statesUntil);
            page.removeIf(event -> event.offset() > statesUntil);
        }
        if (page.size() < FEW_EVENTS) {
            span = Math.min(MAX_SPAN, span * 2);
        } else if (page.size() > MANY_EVENTS) {
            span = Math.max(FIRST_SPAN, span / 2);
        }
    }

    private Frame replayed() {
        FeedEvent event = page.poll();
        if (event != null) {
            position = event.offset();
            metrics.replayed();
            String name = event.kind().wireName();
            return new Frame(name, event.offset(), LiveFrames.event(prefix, event.offset(), name, event.data()));
        }
        position = Math.max(position, pageEnd);
        if (!channel.covers(position)) {
            return null;
        }
        next = channel.numberAfter(position);
        state = State.LIVE;
        return live();
    }

    private Frame live() {
        if (next < channel.first()) {
            until = channel.end();
            untilOffset = client.head();
            long missed = until - next;
            metrics.conflated(missed);
            state = State.LAGGED;
            return new Frame("lagged", Frame.NONE, LiveFrames.lagged(topic.text(), missed));
        }
        // The stored rows may have been read further than the feed was handed out.
        while (next < channel.end() && channel.frame(next).offset() <= position) {
            next++;
        }
        if (next == channel.end()) {
            return null;
        }
        Frame frame = channel.frame(next++);
        position = frame.offset();
        return frame;
    }

    private Frame latestState() {
        if (channel.hasForgottenAfter(next - 1)) {
            // More sessions than the channel knows: their states are found in the stored rows.
            statesUntil = untilOffset;
            pageEnd = position;
            state = State.REPLAYING;
            return replayed();
        }
        long number = channel.stateAfter(next - 1, until);
        if (number < 0) {
            next = until;
            state = State.LIVE;
            return live();
        }
        next = number + 1;
        Frame frame = channel.state(number);
        position = frame.offset();
        return frame;
    }
}
