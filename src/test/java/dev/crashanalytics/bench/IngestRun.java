package dev.crashanalytics.bench;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The variants, one after the other on one server and one database, every one on empty tables after a checkpoint.
 * They are repeated in turn and the median counts, so that a disturbance of the machine does not decide a ratio.
 */
final class IngestRun {

    private static final String PARTS = "ceiling,stream,batch,latency,growth";
    private static final int CHUNK = 200_000;
    private static final int WARM_UP_ROUNDS = 50_000;

    private final BenchServer server;
    private final Tables tables;
    private final long postmaster;
    private final IngestReport report;
    private final int rounds = Integer.getInteger("bench.rounds", CHUNK);
    private int prefixes;

    IngestRun(BenchServer server, Connection connection, IngestReport report) throws Exception {
        this.server = server;
        this.tables = new Tables(connection);
        this.postmaster = tables.postmaster();
        this.report = report;
    }

    /** Whether any part is named that is done here. */
    static boolean isWanted() {
        return Stream.of(PARTS.split(",")).anyMatch(parts()::contains);
    }

    /** Runs what {@code -Dbench.parts} names (default all) {@code -Dbench.repetitions} times (default 3). */
    void run() throws Exception {
        report.settings(tables.settings());
        List<String> parts = parts();
        warmUp(parts);
        for (int i = 0; i < Integer.getInteger("bench.repetitions", 3); i++) {
            throughput(parts);
        }
        if (parts.contains("latency")) {
            latency();
        }
        if (parts.contains("growth")) {
            growth();
        }
        report.memory(ProcStat.peakMemory(server.pid()));
    }

    private static List<String> parts() {
        return List.of(System.getProperty("bench.parts", PARTS).split(","));
    }

    /** Compiles the server's hot paths and has PostgreSQL create its first WAL files; not reported. */
    private void warmUp(List<String> parts) throws Exception {
        if (parts.contains("ceiling")) {
            ceiling("connections=2");
        }
        if (parts.contains("stream") || parts.contains("growth")) {
            load(WARM_UP_ROUNDS, "mode=stream", "items=1");
            load(WARM_UP_ROUNDS, "mode=stream", "items=100");
        }
        if (parts.contains("batch")) {
            load(WARM_UP_ROUNDS, "mode=batch");
        }
    }

    private void throughput(List<String> parts) throws Exception {
        if (parts.contains("ceiling")) {
            report.add(Variant.CEILING_ONE, ceiling("connections=1", "order=bot"));
            report.add(Variant.CEILING_TWO, ceiling("connections=2", "order=bot"));
            report.add(Variant.CEILING_ARRIVAL, ceiling("connections=2", "order=arrival"));
        }
        if (parts.contains("stream")) {
            report.add(Variant.SINGLE, load(rounds, "mode=stream", "items=1"));
            report.add(Variant.HUNDRED, load(rounds, "mode=stream", "items=100"));
        }
        if (parts.contains("batch")) {
            report.add(Variant.BATCH, load(rounds, "mode=batch"));
        }
    }

    private Sample ceiling(String... options) throws Exception {
        tables.empty();
        tables.createCopies();
        Workload workload = workload(rounds);
        Sample sample = measure(CopyCeiling.class, workload, answer -> {}, options);
        tables.verify("bench", workload.expected());
        tables.dropCopies();
        return sample;
    }

    private Sample load(int count, String... options) throws Exception {
        tables.empty();
        Workload workload = workload(count);
        Sample sample = measure(LoadGenerator.class, workload, answer -> {}, options);
        tables.verify("public", workload.expected());
        return sample;
    }

    private void growth() throws Exception {
        tables.empty();
        Workload workload = workload(Integer.getInteger("bench.growth", 2_000_000));
        int chunks = Math.max(1, (int) (workload.rounds() / CHUNK));
        measure(LoadGenerator.class, workload, report::growth, "mode=stream", "items=100", "chunks=" + chunks);
        tables.verify("public", workload.expected());
    }

    private void latency() throws Exception {
        tables.empty();
        tables.createCopies();
        Workload workload = new Workload(prefix(), 1, Integer.getInteger("bench.latency", 10_000));
        for (Map<String, String> answer : Child.run(LatencyProbe.class, line -> {}, arguments(workload))) {
            report.latency(answer);
        }
        tables.verify("public", workload.expected());
        tables.dropCopies();
    }

    private Sample measure(Class<?> main, Workload workload, Consumer<Map<String, String>> watcher, String... options)
            throws Exception {
        double serverCpu = ProcStat.cpuSeconds(server.pid());
        double databaseCpu = ProcStat.treeCpuSeconds(postmaster);
        List<Map<String, String>> answers = Child.run(main, watcher, arguments(workload, options));
        return new Sample(
                workload.rounds(),
                sum(answers, "seconds"),
                ProcStat.cpuSeconds(server.pid()) - serverCpu,
                ProcStat.treeCpuSeconds(postmaster) - databaseCpu,
                sum(answers, "cpu"));
    }

    private List<String> arguments(Workload workload, String... options) {
        List<String> arguments = new ArrayList<>(server.databaseArguments());
        arguments.addAll(List.of(options));
        arguments.add("port=" + server.port());
        arguments.add("prefix=" + workload.prefix());
        arguments.add("bots=" + workload.bots());
        arguments.add("rounds=" + workload.rounds());
        return arguments;
    }

    private Workload workload(int count) {
        return new Workload(prefix(), Arguments.DEFAULT_BOTS, count / Arguments.DEFAULT_BOTS);
    }

    /** The rounds of every variant are the same but for this part of their bots' ids. */
    private String prefix() {
        return String.format("bench%03d", ++prefixes);
    }

    private static double sum(List<Map<String, String>> answers, String name) {
        return answers.stream()
                .mapToDouble(answer -> Double.parseDouble(answer.get(name)))
                .sum();
    }
}
