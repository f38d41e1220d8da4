package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LoadingBot;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestRound;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
