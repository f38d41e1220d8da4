package dev.crashanalytics.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers stop and bots are killed: what a logger has accepted is stored, once, in order, with its own time. */
class OutageIT {
    private static final long FIRST_PROVISIONAL = 1L << 61;

    @BeforeAll
    static void requirePython() {
        PythonProgram.requirePython();
    }

    @Test
    void aServerStoppedAndKilledInMidSessionCostsNoRound() throws IOException {
        Path spool = TestFiles.newFolder("python-spool");
        try (CrashServer server = CrashServer.builder("python-outage").start();
                PythonProgram bot = PythonProgram.bot(
                        server.baseUri().toString(), spool, "player.py", "outage", "1", "1000000", "0.03")) {
            bot.awaitLine("logged 20 ");
            server.kill();
            int atKill = bot.lines().size();
            bot.awaitLine("logged " + (atKill + 40) + " ");
            server.restart();
            awaitStoredAtOnce(bot);
            server.terminate();
            int atStop = bot.lines().size();
            bot.awaitLine("logged " + (atStop + 40) + " ");
            server.restart();
            awaitStoredAtOnce(bot);
            Path enough = Files.createFile(spool.resolve("enough"));

            String printed = bot.awaitSuccess(Duration.ofMinutes(2));

            Files.delete(enough);
            assertThat(printed).endsWith("all sent True\n");
            assertThat(bot.complaints()).doesNotContain("was not logged", "refused for good");
            assertPlayed(server, "outage", bot.lines().size() - 1);
            assertThat(Sql.one(server, "SELECT final_balance::text FROM session_logs WHERE bot_id = 'outage'"))
                    .isEqualTo("1234.50");
            assertNothingIsLeft(spool);
        }
    }

    @Test
    void aBotKilledWhileTheServerIsAwayHasLostNothing() throws IOException {
        Path spool = TestFiles.newFolder("python-spool");
        try (CrashServer server = CrashServer.builder("python-kill").start()) {
            String url = server.baseUri().toString();
            server.kill();
            String provisional;
            try (PythonProgram bot = PythonProgram.bot(url, spool, "player.py", "killed", "1", "1000", "0.01")) {
                bot.awaitLine("logged 50 ");
                bot.kill();
                provisional = bot.lines().get(9).split(" ")[2];
            }
            tearTheLastLine(spool);
            server.restart();

            // When the next process sends what is there, and names a round by the id of the one before
            try (PythonProgram follower = PythonProgram.bot(url, spool, "follower.py", provisional)) {
                follower.awaitSuccess(Duration.ofMinutes(1));
            }

            // Then
            long stored = Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE bot_id = 'killed'");
            assertThat(stored).isGreaterThanOrEqualTo(50);
            assertThat(Sql.count(server, "SELECT max(round_number) FROM crash_game_rounds WHERE bot_id = 'killed'"))
                    .isEqualTo(stored);
            assertThat(Long.parseLong(provisional)).isGreaterThan(FIRST_PROVISIONAL);
            assertThat(Sql.column(
                            server,
                            "SELECT round_number FROM analytics_round_outcomes WHERE bot_id = 'killed'"
                                    + " AND outcome_category = 'big_win'"))
                    .contains("10");
            // Rounds have the time of their calls, not that of the replay.
            assertThat(
                            Sql.count(
                                    server,
                                    "SELECT count(DISTINCT round_start_timestamp) FROM crash_game_rounds WHERE bot_id = 'killed'"))
                    .isEqualTo(stored);
            assertThat(Sql.count(
                            server,
                            "SELECT count(*) FROM crash_game_rounds WHERE bot_id = 'killed'"
                                    + " AND created_at - round_start_timestamp < interval '1 second'"))
                    .isZero();
            assertNothingIsLeft(spool);

            // And the bot goes on where it was
            try (PythonProgram bot = PythonProgram.bot(
                    url, spool, "player.py", "killed", Long.toString(stored - 5), Long.toString(stored + 10), "0")) {
                bot.awaitSuccess(Duration.ofMinutes(1));
                assertThat(bot.complaints()).doesNotContain("was not logged");
            }
            assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE bot_id = 'killed'"))
                    .isEqualTo(stored + 10);
        }
    }

    @Test
    void aBotKilledWhileItLogsWithoutWaitingHasLostNothing() {
        CrashServer server = CrashServer.shared();
        Path spool = TestFiles.newFolder("python-spool");
        String url = server.baseUri().toString();
        long accepted;
        try (PythonProgram bot = PythonProgram.bot(url, spool, "player.py", "hasty", "1", "100000", "0", "async")) {
            bot.awaitLine("logged 2000 ");
            bot.kill();
            accepted = bot.lines().size();
        }
        try (PythonProgram follower = PythonProgram.bot(url, spool, "follower.py")) {
            follower.awaitSuccess(Duration.ofMinutes(1));
        }

        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM crash_game_rounds WHERE bot_id = 'hasty' AND round_number <= "
                                + accepted))
                .isEqualTo(accepted);
        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM analytics_round_signals WHERE bot_id = 'hasty' AND round_number <= "
                                + accepted))
                .isEqualTo(accepted);
        assertNothingIsLeft(spool);
    }

    @Test
    void severalProcessesShareASpool() {
        Path spool = TestFiles.newFolder("python-spool");
        try (CrashServer server = CrashServer.builder("python-share").start()) {
            String url = server.baseUri().toString();
            server.kill();
            List<PythonProgram> bots = Stream.of("share-a", "share-b", "share-c")
                    .map(name -> PythonProgram.bot(url, spool, "player.py", name, "1", "120", "0.05"))
                    .toList();
            bots.forEach(bot -> bot.awaitLine("logged 30 "));
            bots.get(0).kill();
            server.restart();

            bots.subList(1, 3).forEach(bot -> bot.awaitSuccess(Duration.ofMinutes(1)));
            try (PythonProgram follower = PythonProgram.bot(url, spool, "follower.py")) {
                follower.awaitSuccess(Duration.ofMinutes(1));
            }

            assertPlayed(server, "share-b", 120);
            assertPlayed(server, "share-c", 120);
            long ofTheKilled = Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE bot_id = 'share-a'");
            assertThat(ofTheKilled).isBetween(30L, 120L);
            assertNothingIsLeft(spool);
        }
    }

    /** Every round once, each with its signal once, the bot's own outcome, and figures that agree. */
    private static void assertPlayed(CrashServer server, String bot, long rounds) {
        for (String table : List.of("crash_game_rounds", "analytics_round_signals")) {
            assertThat(Sql.column(server, "SELECT round_number FROM " + table + " WHERE bot_id = ? ORDER BY 1", bot))
                    .as(table)
                    .containsExactlyElementsOf(Stream.iterate(1L, number -> number + 1)
                            .limit(rounds)
                            .map(String::valueOf)
                            .toList());
        }
        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM analytics_round_outcomes WHERE bot_id = ? AND NOT hit_target AND NOT is_derived",
                        bot))
                .isEqualTo(rounds);
        assertThat(Sql.count(
                        server,
                        "SELECT total_rounds FROM session_logs WHERE bot_id = ? AND status = 'completed' AND notes = 'over'",
                        bot))
                .isEqualTo(rounds);
    }

    /** After an outage the pauses between attempts have grown, to half a minute at the most. */
    private static void awaitStoredAtOnce(PythonProgram bot) {
        await("a round to be stored at once again")
                .atMost(Duration.ofMinutes(2))
                .until(() -> lastId(bot) < FIRST_PROVISIONAL);
    }

    private static long lastId(PythonProgram bot) {
        List<String> lines = bot.lines();
        return Long.parseLong(lines.get(lines.size() - 1).split(" ")[2]);
    }

    /** As a kill in the middle of a write would. */
    private static void tearTheLastLine(Path spool) throws IOException {
        try (Stream<Path> files = Files.walk(spool)) {
            Path file = files.filter(path -> path.getFileName().toString().startsWith("spool-"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(file, "{\"type\":\"round\",\"bot_id\":\"kil", StandardOpenOption.APPEND);
        }
    }

    private static void assertNothingIsLeft(Path spool) {
        try (Stream<Path> files = Files.walk(spool)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("spool-") || name.startsWith("rejected"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
