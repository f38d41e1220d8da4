package dev.crashanalytics.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;

/** An upload of NDJSON in the making, chunk by chunk, over a connection of its own. */
public final class SlowUpload implements AutoCloseable {
    private final Socket socket;

    /** Connects and sends the head. */
    public SlowUpload(CrashServer server) throws IOException {
        socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(30_000);
        write("POST /api/v1/rounds/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson"
                + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    }

    /** Sends a chunk; blocks while the server does not read. */
    public void send(String text) throws IOException {
        write(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
    }

    /** Ends the body and returns the whole answer. */
    public String finish() throws IOException {
        write("0\r\n\r\n");
        return readToEnd();
    }

    /** Whatever the server has answered when it ends the connection. */
    public String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }
}
