package dev.crashanalytics.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code python -m backend.database import} against the packaged server. */
class ImportCommandIT {

    /** The exit code as the last line, so that each is a success to the test. */
    private static final String RUN =
            "import sys\nfrom backend.database.__main__ import main\nprint('exit code', main(sys.argv[1:]))";

    @BeforeAll
    static void requirePython() {
        PythonProgram.requirePython();
    }

    private static String run(Path file, String bot, String... more) {
        try (PythonProgram program = start(file, bot, more)) {
            return program.awaitSuccess(Duration.ofMinutes(2));
        }
    }

    private static PythonProgram start(Path file, String bot, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-c", RUN, "import", file.toString(), "--bot", bot));
        arguments.addAll(List.of("--game", "aviator", "--platform", "dafabet"));
        arguments.addAll(List.of(more));
        return PythonProgram.start(
                CrashServer.shared().baseUri().toString(),
                TestFiles.newFolder("python-spool"),
                arguments.toArray(String[]::new));
    }

    private static Path copy(String resource) throws IOException {
        Path file = TestFiles.newFolder("python-import").resolve(resource);
        return Files.copy(Path.of("src/test/resources/imports", resource), file);
    }

    private static long rounds(String bot) {
        return Sql.count(CrashServer.shared(), "SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", bot);
    }

    @Test
    void aHistoryIsTriedImportedAndImportedAgain() throws IOException {
        String bot = RoundBody.newBot("command");
        Path file = copy("history.csv");

        assertThat(run(file, bot, "--dry-run"))
                .contains("19 lines: 19 would be imported")
                .contains("(dry run)")
                .endsWith("exit code 0\n");
        assertThat(rounds(bot)).isZero();
        assertThat(run(file, bot))
                .contains("19 lines: 19 imported, 0 were there before, 0 rejected")
                .endsWith("exit code 0\n");
        assertThat(run(file, bot)).contains("0 imported, 19 were there before").endsWith("exit code 0\n");

        assertThat(rounds(bot)).isEqualTo(19);
        assertThat(ApiClient.shared()
                        .get("/sessions/import:history.csv?bot_id=" + bot)
                        .expect(200)
                        .text("status"))
                .isEqualTo("completed");
        assertThat(file.resolveSibling("history.csv.rejected.ndjson")).doesNotExist();
    }

    @Test
    void rejectedLinesAreWrittenDownAndMended() throws IOException {
        String bot = RoundBody.newBot("command-messy");
        Path file = copy("messy.csv");

        assertThat(run(file, bot)).endsWith("exit code 1\n");

        Path rejected = file.resolveSibling("messy.csv.rejected.ndjson");
        assertThat(Files.readAllLines(rejected)).hasSize(9).anyMatch(line -> line.contains("\"line\": 6,"));
        assertThat(run(file, bot, "--date-order", "dmy"))
                .contains("1 imported, 7 were there before, 8 rejected")
                .endsWith("exit code 1\n");
        assertThat(Files.readAllLines(rejected)).hasSize(8);
        assertThat(run(file, bot, "--map", "Nowhere=stake_value")).endsWith("exit code 2\n");
    }

    @Test
    void tensOfThousandsOfRejectedLinesAreAllWrittenDown() throws IOException {
        String bot = RoundBody.newBot("command-many");
        Path file = TestFiles.newFolder("python-import").resolve("many.csv");
        Files.writeString(file, "time,crash\n" + "2025-10-17,2\n2025-10-17,bad\n".repeat(40_000));

        assertThat(run(file, bot))
                .contains("80000 lines: 40000 imported, 0 were there before, 40000 rejected")
                .endsWith("exit code 1\n");

        assertThat(Files.readAllLines(file.resolveSibling("many.csv.rejected.ndjson")))
                .hasSize(40_000);
        assertThat(rounds(bot)).isEqualTo(40_000);
    }

    @Test
    void aCommandKilledHalfWayGoesOnWhereItWas() throws IOException {
        String bot = RoundBody.newBot("command-killed");
        Path file = TestFiles.newFolder("python-import").resolve("half.csv");
        Files.writeString(file, "time,crash,stake,profit\n" + "2025-10-17,2.45x,10,5\n".repeat(100_000));
        try (PythonProgram program = start(file, bot)) {
            await("a part of the file").atMost(Duration.ofMinutes(1)).until(() -> rounds(bot) > 2_000);
            program.kill();
        }
        assertThat(rounds(bot)).isBetween(2_000L, 99_999L);

        assertThat(run(file, bot))
                .contains("100000 lines: ")
                .contains(", 0 rejected, ")
                .doesNotContain(" 0 were there before")
                .endsWith("exit code 0\n");

        assertThat(rounds(bot)).isEqualTo(100_000);
        ApiClient.Answer session = ApiClient.shared().get("/sessions/import:half.csv?bot_id=" + bot);
        assertThat(session.get("total_rounds").asInt()).isEqualTo(100_000);
        assertThat(session.get("status").asText()).isEqualTo("completed");
    }

    @Test
    void aDryRunTellsWhatTheDatabaseWouldSay() throws IOException {
        String bot = RoundBody.newBot("command-dry");
        Path file = copy("history.csv");

        assertThat(run(file, bot, "--dry-run", "--game", "chess"))
                .contains("the import would be refused: game_name is unknown: chess;")
                .endsWith("exit code 2\n");
        assertThat(run(file, bot, "--dry-run", "--platform", "nowhere"))
                .contains("note: platform_code is not configured for aviator: nowhere;")
                .endsWith("exit code 0\n");
        assertThat(rounds(bot)).isZero();
    }
}
