package dev.crashanalytics.live;

import java.util.List;

/**
 * A stretch of the feed.
 *
 * @param epoch the history that the offsets count in
 * @param head the last offset that was taken when it was read
 * @param end the last offset it covers; it holds everything after where it began, up to this
 * @param lastCommitAge how long ago its last commit was made, in nanoseconds by the database's clock; negative without one
 * @param removed the last offset of which rows may be gone, of what was wanted; 0 where there is none or nobody asked
 * @param events in the order of their offsets
 */
record FeedPage(String epoch, long head, long end, long lastCommitAge, long removed, List<FeedEvent> events) {

    /** The same events, with what was found out afterwards: the epoch, and what is gone. */
    FeedPage asOf(FeedPage later) {
        return new FeedPage(later.epoch, head, end, lastCommitAge, later.removed, events);
    }
}
