package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LoadingBot;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TemporaryPostgres;
import dev.crashanalytics.testing.TestRound;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** PostgreSQL dies, or restarts, under load: nothing acked is lost, nothing is stored twice, work goes on. */
class DatabaseKillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MORE = 300;

    @Test
    void embeddedDatabaseIsKilledAgainAndAgain() throws Exception {
        try (CrashServer server = CrashServer.builder("db-kill").start();
                Load load = new Load(server)) {
            for (int kill = 0; kill < 2; kill++) {
                load.awaitMoreAcks();
                long killed = server.databasePid();
                server.killDatabase();
                await().atMost(PATIENCE).until(() -> server.databasePid() != killed);
                load.awaitMoreAcks();
            }

            load.stopAndCheck();
            assertThat(server.metric("crash_ingest_failures_total", "kind=\"unavailable\""))
                    .isPositive();
        }
    }

    @Test
    void externalDatabaseIsStoppedForLongerThanAnEntryMayWait() throws Exception {
        try (TemporaryPostgres postgres = TemporaryPostgres.start("db-stop");
                CrashServer server = CrashServer.builder("db-stop")
                        .external(postgres)
                        .property("crash.ingest.retry-timeout", "500ms")
                        .start();
                Load load = new Load(server)) {
            load.awaitMoreAcks();

            postgres.stop();

            await().atMost(PATIENCE)
                    .until(() -> load.bots().allMatch(bot -> !bot.refused().isEmpty()));
            await().atMost(PATIENCE).until(() -> health(server) == 503);
            postgres.restart();
            await().atMost(PATIENCE).until(() -> health(server) == 200);
            load.awaitMoreAcks();
            load.stopAndCheck();
        }
    }

    @Test
    void externalDatabaseIsRestartedWithinTheTimeAnEntryMayWait() throws Exception {
        try (TemporaryPostgres postgres = TemporaryPostgres.start("db-restart");
                CrashServer server = CrashServer.builder("db-restart")
                        .external(postgres)
                        .property("crash.ingest.retry-timeout", "60s")
                        .start();
                Load load = new Load(server)) {
            load.awaitMoreAcks();
            postgres.restart();
            load.awaitMoreAcks();
            postgres.kill();
            // Its orphaned backends must have noticed before another postmaster may start.
            await().atMost(PATIENCE).untilAsserted(() -> postgres.restart());
            load.awaitMoreAcks();
            load.stopAndCheck();

            assertThat(load.bots().map(LoadingBot::refused)).allMatch(Map::isEmpty);
        }
    }

    private static int health(CrashServer server) {
        return server.get("/q/health/ready").statusCode();
    }

    /** Rounds, and rows without an event_id, which nothing but care keeps from being stored twice. */
    private static final class Load implements AutoCloseable {
        private final CrashServer server;
        private final TestRound one = new TestRound("load-1", "s1", 1);
        private final TestRound other = new TestRound("load-2", "s1", 1);
        private final LoadingBot rounds;
        private final LoadingBot moreRounds;
        private final LoadingBot errors;
        private final LoadingBot ticks;

        Load(CrashServer server) {
            this.server = server;
            rounds = LoadingBot.start(server, number -> one.withNumber(number).jsonWithId(number));
            moreRounds =
                    LoadingBot.start(server, number -> other.withNumber(number).jsonWithId(number));
            errors = LoadingBot.start(
                    server,
                    number -> "{\"id\":" + number
                            + ",\"type\":\"error\",\"bot_id\":\"load-3\",\"error_type\":\"timeout\","
                            + "\"error_message\":\"" + number + "\"}");
            ticks = LoadingBot.start(
                    server,
                    number -> "{\"id\":" + number
                            + ",\"type\":\"multiplier\",\"bot_id\":\"load-4\",\"session_id\":\"s1\",\"game_name\":\"aviator\","
                            + "\"round_number\":1,\"multiplier\":" + number + "}");
        }

        Stream<LoadingBot> bots() {
            return Stream.of(rounds, moreRounds, errors, ticks);
        }

        void awaitMoreAcks() {
            Map<LoadingBot, Integer> before = bots().collect(
                            Collectors.toMap(bot -> bot, bot -> bot.acked().size()));
            await().atMost(PATIENCE)
                    .until(() -> bots().allMatch(bot -> bot.acked().size() >= before.get(bot) + MORE));
        }

        void stopAndCheck() throws Exception {
            bots().forEach(LoadingBot::stop);
            await().atMost(PATIENCE).until(() -> bots().allMatch(bot -> bot.answered() == bot.sent()));
            assertThat(bots().flatMap(bot -> bot.refused().values().stream())).allSatisfy(error -> {
                assertThat(error.get("code").textValue()).isEqualTo("database_unavailable");
                assertThat(error.get("retryable").booleanValue()).isTrue();
            });
            assertRounds(one, rounds);
            assertRounds(other, moreRounds);
            assertThat(SessionCheck.complaints(server, "load-1")).isEmpty();
            assertThat(SessionCheck.complaints(server, "load-2")).isEmpty();
            assertRows(errors, "SELECT error_message FROM error_logs WHERE bot_id = 'load-3'");
            assertRows(
                    ticks, "SELECT trunc(multiplier)::bigint FROM analytics_round_multipliers WHERE bot_id = 'load-4'");
        }

        private void assertRounds(TestRound round, LoadingBot bot) throws Exception {
            try (Connection connection = server.connection()) {
                Map<Long, TestRound.Stored> stored = TestRound.stored(connection, round.botId(), round.sessionId());
                assertThat(stored.keySet()).containsAll(bot.acked().keySet());
                assertThat(stored).allSatisfy((number, row) -> {
                    assertThat(round.withNumber(number).isStoredAs(row)).isTrue();
                    assertThat(bot.acked().containsKey(number) || bot.refused().containsKey(number))
                            .isTrue();
                });
            }
            assertThat(bot.acked().values())
                    .allMatch(ack -> !ack.get("duplicate").booleanValue());
        }

        private void assertRows(LoadingBot bot, String sql) {
            List<Long> stored =
                    Sql.column(server, sql).stream().map(Long::valueOf).toList();
            assertThat(stored).doesNotHaveDuplicates().containsAll(bot.acked().keySet());
            assertThat(stored.size())
                    .isLessThanOrEqualTo(bot.acked().size() + bot.refused().size());
        }

        @Override
        public void close() {
            bots().forEach(LoadingBot::close);
        }
    }
}
