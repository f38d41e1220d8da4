package dev.crashanalytics.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket to {@code /api/v1/rounds/stream}: what is given to {@link #send} is written as fast as the server
 * reads, and the acks are counted. Open in blocking mode; {@link StreamLoad} drives many through a selector. Not
 * thread-safe.
 */
final class StreamConnection implements Closeable {

    /** At most this much a write, so that the connections of a selector take turns. */
    private static final int WRITE_SLICE = 1 << 16;

    private static final int READ_BUFFER = 1 << 17;
    private static final String PATH = "/api/v1/rounds/stream";

    private final SocketChannel channel;
    private final AckScanner acks = new AckScanner();
    private final FrameReader frames = new FrameReader(this::message, READ_BUFFER);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private boolean greeted;

    private StreamConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects and waits for the server's hello. */
    static StreamConnection open(String host, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        StreamConnection connection = new StreamConnection(channel);
        try {
            Handshake.shakeHands(channel, host, port, PATH);
            while (!connection.greeted) {
                connection.read();
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    SocketChannel channel() {
        return channel;
    }

    /** Items acknowledged so far. */
    long acks() {
        return acks.acks();
    }

    /** Makes {@code wholeFrames} the next to be written; everything before must have been written. */
    void send(ByteBuffer wholeFrames) {
        if (out.hasRemaining()) {
            throw new IllegalStateException("the last frames are not written yet");
        }
        out = wholeFrames;
    }

    boolean hasUnsent() {
        return out.hasRemaining();
    }

    /** Writes at most one slice; in non-blocking mode what the socket takes. */
    void write() throws IOException {
        int end = out.limit();
        out.limit(Math.min(end, out.position() + WRITE_SLICE));
        channel.write(out);
        out.limit(end);
    }

    /** Writes up to that part of what was given to {@link #send}, frames cut where it ends. */
    void writeUpTo(double part) throws IOException {
        int end = out.limit();
        out.limit(Math.max(out.position(), (int) Math.min(end, part * end)));
        channel.write(out);
        out.limit(end);
    }

    /** Reads once and counts the acks that are complete. */
    void read() throws IOException {
        if (channel.read(frames.buffer()) < 0) {
            throw new EOFException("the server closed the connection without a close frame");
        }
        frames.read();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void message(byte[] text, int from, int to) {
        if (greeted) {
            acks.scan(text, from, to);
            return;
        }
        String hello = new String(text, from, to - from, StandardCharsets.UTF_8);
        if (!hello.contains("\"type\":\"hello\"")) {
            throw new IllegalStateException("not a hello: " + hello);
        }
        greeted = true;
    }
}
