package dev.crashanalytics.live;

/**
 * The state of a topic at one moment.
 *
 * @param offset the last one it contains
 * @param json {@code {"session": {..}, "rounds": [..]}}, or {@code {"sessions": [..], "rounds": [..]}} of topics with several
 */
record Snapshot(String epoch, long offset, String json) {}
