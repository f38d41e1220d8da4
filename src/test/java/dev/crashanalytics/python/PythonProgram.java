package dev.crashanalytics.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of {@code python3} with the drop-in on its path: the bots of {@code src/test/python}, and its tests. */
final class PythonProgram implements AutoCloseable {

    static final Path TESTS = Path.of("src/test/python").toAbsolutePath();

    private static final Path DROP_IN = Path.of("src/main/python").toAbsolutePath();
    private static final String OLDEST = "import sys; assert sys.version_info >= (3, 9), sys.version";
    private static final int SIGKILL_CODE = 137;

    private final Process process;
    private final Path output;
    private final Path errors;

    private PythonProgram(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts a program against a server, with a spool in a folder. */
    static PythonProgram start(String serverUrl, Path spool, String... arguments) {
        Path folder = TestFiles.newFolder("python");
        Path output = folder.resolve("out.txt");
        Path errors = folder.resolve("err.txt");
        List<String> command = new ArrayList<>(List.of("python3", "-u"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CRASH_") || name.startsWith("DB_"));
        builder.environment().put("PYTHONPATH", DROP_IN.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().put("CRASH_SERVER_URL", serverUrl);
        builder.environment().put("CRASH_SPOOL_DIR", spool.toString());
        try {
            return new PythonProgram(builder.start(), output, errors);
        } catch (IOException e) {
            throw new AssertionError(
                    "python3 is missing. The Python drop-in is tested with it: install Python 3.9 or newer.", e);
        }
    }

    /** The same, with a file of {@code src/test/python/bots}. */
    static PythonProgram bot(String serverUrl, Path spool, String bot, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of(TESTS.resolve("bots").resolve(bot).toString()));
        all.addAll(List.of(arguments));
        return start(serverUrl, spool, all.toArray(String[]::new));
    }

    /** Fails, saying so plainly, where there is no Python that will do. */
    static void requirePython() {
        try (PythonProgram version = start("http://127.0.0.1:9", TestFiles.target(), "-c", OLDEST)) {
            version.awaitSuccess(Duration.ofSeconds(60));
        }
    }

    /** Waits for its end, which must be a good one; returns what it printed. */
    String awaitSuccess(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toSeconds(), TimeUnit.SECONDS))
                    .as("python3 runs on after %s:%n%s%n%s", limit, printed(), complaints())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(process.exitValue()).as(printed() + "\n" + complaints()).isZero();
        return printed();
    }

    /** Waits until it has printed a line that starts so. */
    void awaitLine(String start) {
        await("python3 to print " + start).atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(process.isAlive() || lines().stream().anyMatch(line -> line.startsWith(start)))
                    .as(complaints())
                    .isTrue();
            return lines().stream().anyMatch(line -> line.startsWith(start));
        });
    }

    /** The whole lines it has printed so far. */
    List<String> lines() {
        String printed = printed();
        return printed.substring(0, printed.lastIndexOf('\n') + 1).lines().toList();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor()).isEqualTo(SIGKILL_CODE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it has logged. */
    String complaints() {
        return read(errors);
    }

    private String printed() {
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
