package dev.crashanalytics.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One caller: GET requests over a connection that stays open, one at a time. Not thread-safe. */
final class CallConnection implements Closeable {

    private static final int LONGEST_ANSWER = 1 << 20;
    private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n";
    private static final String LENGTH = "\r\ncontent-length: ";
    private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r\n";
    private static final byte[] LAST_CHUNK = Bytes.ascii("\r\n0\r\n\r\n");
    private static final int UNKNOWN = -1;
    private static final int SHOWN = 500;

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
    private long sentAt;
    private int bodyStart;
    private int bodyLength;

    private CallConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static CallConnection open(String host, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new CallConnection(channel);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Sends a request; the answer to the one before must have been read. */
    void send(String path) throws IOException {
        answer.clear();
        bodyStart = 0;
        sentAt = System.nanoTime();
        ByteBuffer request = StandardCharsets.US_ASCII.encode(REQUEST.formatted(path));
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** Reads what there is; answers the nanoseconds since the request was sent, or 0 while the answer is not whole. */
    long read() throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the server closed the connection");
        }
        if (bodyStart == 0) {
            readHead();
        }
        return bodyStart > 0 && isWhole() ? System.nanoTime() - sentAt : 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Looks for the end of the head, and for how the end of the body is told. */
    private void readHead() {
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            return;
        }
        String head = text.substring(0, headEnd + 2).toLowerCase(Locale.ROOT);
        int length = head.indexOf(LENGTH);
        if (!head.startsWith("http/1.1 200") || length < 0 && !head.contains(CHUNKED)) {
            throw new IllegalStateException("not a plain answer: " + text.substring(0, Math.min(SHOWN, text.length())));
        }
        bodyStart = headEnd + 4;
        int digits = length + LENGTH.length();
        bodyLength = length < 0 ? UNKNOWN : Integer.parseInt(head, digits, head.indexOf('\r', digits), 10);
    }

    /** A body in chunks ends with an empty one; JSON on one line has nothing that looks like it. */
    private boolean isWhole() {
        if (bodyLength != UNKNOWN) {
            return answer.position() >= bodyStart + bodyLength;
        }
        int from = answer.position() - LAST_CHUNK.length;
        return from >= bodyStart
                && Arrays.equals(answer.array(), from, answer.position(), LAST_CHUNK, 0, LAST_CHUNK.length);
    }
}
