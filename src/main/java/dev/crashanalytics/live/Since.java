package dev.crashanalytics.live;

import dev.crashanalytics.problem.ProblemException;

/**
 * The last event a client has seen.
 *
 * @param epoch the history that the offset counts in
 */
record Since(String epoch, long offset) {

    /**
     * Reads {@code epoch:offset}, the {@code id:} of an event in an event stream.
     *
     * @param header null where none was sent
     * @return null where none was sent
     * @throws ProblemException {@code invalid}
     */
    static Since ofLastEventId(String header) {
        if (header == null || header.isEmpty()) {
            return null;
        }
        int colon = header.lastIndexOf(':');
        try {
            long offset = Long.parseLong(header.substring(colon + 1));
            if (colon > 0 && offset >= 0) {
                return new Since(header.substring(0, colon), offset);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw ProblemException.invalid("Last-Event-ID", "must be the id of an event of this stream, epoch:offset");
    }

    /** Whether everything after it is there to be read, as a head of the feed tells. */
    boolean isReplayable(FeedPage head) {
        return epoch.equals(head.epoch()) && offset <= head.head() && offset >= head.removed();
    }
}
