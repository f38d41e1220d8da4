package dev.crashanalytics.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process of this machine that need not be a child of this one.
 *
 * @param pid its number, which may pass to another process once it has ended
 */
record OsProcess(long pid) {
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    /** Whether it still runs; one that has ended and only waits for its parent to take note does not. */
    boolean runs() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !isZombie();
    }

    /** Sends a signal, such as {@code INT}. */
    void signal(String name) {
        // A shell has kill built in; Java itself knows TERM and KILL only.
        Shell.run(TOOL_LIMIT, "sh", "-c", "kill -" + name + " " + pid);
    }

    /** Waits for its end. */
    boolean endsWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (runs()) {
            if (System.nanoTime() > deadline || !pause(POLL)) {
                return false;
            }
        }
        return true;
    }

    /** The file name of its program; empty when the system does not tell. */
    Optional<String> program() {
        String first = commandLine().split("\0", 2)[0];
        String path = first.isBlank()
                ? Shell.run(TOOL_LIMIT, "ps", "-o", "comm=", "-p", Long.toString(pid))
                        .output()
                        .strip()
                : first;
        return path.isBlank()
                ? Optional.empty()
                : Optional.of(path.substring(path.lastIndexOf('/') + 1).strip());
    }

    /** Its program and arguments in one text. */
    String arguments() {
        String line = commandLine().replace('\0', ' ');
        return line.isBlank()
                ? Shell.run(TOOL_LIMIT, "ps", "-o", "args=", "-p", Long.toString(pid))
                        .output()
                : line;
    }

    /** The folder it works in; Linux tells, other systems do not. */
    Optional<Path> workingDirectory() {
        try {
            return Optional.of(Files.readSymbolicLink(proc("cwd")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits a moment on a start-up or shutdown thread; false when the thread is asked to stop. */
    static boolean pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isZombie() {
        String stat = read(proc("stat"));
        return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    }

    private String commandLine() {
        return read(proc("cmdline"));
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
