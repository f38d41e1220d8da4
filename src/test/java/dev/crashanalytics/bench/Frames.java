package dev.crashanalytics.bench;

import java.nio.ByteBuffer;

/** Client frames (RFC 6455), made ahead of time. The masking key is zero, so that masking leaves the bytes as they are. */
final class Frames {

    private static final int TEXT_FINAL = 0x81;
    private static final int PONG_FINAL = 0x8a;
    private static final int MASKED = 0x80;
    private static final byte[] ZERO_KEY = new byte[4];

    private Frames() {}

    /**
     * The next rounds of a bot as frames.
     *
     * @param itemsAFrame 1 for an object a frame, more for an array of so many objects a frame
     */
    static ByteBuffer of(RoundJson rounds, int count, int itemsAFrame) {
        Bytes frames = new Bytes(count * 450);
        Bytes message = new Bytes(itemsAFrame * 450);
        for (int left = count; left > 0; left -= itemsAFrame) {
            appendMessage(rounds, Math.min(left, itemsAFrame), itemsAFrame > 1, message);
            appendHeader(message.size(), frames);
            frames.put(message);
            message.clear();
        }
        return frames.toDirect();
    }

    /** A text message. */
    static ByteBuffer text(String text) {
        byte[] message = Bytes.ascii(text);
        Bytes frame = new Bytes(message.length + 14);
        appendHeader(message.length, frame);
        return frame.put(message).toDirect();
    }

    /** The answer to a ping, which holds what the ping held: at most 125 bytes. */
    static ByteBuffer pong(byte[] ping, int from, int to) {
        Bytes frame = new Bytes(6 + to - from);
        frame.put(PONG_FINAL).put(MASKED | (to - from)).put(ZERO_KEY).put(ping, from, to - from);
        return ByteBuffer.wrap(frame.copy());
    }

    private static void appendMessage(RoundJson rounds, int items, boolean array, Bytes message) {
        if (array) {
            message.put('[');
        }
        for (int i = 0; i < items; i++) {
            if (i > 0) {
                message.put(',');
            }
            rounds.appendNext(message);
        }
        if (array) {
            message.put(']');
        }
    }

    private static void appendHeader(int length, Bytes out) {
        out.put(TEXT_FINAL);
        if (length < 126) {
            out.put(MASKED | length);
        } else if (length < 1 << 16) {
            out.put(MASKED | 126).put(length >> 8).put(length);
        } else {
            out.put(MASKED | 127).put(0).put(0).put(0).put(0);
            out.put(length >> 24).put(length >> 16).put(length >> 8).put(length);
        }
        out.put(ZERO_KEY);
    }
}
