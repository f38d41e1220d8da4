package dev.crashanalytics.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client (RFC 6455) of the ingest stream that does nothing by itself: it reads when asked to and sends exactly
 * the frames it is told to. One thread may send while another reads.
 */
public final class StreamClient implements AutoCloseable {
    /** The path of the ingest stream. */
    public static final String PATH = "/api/v1/rounds/stream";

    /** Opcodes of RFC 6455. */
    public static final int CONTINUATION = 0;

    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int SMALL_BUFFER = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private boolean answersPings = true;

    private StreamClient(URI address) throws IOException {
        socket = new Socket();
        // Small buffers of the kernel's, so that tests of backpressure need not send gigabytes.
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSendBufferSize(SMALL_BUFFER);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), TIMEOUT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), SMALL_BUFFER));
        out = socket.getOutputStream();
    }

    /** A frame as it came; pings are answered and passed over before. */
    public record Frame(int opcode, byte[] payload) {
        /** The text of a text frame. */
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame. */
        public int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    /** Connects and shakes hands; the server's hello is still to be read. */
    public static StreamClient open(CrashServer server) {
        return open(server, PATH);
    }

    /** Connects to another WebSocket than the ingest stream; its hello is still to be read. */
    public static StreamClient open(CrashServer server, String path) {
        try {
            StreamClient client = new StreamClient(server.baseUri());
            client.shakeHands(path, server.baseUri().getAuthority());
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and reads the server's hello. */
    public static StreamClient connect(CrashServer server) {
        StreamClient client = open(server);
        client.readJson();
        return client;
    }

    /** From now on pings stay unanswered, as if the client were dead. */
    public StreamClient ignorePings() {
        answersPings = false;
        return this;
    }

    /** Sends one text message in one frame. */
    public void send(String text) {
        sendFrame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends one frame, masked by a key of zeros. Blocks while the server does not read. */
    public void sendFrame(int opcode, boolean isFinal, byte[] payload) {
        sendBytes(frame(opcode, isFinal, payload));
    }

    /** Sends bytes as they are. */
    public synchronized void sendBytes(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a message and reads one. */
    public JsonNode exchange(String text) {
        send(text);
        return readJson();
    }

    /** Reads the next text message as JSON; fails where the server closes instead. */
    public JsonNode readJson() {
        Frame frame = readFrame();
        if (frame.opcode() != TEXT) {
            throw new IllegalStateException("expected text, got opcode " + frame.opcode()
                    + (frame.opcode() == CLOSE ? " with code " + frame.closeCode() : ""));
        }
        return json(frame);
    }

    /** The JSON of a text frame. */
    public static JsonNode json(Frame frame) {
        try {
            return JSON.readTree(frame.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the server sent no JSON: " + frame.text(), e);
        }
    }

    /** Reads to the end: passes over text messages and returns the code of the close frame. */
    public int readCloseCode() {
        Frame frame = readFrame();
        while (frame.opcode() != CLOSE) {
            frame = readFrame();
        }
        return frame.closeCode();
    }

    /** Reads the next frame; one that is no whole message fails. */
    public Frame readFrame() {
        try {
            Frame frame = readAnyFrame();
            while (frame.opcode() == PING) {
                if (answersPings) {
                    sendFrame(PONG, true, frame.payload());
                }
                frame = readAnyFrame();
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of one masked frame. */
    public static byte[] frame(int opcode, boolean isFinal, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) ((isFinal ? FIN : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** Drops the connection without a word. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Frame readAnyFrame() throws IOException {
        int first = in.readUnsignedByte();
        if ((first & FIN) == 0 || (first & 0x0f) == CONTINUATION) {
            throw new IllegalStateException("the server sends each message in one frame");
        }
        int shortLength = in.readUnsignedByte();
        int length = shortLength < 126
                ? shortLength
                : shortLength == 126 ? in.readUnsignedShort() : Math.toIntExact(in.readLong());
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(first & 0x0f, payload);
    }

    private void shakeHands(String path, String authority) throws IOException {
        sendBytes(
                ("GET " + path + " HTTP/1.1\r\nHost: " + authority + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String status = readLine();
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IllegalStateException("no WebSocket: " + status);
        }
        while (!readLine().isEmpty()) {
            // the headers say nothing a test asks about
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server hung up during the handshake");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
