package dev.crashanalytics.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The benchmark of statistics, exports and reconciliation, {@code ./mvnw -Pbench verify}; see docs/benchmarks.md. Asserts
 * nothing about speed.
 */
class StatisticsBench {

    @Test
    void statistics() throws Exception {
        StatisticsReport report = new StatisticsReport();
        StatisticsRun run = new StatisticsRun(report);
        if (!run.isWanted()) {
            return;
        }
        try {
            run.run();
        } finally {
            write(report.text());
        }
    }

    private static void write(String text) throws Exception {
        Path file = Path.of(System.getProperty("crash.test.target", "target"), "bench", "statistics.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        System.out.println("\n" + text);
    }
}
