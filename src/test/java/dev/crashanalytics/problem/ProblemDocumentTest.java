package dev.crashanalytics.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemDocumentTest {

    @Test
    void everyCodeIsDocumentedWithItsStatusAndWhetherToRetry() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("docs/problems.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> String.join("|", List.of(line.split("\\|")).subList(1, 4)))
                .toList();

        List<String> expected = Stream.of(ProblemCode.values())
                .map(code ->
                        " `%s` | %d | %s ".formatted(code.wireName(), code.status(), code.retryable() ? "yes" : "no"))
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(expected);
    }
}
