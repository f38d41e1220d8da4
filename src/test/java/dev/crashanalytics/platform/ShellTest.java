package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void passesInputAndOutput() {
        Shell.Result result = Shell.run(LIMIT, List.of("cat"), "a text\n");

        assertThat(result.succeeded()).isTrue();
        assertThat(result.output()).isEqualTo("a text\n");
    }

    @Test
    void findsTheLineThatNamesTheProblem() {
        Shell.Result result = Shell.run(
                LIMIT,
                "sh",
                "-c",
                "echo creating; echo 'initdb: error: could not write: No space left on device' >&2;"
                        + " echo 'initdb: removing data directory'; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.problem()).isEqualTo("initdb: error: could not write: No space left on device");
        assertThat(Shell.run(LIMIT, "sh", "-c", "echo one; echo two; exit 1").problem())
                .isEqualTo("two");
        assertThat(Shell.run(LIMIT, "false").problem()).isEqualTo("exit code 1");
    }

    @Test
    void programsThatAreMissingOrDoNotEndFail() {
        assertThat(Shell.run(LIMIT, "no-such-program-anywhere").succeeded()).isFalse();
        assertThat(Shell.run(Duration.ofMillis(50), "sleep", "30").exitCode()).isEqualTo(-1);
    }
}
