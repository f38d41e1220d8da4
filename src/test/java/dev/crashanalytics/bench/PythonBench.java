package dev.crashanalytics.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** The benchmark of the Python drop-in, {@code ./mvnw -Pbench verify}; see docs/benchmarks.md. Asserts nothing about speed. */
class PythonBench {

    @Test
    void python() throws Exception {
        if (!PythonRun.isWanted()) {
            return;
        }
        try (BenchServer server = BenchServer.start();
                Connection connection = server.connect()) {
            String text = new PythonRun(server, connection).run();
            Path file = Path.of(System.getProperty("crash.test.target", "target"), "bench", "python.txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            System.out.println("\n" + text);
        }
    }
}
