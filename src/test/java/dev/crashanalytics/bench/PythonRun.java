package dev.crashanalytics.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One Python process beside the bare load generator and bare commits, in turns on one server, every one on empty tables after a
 * checkpoint; the median of the repetitions counts.
 */
final class PythonRun {

    private static final Path SOURCES = Path.of("src/main/python").toAbsolutePath();
    private static final Path LOAD = Path.of("src/test/python/bench/load.py").toAbsolutePath();
    private static final String LINE = "%-44s %9s %9s %7s %9s   %s%n";

    /** What is measured, and beside which other it is put. */
    private enum Line {
        BARE("bare INSERT..COMMIT, 1 connection", null, Double.NaN),
        ACKED("WebSocket, 1 connection, 1 round at a time", BARE, Double.NaN),
        HUNDRED("WebSocket, 50 connections, 100 a frame", null, Double.NaN),
        SINGLE("python log_crash_round, one by one", BARE, 0.5),
        BATCH("python log_batch_rounds of 500", HUNDRED, 0.3),
        STREAM("python stream()", HUNDRED, 0.3);

        private final String title;
        private final Line beside;
        private final double target;

        Line(String title, Line beside, double target) {
            this.title = title;
            this.beside = beside;
            this.target = target;
        }
    }

    private record Run(double rate, double cpuPerHundredThousand) {}

    private final BenchServer server;
    private final Tables tables;
    private final Map<Line, List<Run>> runs = new EnumMap<>(Line.class);
    private final int rounds = Integer.getInteger("bench.python.rounds", 30_000);
    private int prefixes;

    PythonRun(BenchServer server, Connection connection) {
        this.server = server;
        this.tables = new Tables(connection);
    }

    static boolean isWanted() {
        return List.of(System.getProperty("bench.parts", "python").split(",")).contains("python");
    }

    /** Runs everything {@code -Dbench.repetitions} times (default 3); returns the report. */
    String run() throws Exception {
        generator(rounds);
        runs.clear();
        for (int i = 0; i < Integer.getInteger("bench.repetitions", 3); i++) {
            bareAndAcked();
            generator(4 * rounds);
            python(Line.SINGLE, "single", Math.max(1_000, rounds / 6));
            python(Line.BATCH, "batch", rounds);
            python(Line.STREAM, "stream", rounds);
        }
        return text();
    }

    private void bareAndAcked() throws Exception {
        tables.empty();
        tables.createCopies();
        List<String> arguments = new ArrayList<>(server.databaseArguments());
        arguments.addAll(List.of("port=" + server.port(), "prefix=" + prefix(), "rounds=6000"));
        for (Map<String, String> answer : Child.run(LatencyProbe.class, line -> {}, arguments)) {
            double rate = 1e6 / Double.parseDouble(answer.get("p50"));
            add("bare".equals(answer.get("name")) ? Line.BARE : Line.ACKED, new Run(rate, Double.NaN));
        }
        tables.dropCopies();
    }

    private void generator(int count) throws Exception {
        tables.empty();
        List<String> arguments = List.of(
                "mode=stream",
                "items=100",
                "port=" + server.port(),
                "prefix=" + prefix(),
                "bots=50",
                "rounds=" + count);
        Map<String, String> answer =
                Child.run(LoadGenerator.class, line -> {}, arguments).get(0);
        add(Line.HUNDRED, run(answer));
    }

    private void python(Line line, String mode, int count) throws Exception {
        tables.empty();
        ProcessBuilder python = new ProcessBuilder("python3", LOAD.toString(), mode, Integer.toString(count), prefix());
        python.environment().put("PYTHONPATH", SOURCES.toString());
        python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        python.environment().put("CRASH_SERVER_URL", "http://127.0.0.1:" + server.port());
        python.environment()
                .put(
                        "CRASH_SPOOL_DIR",
                        Path.of(System.getProperty("crash.test.target", "target"), "bench", "spool")
                                .toAbsolutePath()
                                .toString());
        add(line, run(Child.run(python, answer -> {}).get(0)));
    }

    private static Run run(Map<String, String> answer) {
        double count = Double.parseDouble(answer.get("rounds"));
        return new Run(
                count / Double.parseDouble(answer.get("seconds")),
                Double.parseDouble(answer.get("cpu")) * 100_000 / count);
    }

    private void add(Line line, Run run) {
        runs.computeIfAbsent(line, key -> new ArrayList<>()).add(run);
        System.out.printf(Locale.ROOT, "%-44s %,9.0f rounds/s%n", line.title, run.rate());
    }

    private String text() {
        StringBuilder out =
                new StringBuilder(LINE.formatted("", "rounds/s", "ratio", "target", "load cpu", "each run, rounds/s"));
        runs.forEach((line, all) -> out.append(LINE.formatted(
                line.title,
                number("%,.0f", rate(line)),
                line.beside == null ? "" : number("%.2f", rate(line) / rate(line.beside)),
                number("%.2f", line.target),
                number("%.2f", all.get(0).cpuPerHundredThousand()),
                all.stream().map(run -> number("%,.0f", run.rate())).collect(Collectors.joining(" ")))));
        return out.append("Load cpu: processor seconds of the sender per 100,000 rounds, of the first run.\n")
                .toString();
    }

    private double rate(Line line) {
        List<Double> sorted = runs.get(line).stream().map(Run::rate).sorted().toList();
        return sorted.get((sorted.size() - 1) / 2);
    }

    private String prefix() {
        return String.format("python%03d", ++prefixes);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
