package dev.crashanalytics.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes a server's WebSocket frames (RFC 6455, unmasked) out of the bytes as they arrive and hands each whole
 * text message on, and where it is wanted what a ping holds. Not thread-safe.
 */
final class FrameReader {

    /** Takes one whole text message, or what a ping holds, valid during the call alone. */
    interface Sink {
        void message(byte[] text, int from, int to);
    }

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FIN = 0x80;
    private static final int CONTROL = 0x8;

    private final Sink sink;
    private final Sink pings;
    private final Bytes fragments = new Bytes(1 << 10);
    private ByteBuffer in;

    /** Passes over pings: for connections that live for minutes at the most. */
    FrameReader(Sink sink, int capacity) {
        this(sink, (text, from, to) -> {}, capacity);
    }

    FrameReader(Sink sink, Sink pings, int capacity) {
        this.sink = sink;
        this.pings = pings;
        this.in = ByteBuffer.allocate(capacity);
    }

    /** Where the next bytes go; call {@link #read} afterwards. */
    ByteBuffer buffer() {
        return in;
    }

    /** Consumes the whole frames that have arrived. */
    void read() {
        in.flip();
        while (readFrame()) {
            // every turn takes one frame
        }
        in.compact();
    }

    private boolean readFrame() {
        int start = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        int first = in.get(start);
        int shortLength = in.get(start + 1) & 0x7f;
        int header = shortLength < 126 ? 2 : shortLength == 126 ? 4 : 10;
        if (in.remaining() < header) {
            return false;
        }
        int length = shortLength < 126
                ? shortLength
                : shortLength == 126 ? in.getShort(start + 2) & 0xffff : Math.toIntExact(in.getLong(start + 2));
        if (in.remaining() < header + length) {
            makeRoom(header + length);
            return false;
        }
        in.position(start + header + length);
        accept(first, start + header, length);
        return true;
    }

    /** A frame larger than the buffer: the bytes so far move to a larger one, flipped as this one is. */
    private void makeRoom(int frame) {
        if (frame > in.capacity()) {
            in = ByteBuffer.allocate(2 * frame).put(in).flip();
        }
    }

    private void accept(int first, int from, int length) {
        int opcode = first & 0x0f;
        boolean last = (first & FIN) != 0;
        if (opcode == CLOSE) {
            throw new IllegalStateException("the server closed: " + closeReason(from, length));
        }
        if (opcode == PING) {
            pings.message(in.array(), from, from + length);
        }
        if ((opcode & CONTROL) != 0) {
            return;
        }
        if (opcode == TEXT && last) {
            sink.message(in.array(), from, from + length);
            return;
        }
        if (opcode != TEXT && opcode != CONTINUATION) {
            throw new IllegalStateException("unexpected opcode " + opcode);
        }
        fragments.put(in.array(), from, length);
        if (last) {
            sink.message(fragments.array(), 0, fragments.size());
            fragments.clear();
        }
    }

    private String closeReason(int from, int length) {
        return length < 2
                ? "no code"
                : (in.getShort(from) & 0xffff)
                        + " "
                        + new String(in.array(), from + 2, length - 2, StandardCharsets.UTF_8);
    }
}
