package dev.crashanalytics.bench;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.CrashServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** The packaged server under load, a process of its own on an empty embedded database. */
final class BenchServer implements AutoCloseable {

    /** What README recommends for a small machine. */
    static final List<String> JVM_ARGUMENTS = List.of("-Xmx128m", "-XX:+UseSerialGC");

    private final CrashServer server;

    private BenchServer(CrashServer server) {
        this.server = server;
    }

    /**
     * Starts the server and waits until it is ready. {@code -Dbench.server.options} adds options of its JVM, as
     * {@code -XX:StartFlightRecording:filename=server.jfr}.
     */
    static BenchServer start() {
        CrashServerBuilder builder = CrashServer.builder("bench");
        JVM_ARGUMENTS.forEach(builder::jvmArgument);
        Stream.of(System.getProperty("bench.server.options", "").split(" "))
                .filter(option -> !option.isBlank())
                .forEach(builder::jvmArgument);
        return new BenchServer(builder.start());
    }

    int port() {
        return server.port();
    }

    long pid() {
        return server.pid();
    }

    /** {@code jdbc=.. user=.. password=..} for the processes that connect to the server's database. */
    List<String> databaseArguments() {
        Path data = server.dataDirectory();
        try {
            String[] login = Files.readString(data.resolveSibling(data.getFileName() + ".pgpass"))
                    .strip()
                    .split(":");
            return List.of(
                    "jdbc=jdbc:postgresql://127.0.0.1:" + server.databasePort() + "/postgres?prepareThreshold=1",
                    "user=postgres",
                    "password=" + login[login.length - 1]);
        } catch (IOException e) {
            throw new IllegalStateException("no embedded database", e);
        }
    }

    Connection connect() throws SQLException {
        return server.connection();
    }

    @Override
    public void close() {
        server.close();
    }
}
