package dev.crashanalytics.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged server ({@code target/quarkus-app}) as a process of its own, for integration tests. What it prints goes
 * to {@code target/it-logs}; its data lies under {@code target/it-data} until {@link #close}.
 */
public final class CrashServer implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ServerCommand command;
    private Process process;

    CrashServer(ServerCommand command) {
        this.command = command;
    }

    /**
     * How a server ended.
     *
     * @param code the exit code; 128 and the signal's number after a signal
     * @param output everything it printed since this start
     * @param duration from the signal, or the start, to the end
     */
    public record Exit(int code, String output, Duration duration) {}

    /** Starts to describe a server; the name appears in the names of its files. */
    public static CrashServerBuilder builder(String name) {
        return new CrashServerBuilder(name);
    }

    /** The server most integration tests share: started by the first, stopped when the test JVM ends. */
    public static CrashServer shared() {
        return Shared.SERVER;
    }

    /** {@code http://127.0.0.1:port}, without a slash at the end. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The address of a WebSocket, such as {@code /api/v1/rounds/stream}. */
    public URI webSocketUri(String path) {
        return URI.create("ws://127.0.0.1:" + port() + path);
    }

    /** The HTTP port; a restart keeps it. */
    public int port() {
        return command.port();
    }

    /** The process id of the server; a restart changes it. */
    public long pid() {
        return process.pid();
    }

    /** Where the embedded database is. */
    public Path dataDirectory() {
        return command.dataDirectory();
    }

    /** Everything it printed since its last start. */
    public String log() {
        return command.readLog();
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, as a power failure would: returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM: returns when the server has drained and ended. */
    public Exit terminate() {
        long start = System.nanoTime();
        process.destroy();
        awaitEnd();
        return new Exit(process.exitValue(), log(), Duration.ofNanos(System.nanoTime() - start));
    }

    /** Starts it again on the same data directory and port, after ending it gently if it still runs. */
    public CrashServer restart() {
        if (process.isAlive()) {
            terminate();
        }
        return start();
    }

    /** Waits until the server has ended by itself. */
    public Exit awaitExit() {
        long start = System.nanoTime();
        awaitEnd();
        return new Exit(process.exitValue(), log(), Duration.ofNanos(System.nanoTime() - start));
    }

    /** The memory the process holds, in bytes. */
    public long residentMemory() {
        return Processes.residentMemory(pid());
    }

    /** The processor time the process has used. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The heap in use, in bytes, as the metrics tell. */
    public long heapUsed() {
        return (long) metric("jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** The sum of a metric's values over all series that carry every one of the labels; 0 where there is none. */
    public double metric(String name, String... labels) {
        return Metrics.sum(get("/q/metrics").body(), name, List.of(labels));
    }

    /** GET with the server's token, if it has one. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    /** A call with a JSON body and the server's token, if it has one. */
    public HttpResponse<String> send(String method, String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /** Any call, as it is. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A connection to the server's database, as its superuser; the caller closes it. */
    public Connection connection() throws SQLException {
        TemporaryPostgres external = command.external();
        return external != null
                ? external.connection()
                : DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + databasePort() + "/postgres",
                        "postgres",
                        command.embeddedPassword());
    }

    /** The port of the embedded database; a restart of the server changes it. */
    public int databasePort() {
        return Integer.parseInt(command.postmasterPid().get(3).strip());
    }

    /** The process id of the embedded database. */
    public long databasePid() {
        return Long.parseLong(command.postmasterPid().get(0).strip());
    }

    /** SIGKILL to the embedded database, which the server starts again. */
    public void killDatabase() {
        Processes.signal("KILL", databasePid());
    }

    /** Ends server and database and deletes their data. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            terminate();
        }
        command.stopOrphan();
        command.deleteData();
    }

    CrashServer start() {
        launch();
        await("the server to be ready")
                .atMost(READY_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(this::ready);
        return this;
    }

    CrashServer launch() {
        process = command.start();
        LeftOvers.remember(process, command);
        return this;
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended with " + process.exitValue() + ":\n" + log());
        }
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(baseUri().resolve(path)).timeout(Duration.ofSeconds(60));
        command.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not end within " + END_LIMIT + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Started on first use, by the class loader. */
    private static final class Shared {
        static final CrashServer SERVER = builder("shared").start();
    }
}
