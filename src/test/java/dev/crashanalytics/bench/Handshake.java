package dev.crashanalytics.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Makes a WebSocket of a connection in blocking mode. */
final class Handshake {

    private static final String REQUEST = """
        GET %s HTTP/1.1\r
        Host: %s:%d\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: Y3Jhc2gtYW5hbHl0aWNzLQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """;

    private Handshake() {}

    /** Asks for the upgrade and reads the answer byte by byte: what follows it belongs to the frames. */
    static void shakeHands(SocketChannel channel, String host, int port, String path) throws IOException {
        channel.write(StandardCharsets.US_ASCII.encode(REQUEST.formatted(path, host, port)));
        StringBuilder answer = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (answer.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new EOFException("no handshake: " + answer);
            }
            answer.append((char) one.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + answer);
        }
    }
}
