package dev.crashanalytics.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Takes the log of a PostgreSQL from its pipe into a file, at most 8 MiB and one predecessor of it, and remembers
 * the last lines so that a failed start can be explained.
 */
final class PostgresLog {
    private static final long MAX_BYTES = 8L << 20;
    private static final int REMEMBERED_LINES = 50;

    private final Path file;
    private final Deque<String> tail = new ArrayDeque<>();

    PostgresLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Reads until the process closes the pipe, on a thread of its own. */
    void follow(InputStream in) {
        Thread thread = new Thread(() -> copy(in), "postgres-log");
        thread.setDaemon(true);
        thread.start();
    }

    /** The latest line that tells why PostgreSQL gave up, without its timestamp. */
    synchronized Optional<String> lastError() {
        return tail.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((first, second) -> second)
                .map(line -> line.replaceFirst("^.*?(?:FATAL|PANIC):\\s*", ""));
    }

    /** Whether any remembered line contains the text. */
    synchronized boolean mentions(String text) {
        return tail.stream().anyMatch(line -> line.contains(text));
    }

    synchronized void forget() {
        tail.clear();
    }

    private void copy(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line);
                append(line);
            }
        } catch (IOException e) {
            // The process is gone, and its pipe with it.
        }
    }

    private synchronized void remember(String line) {
        tail.addLast(line);
        if (tail.size() > REMEMBERED_LINES) {
            tail.removeFirst();
        }
    }

    private void append(String line) {
        try {
            rotate();
            try (Writer out = Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(line + "\n");
            }
        } catch (IOException e) {
            // A full disk must not hold PostgreSQL up: the line is lost, the pipe stays empty.
        }
    }

    private void rotate() throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else if (Files.size(file) > MAX_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
