package dev.crashanalytics.live;

import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.wire.LiveFrames;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A topic on one event loop: the last frames of it, shared by its subscribers, each of whom holds no more than a position.
 * Frames are numbered from 0 on. What all have sent is dropped; so is the oldest when the ring is full or the server keeps
 * too much, and whoever was still there has lagged. For these the latest state of each session is kept. Confined to its
 * event loop.
 */
final class Channel {

    /** Sessions whose latest state is kept at the most. */
    private static final int MAX_STATES = 4_096;

    private static final long UNCOVERED = Long.MAX_VALUE;

    private final Topic topic;
    private final long version;
    private final String prefix;
    private final AtomicLong retained;
    private final long maxRetained;
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private final TreeMap<Long, State> states = new TreeMap<>();
    private final Map<SessionKey, Long> stateNumbers = new HashMap<>();
    private final Frame[] ring;
    private long first;
    private long end;
    private long floor = UNCOVERED;
    private long forgotten = -1;

    private record State(SessionKey session, Frame frame) {}

    /**
     * A channel without frames.
     *
     * @param version the first batch of this version or a later one is complete for it
     * @param retained characters that the channels of all event loops keep
     * @param maxRetained how many they may
     */
    Channel(Topic topic, long version, int capacity, AtomicLong retained, long maxRetained) {
        this.topic = topic;
        this.version = version;
        this.prefix = LiveFrames.eventPrefix(topic.text());
        this.ring = new Frame[capacity];
        this.retained = retained;
        this.maxRetained = maxRetained;
    }

    Topic topic() {
        return topic;
    }

    Set<Subscription> subscriptions() {
        return subscriptions;
    }

    /** Learns that a batch is about to come; answers whether it is the first one that is complete. */
    boolean cover(FeedBatch batch) {
        if (isCovered() || batch.version() < version) {
            return false;
        }
        floor = batch.from();
        return true;
    }

    boolean isCovered() {
        return floor != UNCOVERED;
    }

    /** Whether everything after an offset is here, up to where the feed stands. */
    boolean covers(long offset) {
        return isCovered() && offset >= floor;
    }

    /** The number that the first event after an offset has, or will have. */
    long numberAfter(long offset) {
        long low = first;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (frame(middle).offset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void append(FeedEvent event) {
        if (end - first == ring.length) {
            dropFirst();
        }
        Frame frame = new Frame(
                event.kind().wireName(),
                event.offset(),
                LiveFrames.event(prefix, event.offset(), event.kind().wireName(), event.data()));
        ring[slot(end)] = frame;
        retained.addAndGet(frame.text().length());
        if (event.kind().isSessionState()) {
            keepState(new SessionKey(event.botId(), event.sessionId()), frame);
        }
        end++;
        while (retained.get() > maxRetained && end - first > 1) {
            dropFirst();
        }
    }

    /** The number of the oldest frame. */
    long first() {
        return first;
    }

    /** The number that the next frame will have. */
    long end() {
        return end;
    }

    Frame frame(long number) {
        return ring[slot(number)];
    }

    /** The number of the first session state after {@code after} and before {@code until}; negative where there is none. */
    long stateAfter(long after, long until) {
        Long next = states.higherKey(after);
        return next == null || next >= until ? -1 : next;
    }

    /** The state of that number. */
    Frame state(long number) {
        return states.get(number).frame();
    }

    /** Whether a state after that number had to be forgotten. */
    boolean hasForgottenAfter(long number) {
        return forgotten > number;
    }

    /** Drops what no subscriber needs any more. */
    void trim() {
        long needed = end;
        for (Subscription subscription : subscriptions) {
            needed = Math.min(needed, subscription.needs());
        }
        while (first < needed) {
            dropFirst();
        }
        while (!states.isEmpty() && states.firstKey() < needed) {
            dropFirstState();
        }
    }

    /** Gives back what it keeps. */
    void close() {
        while (first < end) {
            dropFirst();
        }
        Arrays.fill(ring, null);
        states.clear();
        stateNumbers.clear();
    }

    private void keepState(SessionKey session, Frame frame) {
        Long earlier = stateNumbers.put(session, end);
        if (earlier != null) {
            states.remove(earlier);
        }
        states.put(end, new State(session, frame));
        if (states.size() > MAX_STATES) {
            forgotten = states.firstKey();
            dropFirstState();
        }
    }

    private void dropFirstState() {
        stateNumbers.remove(states.pollFirstEntry().getValue().session());
    }

    private void dropFirst() {
        Frame dropped = frame(first);
        floor = dropped.offset();
        retained.addAndGet(-dropped.text().length());
        ring[slot(first)] = null;
        first++;
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }
}
