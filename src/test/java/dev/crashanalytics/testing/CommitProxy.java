package dev.crashanalytics.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a server and its PostgreSQL and passes on what they say, message by message; at the next COMMIT it cuts
 * the connection, when it is told to. Offers no TLS.
 */
public final class CommitProxy implements AutoCloseable {
    /** Codes in the place of a protocol version: may TLS, or GSS encryption, be used? */
    private static final Set<Integer> ENCRYPTION_REQUESTS = Set.of(80877103, 80877104);

    private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);
    private static final int QUERY = 'Q';
    private static final int COMMAND_COMPLETE = 'C';
    private static final int LENGTH_BYTES = 4;

    private final TemporaryPostgres postgres;
    private final ServerSocket listener;
    private final AtomicReference<Cut> armed = new AtomicReference<>();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    /** When to cut. */
    public enum Cut {
        /** COMMIT does not reach PostgreSQL, which rolls the transaction back. */
        BEFORE_COMMIT,
        /** PostgreSQL has committed, but its answer does not reach the server. */
        AFTER_COMMIT
    }

    private CommitProxy(TemporaryPostgres postgres) throws IOException {
        this.postgres = postgres;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts one on a free port of the loopback address. */
    public static CommitProxy start(TemporaryPostgres postgres) {
        try {
            CommitProxy proxy = new CommitProxy(postgres);
            run(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where servers connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts the connection that sends the next COMMIT, and only that. */
    public void cutAtNextCommit(Cut cut) {
        armed.set(cut);
    }

    /** Whether the cut it was told to make is made. */
    public boolean hasCut() {
        return armed.get() == null;
    }

    /** Ends it, with all connections through it. */
    @Override
    public void close() {
        end(listener);
        links.forEach(Link::close);
    }

    private void accept() throws IOException {
        while (true) {
            Link link = new Link(listener.accept());
            links.add(link);
            run(link::passRequestsOn);
            run(link::passAnswersOn);
        }
    }

    private interface Passing {
        void run() throws IOException;
    }

    private static void run(Passing passing) {
        Thread thread = new Thread(
                () -> {
                    try {
                        passing.run();
                    } catch (IOException ended) {
                        // by one of the two, by a cut or by the end of the test
                    }
                },
                "commit-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of the server, and the one to PostgreSQL that belongs to it. */
    private final class Link {
        private final Socket server;
        private final Socket database;
        private volatile boolean cutsAtAnswer;

        private Link(Socket server) throws IOException {
            this.server = server;
            this.database = new Socket(InetAddress.getLoopbackAddress(), postgres.port());
        }

        private void passRequestsOn() throws IOException {
            DataInputStream in = in(server);
            DataOutputStream out = out(database);
            try {
                byte[] startup = body(in);
                while (ENCRYPTION_REQUESTS.contains(versionOf(startup))) {
                    server.getOutputStream().write('N');
                    startup = body(in);
                }
                out.writeInt(startup.length + LENGTH_BYTES);
                out.write(startup);
                out.flush();
                while (passOn(in, out)) {
                    // until one of them ends the connection, or a cut
                }
            } finally {
                close();
            }
        }

        private boolean passOn(DataInputStream in, DataOutputStream out) throws IOException {
            int type = in.readUnsignedByte();
            byte[] body = body(in);
            if (isCommit(type, QUERY, body)) {
                Cut cut = armed.getAndSet(null);
                cutsAtAnswer = cut == Cut.AFTER_COMMIT;
                if (cut == Cut.BEFORE_COMMIT) {
                    out.flush();
                    return false;
                }
            }
            write(type, body, in, out);
            return true;
        }

        private void passAnswersOn() throws IOException {
            DataInputStream in = in(database);
            DataOutputStream out = out(server);
            try {
                while (true) {
                    int type = in.readUnsignedByte();
                    byte[] body = body(in);
                    if (cutsAtAnswer && isCommit(type, COMMAND_COMPLETE, body)) {
                        out.flush();
                        return;
                    }
                    write(type, body, in, out);
                }
            } finally {
                close();
            }
        }

        private void close() {
            end(server);
            end(database);
            links.remove(this);
        }
    }

    private static DataInputStream in(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    private static DataOutputStream out(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** What follows the length of a message, which counts itself. */
    private static byte[] body(DataInputStream in) throws IOException {
        byte[] body = new byte[in.readInt() - LENGTH_BYTES];
        in.readFully(body);
        return body;
    }

    private static void write(int type, byte[] body, DataInputStream from, DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + LENGTH_BYTES);
        out.write(body);
        if (from.available() == 0) {
            out.flush();
        }
    }

    private static int versionOf(byte[] startup) {
        return ByteBuffer.wrap(startup).getInt();
    }

    private static boolean isCommit(int type, int expected, byte[] body) {
        return type == expected && Arrays.equals(body, COMMIT);
    }
}
