package dev.crashanalytics.live;

/**
 * A frame to send, rendered once however many get it.
 *
 * @param name what happened, the {@code event:} of an event stream
 * @param offset of an event; {@link #NONE} of a frame about the subscription
 * @param text the frame as JSON
 */
record Frame(String name, long offset, String text) {

    static final long NONE = -1;

    boolean isEvent() {
        return offset != NONE;
    }
}
