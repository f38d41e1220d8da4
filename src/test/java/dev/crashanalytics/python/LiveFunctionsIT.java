package dev.crashanalytics.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.TestFiles;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every function of the drop-in against the packaged server: {@code src/test/python/live}. */
class LiveFunctionsIT {

    @Test
    void takeWhatTheGuideGivesAndReturnWhatItUses() {
        PythonProgram.requirePython();

        try (PythonProgram tests = PythonProgram.start(
                CrashServer.shared().baseUri().toString(),
                TestFiles.newFolder("python-spool"),
                "-m",
                "unittest",
                "discover",
                "-s",
                PythonProgram.TESTS.resolve("live").toString())) {
            tests.awaitSuccess(Duration.ofMinutes(4));

            assertThat(tests.complaints())
                    .containsPattern("Ran [1-9]\\d+ tests")
                    .contains("\nOK");
        }
    }
}
