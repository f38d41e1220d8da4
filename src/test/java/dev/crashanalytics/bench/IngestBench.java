package dev.crashanalytics.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** The ingest benchmark, {@code ./mvnw -Pbench verify}; see docs/benchmarks.md. Asserts nothing about speed. */
class IngestBench {

    @Test
    void ingest() throws Exception {
        if (!IngestRun.isWanted()) {
            return;
        }
        IngestReport report = new IngestReport();
        try (BenchServer server = BenchServer.start();
                Connection connection = server.connect()) {
            new IngestRun(server, connection, report).run();
        } finally {
            write(report.text());
        }
    }

    private static void write(String text) throws Exception {
        Path file = Path.of(System.getProperty("crash.test.target", "target"), "bench", "ingest.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        System.out.println("\n" + text);
    }
}
