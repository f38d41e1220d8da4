package dev.crashanalytics.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One GET over a bare socket, whose body the test reads as fast or slowly as it likes: chunks, trailers and a broken end are
 * seen as they are.
 */
public final class Download implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 16 << 10;
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    private final Socket socket;
    private final InputStream in;
    private final int status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> trailers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final InputStream body = new ChunkedBody();

    private Download(CrashServer server, String path, String... moreHeaders) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout((int) READ_LIMIT.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        in = new BufferedInputStream(socket.getInputStream(), RECEIVE_BUFFER);
        StringBuilder request =
                new StringBuilder("GET /api/v1" + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
        for (String header : moreHeaders) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        status = Integer.parseInt(readLine().split(" ")[1]);
        readFields(headers);
    }

    /** Sends the request, with header lines of the test's own, and reads the head of the answer. */
    public static Download start(CrashServer server, String path, String... headers) {
        try {
            return new Download(server, path, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int status() {
        return status;
    }

    /** A header of the answer, null where it has none. */
    public String header(String name) {
        return headers.get(name);
    }

    /** The body; it ends where the last chunk does, and fails where the connection ends before. */
    public InputStream body() {
        return body;
    }

    /** The rest of the body. */
    public String text() {
        try {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A trailer, null where there is none; known once the body has been read. */
    public String trailer(String name) {
        return trailers.get(name);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended within the line " + line);
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private void readFields(Map<String, String> fields) throws IOException {
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    private final class ChunkedBody extends InputStream {
        private int left;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (!ended && left == 0) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int read = in.read(target, offset, Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the connection ended within a chunk");
            }
            left -= read;
            if (left == 0) {
                readLine();
            }
            return read;
        }

        private void nextChunk() throws IOException {
            left = Integer.parseInt(readLine(), 16);
            if (left == 0) {
                readFields(trailers);
                ended = true;
            }
        }
    }
}
