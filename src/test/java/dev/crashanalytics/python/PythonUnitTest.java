package dev.crashanalytics.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.TestFiles;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The drop-in's own unit tests, run by Python's {@code unittest}: values, WebSocket frames, spool, sender. */
class PythonUnitTest {

    @Test
    void allPass() {
        PythonProgram.requirePython();

        try (PythonProgram tests = PythonProgram.start(
                "http://127.0.0.1:9",
                TestFiles.newFolder("python-spool"),
                "-m",
                "unittest",
                "discover",
                "-s",
                PythonProgram.TESTS.toString())) {
            tests.awaitSuccess(Duration.ofMinutes(2));

            assertThat(tests.complaints())
                    .containsPattern("Ran [1-9]\\d+ tests")
                    .contains("\nOK");
        }
    }
}
