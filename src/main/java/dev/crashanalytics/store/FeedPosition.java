package dev.crashanalytics.store;

/**
 * Where a published row stands: its offset is the first offset of its commit plus its position there.
 *
 * @param position counted from 0 without gaps over everything the commit publishes
 */
record FeedPosition(long commitId, int position) {}
