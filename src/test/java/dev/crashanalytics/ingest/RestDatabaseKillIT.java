package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.TemporaryPostgres;
import dev.crashanalytics.testing.TestRound;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PostgreSQL is killed under rounds that come one a call: a call succeeds or may be repeated, until it has succeeded. */
class RestDatabaseKillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BOTS = 4;
    private static final int MORE = 50;

    @Test
    void callsSucceedOrAreToldToComeBackAndNothingIsDoubled() throws Exception {
        try (TemporaryPostgres postgres = TemporaryPostgres.start("rest-kill");
                CrashServer server = CrashServer.builder("rest-kill")
                        .external(postgres)
                        .property("crash.ingest.retry-timeout", "500ms")
                        .start()) {
            // Given
            List<Bot> bots = IntStream.range(0, BOTS)
                    .mapToObj(index -> new Bot(server, "rest-kill-" + index))
                    .toList();
            bots.forEach(Bot::start);
            awaitMoreRounds(bots);

            // When
            postgres.kill();
            await().atMost(PATIENCE).until(() -> bots.stream().allMatch(bot -> bot.refused.get() > 0));
            // Its orphaned backends must have noticed before another postmaster may start.
            await().atMost(PATIENCE).untilAsserted(() -> postgres.restart());

            // Then
            awaitMoreRounds(bots);
            for (Bot bot : bots) {
                bot.stop();
                bot.assertStoredOnce();
            }
            assertThat(SessionCheck.complaints(server, "rest-kill-")).isEmpty();
        }
    }

    private static void awaitMoreRounds(List<Bot> bots) {
        List<Long> enough = bots.stream().map(bot -> bot.stored.get() + MORE).toList();
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, BOTS)
                        .allMatch(i -> bots.get(i).stored.get() >= enough.get(i)
                                || bots.get(i).hasFailed()));
    }

    /** Logs round after round, and each again until it is stored. */
    private static final class Bot {
        private final CrashServer server;
        private final ApiClient api;
        private final TestRound round;
        private final AtomicLong stored = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private CompletableFuture<Void> running;
        private volatile boolean stopped;

        private Bot(CrashServer server, String name) {
            this.server = server;
            this.api = ApiClient.of(server);
            this.round = new TestRound(name, "s1", 1);
        }

        void start() {
            running = CompletableFuture.runAsync(this::run, task -> new Thread(task, round.botId()).start());
        }

        boolean hasFailed() {
            return running.isCompletedExceptionally();
        }

        void stop() {
            stopped = true;
            running.join();
        }

        private void run() {
            while (!stopped) {
                logUntilStored(round.withNumber(stored.get() + 1));
                stored.incrementAndGet();
            }
        }

        private void logUntilStored(TestRound next) {
            Answer answer = api.post("/rounds", next.json());
            boolean repeated = false;
            while (answer.status() == 503) {
                answer.problem(503, "database_unavailable");
                assertThat(answer.get("retryable").booleanValue()).isTrue();
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
                refused.incrementAndGet();
                repeated = true;
                answer = api.post("/rounds", next.json());
            }
            boolean duplicate = answer.get("duplicate").booleanValue();
            answer.expect(duplicate ? 200 : 201);
            assertThat(duplicate && !repeated).as("stored before it was sent").isFalse();
        }

        void assertStoredOnce() throws Exception {
            try (Connection connection = server.connection()) {
                Map<Long, TestRound.Stored> rows = TestRound.stored(connection, round.botId(), round.sessionId());
                assertThat(rows).hasSize(stored.intValue());
                assertThat(rows).allSatisfy((number, row) -> {
                    assertThat(number).isBetween(1L, stored.get());
                    assertThat(round.withNumber(number).isStoredAs(row)).isTrue();
                });
            }
        }
    }
}
