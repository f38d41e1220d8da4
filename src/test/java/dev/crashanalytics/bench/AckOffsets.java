package dev.crashanalytics.bench;

import java.nio.charset.StandardCharsets;

/** Finds the offsets in the acks of one bot, in the order of its rounds; fails on anything but plain acks. Not thread-safe. */
final class AckOffsets {

    private static final String OFFSET = "\"offset\":";

    /** Takes the offset of the next round that is acknowledged. */
    interface Sink {
        void offset(long offset);
    }

    private final AckScanner acks = new AckScanner();
    private final Sink sink;
    private long found;

    AckOffsets(Sink sink) {
        this.sink = sink;
    }

    /** Takes one whole message. */
    void scan(byte[] text, int from, int to) {
        acks.scan(text, from, to);
        String message = new String(text, from, to - from, StandardCharsets.UTF_8);
        for (int at = message.indexOf(OFFSET); at >= 0; at = message.indexOf(OFFSET, at + 1)) {
            int digits = at + OFFSET.length();
            int end = digits;
            while (Character.isDigit(message.charAt(end))) {
                end++;
            }
            found++;
            sink.offset(Long.parseLong(message, digits, end, 10));
        }
        if (found != acks.acks()) {
            throw new IllegalStateException("acks without an offset: " + message);
        }
    }
}
