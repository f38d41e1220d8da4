package dev.crashanalytics.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Processes of this machine, seen from a test. */
public final class Processes {
    private Processes() {}

    /** Runs a program to its end and returns what it printed; fails when its exit code is not 0. */
    public static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " ended with " + process.exitValue() + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a signal by name, such as {@code KILL}. */
    public static void signal(String name, long pid) {
        run(List.of("sh", "-c", "kill -" + name + " " + pid));
    }

    /** Whether a process runs; one that has ended and only waits for its parent to take note does not. */
    public static boolean runs(long pid) {
        if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
            return false;
        }
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    }

    /** The memory a process holds, in bytes. */
    public static long residentMemory(long pid) {
        String kilobytes = read(Path.of("/proc", Long.toString(pid), "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .map(line -> line.replaceAll("\\D", ""))
                .orElseGet(() -> run(List.of("ps", "-o", "rss=", "-p", Long.toString(pid)))
                        .strip());
        return Long.parseLong(kilobytes) * 1024;
    }

    /** Stops a PostgreSQL, if this process id is one on this directory, and waits for its end. */
    static void stopPostgres(long pid, Path dataDirectory) {
        String commandLine = read(Path.of("/proc", Long.toString(pid), "cmdline"));
        if (runs(pid) && (commandLine.isEmpty() || commandLine.contains(dataDirectory.toString()))) {
            signal("INT", pid);
            await("PostgreSQL to stop").atMost(Duration.ofSeconds(60)).until(() -> !runs(pid));
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
