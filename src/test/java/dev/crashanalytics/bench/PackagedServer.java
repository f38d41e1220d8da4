package dev.crashanalytics.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code target/quarkus-app/quarkus-run.jar} as a process with an embedded database of its own, empty at first. */
final class PackagedServer implements BenchServer {

    private static final int START_SECONDS = 90;
    private static final int STOP_SECONDS = 20;

    private final Path folder;
    private final int port;
    private final Process process;

    private PackagedServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts the server and waits until it is ready. {@code -Dbench.server.options} adds options of its JVM, as
     * {@code -XX:StartFlightRecording:filename=server.jfr}.
     */
    static PackagedServer start() throws IOException, InterruptedException {
        Path target = Path.of(System.getProperty("crash.test.target", "target")).toAbsolutePath();
        Path folder = target.resolve("bench");
        deleteTree(folder.resolve("data"));
        Files.createDirectories(folder);
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(command(target, port))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment()
                .put("CRASH_DATA_DIR", folder.resolve("data/postgres").toString());
        builder.environment().remove("DB_HOST");
        PackagedServer server = new PackagedServer(folder, port, builder.start());
        Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroy));
        server.awaitReady();
        return server;
    }

    private static List<String> command(Path target, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        Stream.of(System.getProperty("bench.server.options", "").split(" "))
                .filter(option -> !option.isBlank())
                .forEach(command::add);
        command.add("-Dcrash.http.port=" + port);
        command.add("-jar");
        command.add(target.resolve("quarkus-app/quarkus-run.jar").toString());
        return command;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public List<String> databaseArguments() {
        try {
            Path data = folder.resolve("data/postgres");
            String databasePort =
                    Files.readAllLines(data.resolve("postmaster.pid")).get(3).strip();
            String[] login = Files.readString(data.resolveSibling("postgres.pgpass"))
                    .strip()
                    .split(":");
            return List.of(
                    "jdbc=jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres?prepareThreshold=1",
                    "user=postgres",
                    "password=" + login[login.length - 1]);
        } catch (IOException e) {
            throw new IllegalStateException("no embedded database", e);
        }
    }

    @Override
    public Connection connect() throws SQLException {
        List<String> values = databaseArguments().stream()
                .map(argument -> argument.substring(argument.indexOf('=') + 1))
                .toList();
        return DriverManager.getConnection(values.get(0), values.get(1), values.get(2));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        URI health = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers(health)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("not ready: " + Files.readString(folder.resolve("server.log")));
            }
            Thread.sleep(100);
        }
    }

    private static boolean answers(URI health) {
        try {
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
