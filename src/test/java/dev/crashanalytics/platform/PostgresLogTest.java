package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogTest {
    @TempDir
    Path folder;

    @Test
    void remembersWhyPostgresGaveUp() throws Exception {
        PostgresLog log = new PostgresLog(folder.resolve("postgres.log"));

        follow(log, "2026 UTC [7] LOG:  starting\n2026 UTC [7] FATAL:  could not write: No space left on device\n");

        await().until(() -> log.lastError().isPresent());
        assertThat(log.lastError()).contains("could not write: No space left on device");
        assertThat(log.mentions("No space left")).isTrue();
        await().until(() ->
                Files.exists(log.file()) && Files.readString(log.file()).contains("No space left"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.file())))
                .isEqualTo("rw-------");
        log.forget();
        assertThat(log.lastError()).isEmpty();
    }

    @Test
    void startsANewFileWhenTheOldOneIsFull() throws Exception {
        Path file = folder.resolve("postgres.log");
        Files.write(file, new byte[(8 << 20) + 1]);
        PostgresLog log = new PostgresLog(file);

        follow(log, "a line\nanother line\n");

        await().until(() -> Files.exists(file) && Files.readString(file).contains("another line"));
        assertThat(Files.readString(file)).isEqualTo("a line\nanother line\n");
        assertThat(folder.resolve("postgres.log.1")).hasSize((8 << 20) + 1);
    }

    private static void follow(PostgresLog log, String text) {
        log.follow(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
