package dev.crashanalytics.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs one of the benchmark's main classes as a process of its own and reads the lines it answers. */
final class Child {

    /** Short-lived and sparing: these share the machine with what is measured. */
    static final List<String> JVM_OPTIONS =
            List.of("-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private Child() {}

    /**
     * Waits for the process and returns one map of {@code name=value} pairs for each line of its output.
     *
     * @param watcher sees each line as it is printed
     * @throws IllegalStateException where it ends with anything but 0
     */
    static List<Map<String, String>> run(Class<?> main, Consumer<Map<String, String>> watcher, List<String> arguments)
            throws IOException, InterruptedException {
        return run(new ProcessBuilder(command(main, JVM_OPTIONS, arguments)), watcher);
    }

    /** The same with any program. */
    static List<Map<String, String>> run(ProcessBuilder program, Consumer<Map<String, String>> watcher)
            throws IOException, InterruptedException {
        Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<Map<String, String>> answers = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, String> answer = pairs(line);
                answers.add(answer);
                watcher.accept(answer);
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException("failed: " + program.command());
            }
            return answers;
        } finally {
            process.destroyForcibly();
        }
    }

    /** What starts it. */
    static List<String> command(Class<?> main, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** The {@code name=value} pairs of a line. */
    static Map<String, String> pairs(String line) {
        return Arrays.stream(line.split(" "))
                .filter(word -> word.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        word -> word.substring(0, word.indexOf('=')),
                        word -> word.substring(word.indexOf('=') + 1),
                        (first, second) -> second,
                        HashMap::new));
    }
}
