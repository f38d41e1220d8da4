package dev.crashanalytics.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One of the benchmark's main classes that works beside others, until its standard input ends. */
final class Companion implements AutoCloseable {

    private static final Map<String, String> END = Map.of();
    private static final long PATIENCE_SECONDS = 120;
    private static final long CLOSING_SECONDS = 10;

    private final String name;
    private final Process process;
    private final BlockingQueue<Map<String, String>> lines = new LinkedBlockingQueue<>();

    private Companion(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread reader = new Thread(this::readLines, name);
        reader.setDaemon(true);
        reader.start();
    }

    static Companion start(Class<?> main, List<String> jvmOptions, List<String> arguments) throws IOException {
        Process process = new ProcessBuilder(Child.command(main, jvmOptions, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Companion(main.getSimpleName(), process);
    }

    long pid() {
        return process.pid();
    }

    /**
     * The next line that has a value of that name; lines before it are passed over.
     *
     * @throws IllegalStateException where the process ends without it, or says nothing for long
     */
    Map<String, String> await(String value) throws InterruptedException {
        while (true) {
            Map<String, String> line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null || line == END) {
                throw new IllegalStateException(name + " did not say " + value);
            }
            if (line.containsKey(value)) {
                return line;
            }
        }
    }

    /** Ends its standard input. */
    void stop() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public void close() throws IOException {
        stop();
        try {
            process.waitFor(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private void readLines() {
        try (BufferedReader text = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                lines.add(Child.pairs(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.add(END);
        }
    }
}
