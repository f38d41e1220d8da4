package dev.crashanalytics.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one server is started, as often as a test likes.
 *
 * @param home the folder of this server, deleted in the end
 * @param external the PostgreSQL it works on, null for the embedded one
 */
record ServerCommand(
        String name,
        int port,
        Path home,
        Path dataDirectory,
        Path workingDirectory,
        Map<String, String> properties,
        Map<String, String> environment,
        List<String> jvmArguments,
        List<String> arguments,
        TemporaryPostgres external) {

    Process start() {
        try {
            Files.createDirectories(home);
            Files.createDirectories(logFile().getParent());
            ProcessBuilder builder = new ProcessBuilder(line())
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(logFile().toFile());
            // The tests' own surroundings must not decide what is tested.
            builder.environment().keySet().removeIf(ServerCommand::isConfiguration);
            builder.environment().put("CRASH_DATA_DIR", dataDirectory.toString());
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> token() {
        return Optional.ofNullable(properties.get("crash.auth.token"));
    }

    String readLog() {
        try {
            return Files.readString(logFile(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String embeddedPassword() {
        try {
            String line = Files.readString(dataDirectory.resolveSibling(dataDirectory.getFileName() + ".pgpass"))
                    .strip();
            return line.substring(line.lastIndexOf(':') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL's own notes on its process: the first line is its id, the fourth its port. */
    List<String> postmasterPid() {
        try {
            return Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the database a killed server left behind. */
    void stopOrphan() {
        // A data directory of the test's own may be in use by another server.
        if (dataDirectory.startsWith(home) && Files.exists(dataDirectory.resolve("postmaster.pid"))) {
            Processes.stopPostgres(Long.parseLong(postmasterPid().get(0).strip()), dataDirectory);
        }
    }

    void deleteData() {
        TestFiles.delete(home);
    }

    private List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String agent = System.getProperty("crash.test.agent", "");
        if (agent.startsWith("-javaagent:")) {
            line.add(agent);
        }
        line.addAll(jvmArguments);
        line.add("-Dcrash.http.port=" + port);
        properties.forEach((key, value) -> line.add("-D" + key + "=" + value));
        line.add("-jar");
        line.add(TestFiles.target().resolve("quarkus-app/quarkus-run.jar").toString());
        line.addAll(arguments);
        return line;
    }

    private Path logFile() {
        return TestFiles.target().resolve("it-logs").resolve(name + ".log");
    }

    private static boolean isConfiguration(String variable) {
        return variable.startsWith("DB_")
                || variable.startsWith("CRASH_")
                || variable.startsWith("QUARKUS_")
                || variable.startsWith("PG")
                || variable.equals("JAVA_TOOL_OPTIONS");
    }
}
