package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LoadingBot;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.SlowUpload;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestRound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** SIGTERM under load: what was taken is stored and acked, then connections close with 1012. */
class GracefulShutdownIT {
    private static final int RESTARTING = 1012;
    private static final int SIGTERM = 143;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void ackedAndStoredAreTheSameAfterwards() throws Exception {
        try (CrashServer server = CrashServer.builder("shutdown").start()) {
            List<LoadingBot> bots = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                TestRound round = new TestRound("shutdown-" + i, "s1", 1);
                bots.add(LoadingBot.start(
                        server, number -> round.withNumber(number).jsonWithId(number)));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bots.stream().allMatch(bot -> bot.acked().size() > 200));

            CrashServer.Exit exit = server.terminate();

            assertThat(exit.code()).isEqualTo(SIGTERM);
            assertThat(exit.duration()).isLessThan(LIMIT);
            bots.forEach(LoadingBot::awaitEnd);
            assertThat(bots).allSatisfy(bot -> {
                assertThat(bot.closeCode()).isEqualTo(RESTARTING);
                assertThat(bot.refused()).isEmpty();
            });
            server.restart();
            for (int i = 0; i < bots.size(); i++) {
                try (Connection connection = server.connection()) {
                    // What was taken was acked, and nothing else was stored.
                    assertThat(TestRound.stored(connection, "shutdown-" + i, "s1")
                                    .keySet())
                            .containsExactlyInAnyOrderElementsOf(
                                    bots.get(i).acked().keySet());
                }
            }
            assertThat(SessionCheck.complaints(server, "shutdown-")).isEmpty();
        }
    }

    @Test
    void idleClientsAreToldToComeBackAndSilentOnesDoNotHoldItUp() {
        try (CrashServer server = CrashServer.builder("shutdown-idle").start();
                StreamClient idle = StreamClient.connect(server);
                StreamClient stalled = StreamClient.connect(server)) {
            idle.exchange(new TestRound("idle", "s1", 1).json());
            CompletableFuture.runAsync(() -> flood(stalled));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.metric("crash_ingest_pauses_total", "reason=\"peer_not_reading\"") > 0);

            CrashServer.Exit exit = server.terminate();

            assertThat(exit.duration()).isLessThan(LIMIT);
            assertThat(exit.code()).isEqualTo(SIGTERM);
            assertThat(idle.readCloseCode()).isEqualTo(RESTARTING);
        }
    }

    @Test
    void uploadsAreCutOffAndWhatWasAnsweredOfThemIsStored() throws Exception {
        TestRound endless = new TestRound("upload-endless", "s1", 1);
        TestRound half = new TestRound("upload-half", "s1", 1);
        TestRound small = new TestRound("upload-small", "s1", 1);
        try (CrashServer server = CrashServer.builder("shutdown-upload").start();
                SlowUpload silent = new SlowUpload(server)) {
            // Given an upload that has stopped within its second round, one without end, and many small ones
            silent.send(half.json() + "\n" + half.withNumber(2).json().substring(0, 50));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> uploadWithoutEnd(server, endless));
            CompletableFuture<Long> answered = CompletableFuture.supplyAsync(() -> uploadOneByOne(server, small));
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            stored(server, endless) > 1_000 && stored(server, small) > 10 && stored(server, half) == 1);

            // When
            CrashServer.Exit exit = server.terminate();

            // Then
            assertThat(exit.code()).isEqualTo(SIGTERM);
            assertThat(exit.duration()).isLessThan(LIMIT);
            assertThat(silent.readToEnd()).doesNotContain("\"accepted\"");
            sending.join();
            long lastAnswered = answered.join();
            server.restart();
            assertThat(stored(server, half)).isEqualTo(1);
            // One may have been stored whose answer was cut off.
            assertThat(stored(server, small)).isBetween(lastAnswered, lastAnswered + 1);
            assertFirstOnesAreStored(server, small);
            assertFirstOnesAreStored(server, endless);
            assertThat(SessionCheck.complaints(server, "upload-")).isEmpty();
        }
    }

    /** Rounds are stored in the order sent, so that there is no gap where the upload was cut off. */
    private static void assertFirstOnesAreStored(CrashServer server, TestRound round) throws Exception {
        try (Connection connection = server.connection()) {
            Map<Long, TestRound.Stored> stored = TestRound.stored(connection, round.botId(), round.sessionId());
            assertThat(stored).allSatisfy((number, row) -> {
                assertThat(number).isBetween(1L, (long) stored.size());
                assertThat(round.withNumber(number).isStoredAs(row)).isTrue();
            });
        }
    }

    private static long stored(CrashServer server, TestRound round) {
        return Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", round.botId());
    }

    private static void uploadWithoutEnd(CrashServer server, TestRound round) {
        try (SlowUpload upload = new SlowUpload(server)) {
            for (long number = 1; true; number++) {
                upload.send(round.withNumber(number).json() + "\n");
            }
        } catch (IOException cutOff) {
            // by the server's end
        }
    }

    /** Returns the number of the last round that was answered. */
    private static long uploadOneByOne(CrashServer server, TestRound round) {
        for (long number = 1; true; number++) {
            try (SlowUpload upload = new SlowUpload(server)) {
                upload.send(round.withNumber(number).json() + "\n");
                if (!upload.finish().contains("\"accepted\":1,")) {
                    return number - 1;
                }
            } catch (IOException cutOff) {
                return number - 1;
            }
        }
    }

    private static void flood(StreamClient client) {
        try {
            for (long number = 1; number <= 200_000; number++) {
                client.send("{\"id\":\"" + "x".repeat(200) + "\",\"x\":1}");
            }
        } catch (UncheckedIOException closed) {
            // with the server
        }
    }
}
