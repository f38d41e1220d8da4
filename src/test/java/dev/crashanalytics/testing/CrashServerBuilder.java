package dev.crashanalytics.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes a {@link CrashServer}: without more it runs its embedded database on a new data directory. */
public final class CrashServerBuilder {
    private final String name;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private Path dataDirectory;
    private Path workingDirectory;
    private TemporaryPostgres external;
    private int port;

    CrashServerBuilder(String name) {
        this.name = name;
    }

    /** A system property, such as {@code crash.auth.token}. */
    public CrashServerBuilder property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** An environment variable; none of {@code DB_*}, {@code CRASH_*} and the like is inherited. */
    public CrashServerBuilder environment(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** An argument of the JVM, such as {@code -Xmx256m}. */
    public CrashServerBuilder jvmArgument(String argument) {
        jvmArguments.add(argument);
        return this;
    }

    /** An argument of the server itself. */
    public CrashServerBuilder argument(String argument) {
        arguments.add(argument);
        return this;
    }

    /** A data directory of the test's own, which {@code close} leaves alone. */
    public CrashServerBuilder dataDirectory(Path folder) {
        this.dataDirectory = folder;
        return this;
    }

    /** The folder it starts in, where a {@code .env} is read; by default a new and empty one. */
    public CrashServerBuilder workingDirectory(Path folder) {
        this.workingDirectory = folder;
        return this;
    }

    /** Works on an external PostgreSQL, logged in as its superuser. */
    public CrashServerBuilder external(TemporaryPostgres postgres) {
        this.external = postgres;
        environment.put("DB_HOST", "127.0.0.1");
        environment.put("DB_PORT", Integer.toString(postgres.port()));
        environment.put("DB_PASSWORD", postgres.password());
        return this;
    }

    /** A certain HTTP port instead of a free one. */
    public CrashServerBuilder port(int httpPort) {
        this.port = httpPort;
        return this;
    }

    /** Starts the server and waits until it is ready. */
    public CrashServer start() {
        return new CrashServer(command()).start();
    }

    /** Starts it and waits until it has ended by itself: for starts that must fail, and for commands. */
    public CrashServer.Exit startAndEnd() {
        ServerCommand command = command();
        // Not closed: the database on its data directory may be that of another server.
        CrashServer.Exit exit = new CrashServer(command).launch().awaitExit();
        command.deleteData();
        return exit;
    }

    private ServerCommand command() {
        String unique = TestFiles.unique(name);
        Path home = TestFiles.target().resolve("it-data").resolve(unique);
        return new ServerCommand(
                unique,
                port == 0 ? TestFiles.freePort() : port,
                home,
                dataDirectory == null ? home.resolve("postgres") : dataDirectory,
                workingDirectory == null ? home : workingDirectory,
                Map.copyOf(properties),
                Map.copyOf(environment),
                List.copyOf(jvmArguments),
                List.copyOf(arguments),
                external);
    }
}
