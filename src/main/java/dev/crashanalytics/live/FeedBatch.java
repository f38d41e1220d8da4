package dev.crashanalytics.live;

import java.util.List;

/**
 * What the reader hands to every event loop at once.
 *
 * @param version of the interest it was read for
 * @param from the offset before the first it covers
 * @param head the last offset it covers
 */
record FeedBatch(String epoch, long version, long from, long head, List<FeedEvent> events) {}
