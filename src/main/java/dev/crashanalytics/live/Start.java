package dev.crashanalytics.live;

/**
 * Where a subscription starts.
 *
 * @param offset the last one that its client has, or that the snapshot contains
 * @param recovered whether it is the last one that its client has seen: there is no snapshot then
 * @param snapshot the state of the topic at that moment, {@code {"session": {..}, "rounds": [..]}}, or {@code {"sessions":
 *     [..], "rounds": [..]}} of topics with several
 */
record Start(String epoch, long offset, boolean recovered, String snapshot) {}
