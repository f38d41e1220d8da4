package dev.crashanalytics.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** One subscriber of one topic, over a WebSocket of its own. It answers pings, as libraries do. Not thread-safe. */
final class LiveConnection implements Closeable {

    static final String PATH = "/api/v1/live";

    /** A socket brings at most so much a turn. */
    private static final int READ_BUFFER = 1 << 14;

    private final SocketChannel channel;
    private final LiveScanner scanner;
    private final FrameReader frames;

    private LiveConnection(SocketChannel channel, LiveScanner scanner) {
        this.channel = channel;
        this.scanner = scanner;
        this.frames = new FrameReader(scanner::scan, this::pong, READ_BUFFER);
    }

    /** Connects and asks for the topic; the answer is awaited by {@link #read reading}. */
    static LiveConnection open(String host, int port, String topic, Receipts receipts) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port));
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Handshake.shakeHands(channel, host, port, PATH);
            channel.write(Frames.text("{\"type\":\"subscribe\",\"id\":1,\"topic\":\"" + topic + "\"}"));
            return new LiveConnection(channel, new LiveScanner(topic, receipts));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    SocketChannel channel() {
        return channel;
    }

    boolean isSubscribed() {
        return scanner.isSubscribed();
    }

    /** Reads once and takes the messages that are whole. */
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

    /** Where the socket takes no more the pong is lost; another ping will come. */
    private void pong(byte[] ping, int from, int to) {
        try {
            channel.write(Frames.pong(ping, from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
