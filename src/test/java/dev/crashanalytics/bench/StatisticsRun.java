package dev.crashanalytics.bench;

import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Statistics at each size of the same history, each on a server and a database of its own; at the largest size exports
 * and ingest beside a reconciliation.
 */
final class StatisticsRun {

    private static final String PARTS = "statistics,export,reconcile";

    /** Bots that log while a reconciliation runs are others than those of the history. */
    private static final int INGEST_ROUNDS = 200_000;

    private final StatisticsReport report;
    private final List<String> parts =
            List.of(System.getProperty("bench.parts", PARTS).split(","));
    private final List<Long> sizes = Stream.of(
                    System.getProperty("bench.sizes", "100000,5000000").split(","))
            .map(Long::parseLong)
            .toList();

    StatisticsRun(StatisticsReport report) {
        this.report = report;
    }

    /** Whether any part is named that is done here. */
    boolean isWanted() {
        return Stream.of(PARTS.split(",")).anyMatch(parts::contains);
    }

    void run() throws Exception {
        for (long size : sizes) {
            try (BenchServer server = BenchServer.start();
                    Connection connection = server.connect()) {
                Tables tables = new Tables(connection);
                report.settings(tables.settings());
                run(server, tables, size, size == sizes.get(sizes.size() - 1));
            }
        }
    }

    private void run(BenchServer server, Tables tables, long size, boolean isLast) throws Exception {
        History history = History.until(LocalDate.now(ZoneOffset.UTC), size);
        report.fact(size, "load, s", new HistoryLoad(server, history).run().nanos() / 1e9);
        report.fact(size, "database, GB", tables.databaseBytes() / 1e9);
        report.fact(size, "reconcile, s", new Maintenance(server.port()).reconcile());
        if (parts.contains("statistics")) {
            statistics(server, history, tables.postmaster());
        }
        if (isLast && parts.contains("export")) {
            List<String> arguments = new ArrayList<>(server.databaseArguments());
            arguments.add("port=" + server.port());
            Child.run(ExportLoad.class, report::export, arguments);
        }
        if (isLast && parts.contains("reconcile")) {
            reconcile(server, size);
        }
    }

    private void statistics(BenchServer server, History history, long postmaster) throws Exception {
        Consumer<Map<String, String>> watcher = new Consumer<>() {
            private double serverCpu = ProcStat.cpuSeconds(server.pid());
            private double databaseCpu = ProcStat.treeCpuSeconds(postmaster);

            @Override
            public void accept(Map<String, String> answer) {
                double serverBefore = serverCpu;
                double databaseBefore = databaseCpu;
                serverCpu = ProcStat.cpuSeconds(server.pid());
                databaseCpu = ProcStat.treeCpuSeconds(postmaster);
                report.call(
                        history.rounds(),
                        CallFigures.of(answer, serverCpu - serverBefore, databaseCpu - databaseBefore));
            }
        };
        Child.run(
                CallLoad.class,
                watcher,
                List.of(
                        "port=" + server.port(),
                        "rounds=" + history.rounds(),
                        "first-day=" + history.firstDay(),
                        "seconds=" + Integer.getInteger("bench.seconds", 5)));
    }

    /** How fast rounds go in while nothing else happens, and while all that is there is counted anew. */
    private void reconcile(BenchServer server, long size) throws Exception {
        ingest(server, "warm");
        report.fact(size, "ingest alone, rounds/s", ingest(server, "alone"));
        CompletableFuture<Double> reconciliation = CompletableFuture.supplyAsync(() -> reconcile(server));
        List<Double> rates = new ArrayList<>();
        do {
            rates.add(ingest(server, String.format(Locale.ROOT, "by%03d", rates.size())));
        } while (!reconciliation.isDone());
        report.fact(
                size,
                "ingest beside reconcile, rounds/s",
                rates.stream().mapToDouble(rate -> rate).average().orElseThrow());
        report.fact(size, "reconcile beside ingest, s", reconciliation.join());
    }

    private static double reconcile(BenchServer server) {
        try {
            return new Maintenance(server.port()).reconcile();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static double ingest(BenchServer server, String prefix) throws Exception {
        Map<String, String> answer = Child.run(
                        LoadGenerator.class,
                        line -> {},
                        List.of(
                                "mode=stream",
                                "items=100",
                                "port=" + server.port(),
                                "prefix=" + prefix,
                                "rounds=" + INGEST_ROUNDS))
                .get(0);
        return Double.parseDouble(answer.get("rounds")) / Double.parseDouble(answer.get("seconds"));
    }
}
