package dev.crashanalytics.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the topics of this server are about, so that no row is read which nobody wants. For any thread.
 *
 * <p>A channel that registers gets a version; it is served from the first read on whose {@link Wanted} has that version or a
 * later one.
 */
final class Interest {

    /** Beyond so many bots the rows of all are read: each is looked up in this list. */
    private static final int MAX_BOTS = 500;

    private final Map<String, Integer> bots = new ConcurrentHashMap<>();
    private final AtomicInteger everything = new AtomicInteger();
    private final AtomicLong version = new AtomicLong();

    /**
     * What to read.
     *
     * @param everything whether all rows are wanted
     * @param bots else whose rows are
     */
    record Wanted(long version, boolean everything, String[] bots) {

        static Wanted only(Topic topic) {
            return topic.botId() == null
                    ? new Wanted(0, true, new String[0])
                    : new Wanted(0, false, new String[] {topic.botId()});
        }

        boolean isNothing() {
            return !everything && bots.length == 0;
        }
    }

    /** Counts a topic in; answers the version from which on it is. */
    long register(Topic topic) {
        if (topic.botId() == null) {
            everything.incrementAndGet();
        } else {
            bots.merge(topic.botId(), 1, Integer::sum);
        }
        // After the counting: whoever sees this version sees the topic.
        return version.incrementAndGet();
    }

    /** Counts a topic out. */
    void release(Topic topic) {
        if (topic.botId() == null) {
            everything.decrementAndGet();
        } else {
            bots.computeIfPresent(topic.botId(), (bot, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Everything that is registered at this moment, or more. */
    Wanted wanted() {
        long seen = version.get();
        String[] named = bots.keySet().toArray(String[]::new);
        boolean all = everything.get() > 0 || named.length > MAX_BOTS;
        return new Wanted(seen, all, all ? new String[0] : named);
    }

    boolean isEmpty() {
        return everything.get() == 0 && bots.isEmpty();
    }
}
