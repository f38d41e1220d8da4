package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    Path folder;

    @Test
    void startsAtTheSameMomentShareOneCopyAndABrokenOneIsReplaced() throws Exception {
        Path cache = folder.resolve("cache");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Callable<PostgresBinaries> start = () -> PostgresBinaries.locate(cache, folder.resolve("fallback"));
            List<Future<PostgresBinaries>> starts = pool.invokeAll(List.of(start, start));

            PostgresBinaries first = starts.get(0).get();
            assertThat(starts.get(1).get()).isEqualTo(first);
            assertThat(first.majorVersion()).isEqualTo(18);
            assertThat(children(cache)).containsExactly(first.home());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                    .isEqualTo("rwx------");
        } finally {
            pool.shutdownNow();
        }

        // As a power failure leaves a file whose content was not written yet.
        Path program = children(cache).get(0).resolve("bin/postgres");
        Files.write(program, new byte[0]);
        PostgresBinaries repaired = PostgresBinaries.locate(cache, folder.resolve("fallback"));
        assertThat(program).isNotEmptyFile();
        assertThat(children(cache)).containsExactly(repaired.home());
    }

    @Test
    void withoutAUsableCacheFolderTheProgramsGoBesideTheData() throws IOException {
        Path noFolder = Files.createFile(folder.resolve("a-file"));
        Path fallback = folder.resolve("postgres-programs");

        PostgresBinaries binaries = PostgresBinaries.locate(noFolder.resolve("cache"), fallback);

        assertThat(binaries.home()).hasParent(fallback);
    }

    private static List<Path> children(Path parent) throws IOException {
        try (Stream<Path> list = Files.list(parent)) {
            return list.toList();
        }
    }
}
