package dev.crashanalytics.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** The benchmark of live updates, {@code ./mvnw -Pbench verify}; see docs/benchmarks.md. Asserts nothing about speed. */
class LiveBench {

    @Test
    void live() throws Exception {
        if (!LiveRun.isWanted()) {
            return;
        }
        LiveReport report = new LiveReport();
        try (BenchServer server = BenchServer.start();
                Connection connection = server.connect()) {
            new LiveRun(server, connection, report).run();
        } finally {
            write(report.text());
        }
    }

    private static void write(String text) throws Exception {
        Path file = Path.of(System.getProperty("crash.test.target", "target"), "bench", "live.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        System.out.println("\n" + text);
    }
}
