package dev.crashanalytics.live;

/**
 * Which answers a client has read: a WebSocket answers a ping when it has read all that was sent before. What the network has
 * taken says nothing of that, for the kernels at both ends buffer megabytes. Confined to the client's event loop.
 */
final class UnreadAnswers {

    /** Answers that may be unread; more are asked for by no client that reads. */
    static final int LIMIT = 512;

    /** A ping goes out after so many: well within the limit, so that one that reads never reaches it. */
    private static final int PING_AFTER = 64;

    private long sent;
    private long read;

    /** An answer has been sent; tells whether a ping with the {@link #mark} is due behind it. */
    boolean sent() {
        return ++sent % PING_AFTER == 0;
    }

    /** To be sent in a ping: it comes back in the pong. */
    long mark() {
        return sent;
    }

    /** A pong has come. One with a mark that was never sent proves nothing. */
    void read(long mark) {
        if (mark <= sent && mark > read) {
            read = mark;
        }
    }

    /** Whether no more may be sent, with so many that wait to be. */
    boolean areTooMany(int waiting) {
        return sent - read + waiting >= LIMIT;
    }
}
