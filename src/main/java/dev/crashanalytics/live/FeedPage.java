package dev.crashanalytics.live;

import java.util.List;

/**
 * A stretch of the feed.
 *
 * @param epoch the history that the offsets count in
 * @param head the last offset that was taken when it was read
 * @param end the last offset it covers; it holds everything after where it began, up to this
 * @param lastCommitAge how long ago its last commit was made, in nanoseconds by the database's clock; negative without one
 * @param events in the order of their offsets
 */
record FeedPage(String epoch, long head, long end, long lastCommitAge, List<FeedEvent> events) {}
