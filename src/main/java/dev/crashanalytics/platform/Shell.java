package dev.crashanalytics.platform;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Runs a short-lived program of the operating system to its end, with a time limit. */
final class Shell {
    private static final Pattern PROBLEM = Pattern.compile("error:|FATAL:|PANIC:");

    private Shell() {}

    /**
     * What a program left behind.
     *
     * @param exitCode -1 when it could not be started or did not end in time
     */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }

        /** The line that most likely names the problem: the last one PostgreSQL's tools mark so, else the last of all. */
        String problem() {
            return last(PROBLEM.asPredicate())
                    .or(() -> last(line -> !line.isBlank()))
                    .orElse("exit code " + exitCode)
                    .strip();
        }

        private Optional<String> last(Predicate<String> condition) {
            return output.lines().filter(condition).reduce((first, second) -> second);
        }
    }

    static Result run(Duration limit, List<String> command) {
        return run(limit, command, "");
    }

    /** Runs a program with a short text, at most what a pipe holds, as its input. */
    static Result run(Duration limit, List<String> command, String input) {
        Path output = null;
        try {
            // A file, since a full pipe would hold the program up while this thread waits for its end.
            output = Files.createTempFile("crash-analytics", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            feed(process, input);
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return new Result(ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        } finally {
            delete(output);
        }
    }

    static Result run(Duration limit, String... command) {
        return run(limit, List.of(command));
    }

    private static void feed(Process process, String input) {
        try (Writer stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        } catch (IOException e) {
            // It ended without reading: its exit code tells why.
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // An empty file in the temporary folder harms nobody.
        }
    }
}
