package dev.crashanalytics.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * Reads exports as CSV beside COPY TO STDOUT of the same columns and rows, in turns, from a process of its own:
 * {@code ExportLoad port=.. jdbc=.. user=.. password=.. turns=5 limit=1000000}; the server must hold a {@link History}.
 * Nothing is parsed or kept.
 */
public final class ExportLoad {

    private final Arguments arguments;

    private ExportLoad(Arguments arguments) {
        this.arguments = arguments;
    }

    /** Prints a line for each time something was read. */
    public static void main(String[] args) throws Exception {
        new ExportLoad(new Arguments(args)).run();
    }

    private void run() throws Exception {
        int limit = arguments.number("limit", 1_000_000);
        try (Connection connection = arguments.connect()) {
            for (int turn = 0; turn <= arguments.number("turns", 5); turn++) {
                for (ExportedData data : ExportedData.values()) {
                    // The first turn warms up, the server's code and the database's cache.
                    boolean counts = turn > 0;
                    report(counts, data, "copy", copy(connection, data.copy(turn, limit, false)));
                    report(counts, data, "ordered", copy(connection, data.copy(turn, limit, true)));
                    report(counts, data, "export", export(data.path(turn, limit)));
                }
            }
        }
    }

    private static void report(boolean counts, ExportedData data, String way, Sink read) {
        if (counts) {
            System.out.printf(
                    Locale.ROOT,
                    "data=%s way=%s rows=%d bytes=%d seconds=%.4f%n",
                    data,
                    way,
                    read.lines - 1,
                    read.bytes,
                    (System.nanoTime() - read.start) / 1e9);
        }
    }

    private static Sink copy(Connection connection, String sql) throws Exception {
        Sink sink = new Sink();
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, sink);
        return sink;
    }

    private Sink export(String path) throws IOException {
        Sink sink = new Sink();
        URI uri = URI.create("http://%s:%d/api/v1%s".formatted(arguments.host(), arguments.port(), path));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        try (InputStream in = connection.getInputStream()) {
            byte[] block = new byte[1 << 16];
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                sink.write(block, 0, length);
            }
        }
        return sink;
    }

    /** Counts what it is given, from its creation on. */
    private static final class Sink extends OutputStream {

        private final long start = System.nanoTime();
        private long bytes;
        private long lines;

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] block, int offset, int length) {
            bytes += length;
            for (int i = offset; i < offset + length; i++) {
                lines += block[i] == '\n' ? 1 : 0;
            }
        }
    }
}
