package dev.crashanalytics.testing;

import static org.awaitility.Awaitility.await;

import dev.crashanalytics.platform.PostgresBinaries;
import dev.crashanalytics.platform.Unprivileged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A throw-away PostgreSQL for tests of the external mode, made of the same programs the embedded one uses; it runs as
 * root and as an ordinary user, and needs nothing installed.
 */
public final class TemporaryPostgres implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final int port = TestFiles.freePort();
    private final Map<String, String> settings;
    private final PostgresBinaries binaries;
    private final Unprivileged unprivileged = Unprivileged.detect();
    private Process process;

    private TemporaryPostgres(Path home, Map<String, String> settings) {
        this.home = home;
        this.settings = settings;
        this.binaries = PostgresBinaries.locate(TestFiles.target().resolve("postgres-programs"));
    }

    /** Starts to describe a server. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** A server with PostgreSQL's defaults, which never forgets what it committed. */
    public static TemporaryPostgres start(String name) {
        return builder(name).start();
    }

    /** The port on 127.0.0.1; a restart keeps it. */
    public int port() {
        return port;
    }

    /** The password of the superuser {@code postgres}. */
    public String password() {
        return "se$cret ${x} \"quoted\"";
    }

    /** The database, whose configuration files a test may change before {@link #restart}. */
    public Path dataDirectory() {
        return home.resolve("data");
    }

    /** The process id of the server. */
    public long pid() {
        return process.pid();
    }

    /** A connection of the superuser; the caller closes it. */
    public Connection connection() throws SQLException {
        return connection("postgres", "postgres", password());
    }

    /** A connection to one database; the caller closes it. */
    public Connection connection(String database, String user, String userPassword) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, userPassword);
    }

    /** Runs statements as the superuser. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** SIGKILL, as a power failure would. */
    public void kill() {
        process.destroyForcibly();
        await("PostgreSQL to be gone").atMost(READY_LIMIT).until(() -> !process.isAlive());
    }

    /** Fast shutdown. */
    public void stop() {
        if (process.isAlive()) {
            Processes.signal("INT", process.pid());
            await("PostgreSQL to stop").atMost(READY_LIMIT).until(() -> !process.isAlive());
        }
    }

    /** Starts it again on the same data and port, after stopping it if it runs. */
    public TemporaryPostgres restart() {
        stop();
        launch();
        return this;
    }

    /** Stops it and deletes its data. */
    @Override
    public void close() {
        if (process != null) {
            stop();
        }
        TestFiles.delete(home);
    }

    private void initialise(List<String> hostBasedAccess) throws IOException {
        Path passwordFile = Files.writeString(home.resolve("password"), password() + "\n");
        Processes.run(unprivileged.tool(List.of(
                binaries.program("initdb"),
                "--pgdata=" + dataDirectory(),
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync")));
        if (!hostBasedAccess.isEmpty()) {
            Files.write(dataDirectory().resolve("pg_hba.conf"), hostBasedAccess);
        }
    }

    private void launch() {
        Path log = home.resolve("postgres.log");
        try {
            process = new ProcessBuilder(unprivileged.daemon(command()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The file names this very process once it takes connections, whatever pg_hba.conf demands of those.
        await("PostgreSQL to be ready").atMost(READY_LIMIT).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("PostgreSQL did not start:\n" + Files.readString(log));
            }
            return ready();
        });
    }

    private boolean ready() {
        Path file = dataDirectory().resolve("postmaster.pid");
        try (Stream<String> lines = Files.lines(file)) {
            List<String> all = lines.map(String::strip).toList();
            return all.size() >= 8
                    && all.get(0).equals(Long.toString(process.pid()))
                    && all.get(7).equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(
                List.of(binaries.program("postgres"), "-D", dataDirectory().toString()));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        all.putAll(settings);
        command.addAll(all.entrySet().stream()
                .flatMap(setting -> Stream.of("-c", setting.getKey() + "=" + setting.getValue()))
                .collect(Collectors.toList()));
        return command;
    }

    /** Describes a {@link TemporaryPostgres}. */
    public static final class Builder {
        private final String name;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<String> hostBasedAccess = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** A setting, such as {@code fsync} = {@code off}. */
        public Builder setting(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** A line of pg_hba.conf; without any, everyone logs in with a password. */
        public Builder access(String line) {
            hostBasedAccess.add(line);
            return this;
        }

        /** Switches TLS on. */
        public Builder tls(Path certificate, Path key) {
            return setting("ssl", "on")
                    .setting("ssl_cert_file", certificate.toString())
                    .setting("ssl_key_file", key.toString());
        }

        /** Creates and starts the server and waits until it takes connections. */
        public TemporaryPostgres start() {
            TemporaryPostgres postgres = new TemporaryPostgres(TestFiles.newFolder(name), Map.copyOf(settings));
            try {
                postgres.initialise(hostBasedAccess);
                postgres.launch();
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
