package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RollupCheck;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import dev.crashanalytics.testing.TestRound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An empty database, whatever the connections to it remember. */
class ResetIT {

    private static final int LOADING_BOTS = 4;

    private static TemporaryPostgres postgres;
    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.start("reset");
        server = CrashServer.builder("reset")
                .external(postgres)
                .property("crash.maintenance.allow-reset", "true")
                .start();
        api = ApiClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @Test
    void isRefusedUnlessItIsAllowed() {
        String bot = RoundBody.newBot("kept");
        ApiClient.shared().log(RoundBody.win(bot, 1));

        ApiClient.shared().post("/maintenance/reset", "").problem(403, "reset_disabled");

        ApiClient.shared().get("/bots/" + bot).expect(200);
    }

    @Test
    void everythingIsGoneAndTheSeedIsBack() {
        String bot = RoundBody.newBot("gone");
        api.put("/platforms/" + bot + "/here", "{}").expect(201);
        api.put("/platforms/aviator/fun88", "{\"currency\": \"EUR\"}").expect(200);
        try (StreamClient stream = StreamClient.connect(server)) {
            // Given sessions that the connections know by heart, one of an archived day, one of a game to be gone
            RoundBody old = RoundBody.win(bot, 1).with("round_start_timestamp", "2026-01-02T03:04:05Z");
            assertAck(stream.exchange(old.toString()));
            assertAck(stream.exchange(
                    RoundBody.win(bot, 2).with("platform_code", "fun88").toString()));
            assertAck(stream.exchange(RoundBody.win(bot, 1)
                    .with("session_id", "s2")
                    .with("game_name", bot)
                    .with("platform_code", "here")
                    .toString()));
            api.post("/maintenance/cleanup?dry_run=false&days_old=10", "").expect(202);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> stream.exchange(
                                    old.copy().with("round_number", 3).toString())
                            .path("code")
                            .asText()
                            .equals("round_archived"));
            String epoch = Sql.one(server, "SELECT epoch FROM feed_head");

            // When
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> api.post("/maintenance/reset", "").status() == 200);

            // Then every call answers as on the first day
            assertThat(Sql.one(server, "SELECT epoch FROM feed_head")).isNotEqualTo(epoch);
            assertThat(Sql.column(
                            server,
                            "SELECT concat_ws('/', game_name, platform_code, currency, house_edge_percent, min_multiplier)"
                                    + " FROM game_platform_config ORDER BY 1"))
                    .containsExactly(
                            "aviator/dafabet/USD/3.5/1",
                            "aviator/fun88/USD/3.5/1",
                            "aviator/pmbetting/USD/3.5/1",
                            "aviatrix/aviatrix_labs/USD/3.5/1",
                            "jetx/smartsoft/USD/4.0/1");
            api.get("/bots/" + bot).problem(404, "bot_not_found");
            assertThat(api.get("/database")
                            .get("tables")
                            .get("crash_game_rounds")
                            .asLong())
                    .isZero();

            // And the same connections begin anew: rounds that were stored, archived or of a game that is gone
            JsonNode ack = stream.exchange(
                    RoundBody.win(bot, 2).with("platform_code", "fun88").toString());
            assertAck(ack);
            assertThat(ack.get("duplicate").asBoolean()).isFalse();
            assertThat(ack.get("offset").asLong()).isBetween(1L, 3L);
            assertAck(stream.exchange(old.toString()));
            assertThat(stream.exchange(RoundBody.win(bot, 2)
                                    .with("session_id", "s2")
                                    .with("game_name", bot)
                                    .with("platform_code", "here")
                                    .toString())
                            .get("code")
                            .asText())
                    .isEqualTo("unknown_game");
            assertThat(api.get("/rounds/" + ack.get("round_id").asLong())
                            .expect(200)
                            .text("currency"))
                    .isEqualTo("USD");
            assertThat(api.get("/bots/" + bot + "/statistics")
                            .get("total_rounds")
                            .asInt())
                    .isEqualTo(2);
        }
        assertThat(RollupCheck.complaints(server)).isEmpty();
    }

    @Test
    void whileRoundsFlowInTheRestIsWhole() {
        String prefix = RoundBody.newBot("flow");
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicLong acked = new AtomicLong();
        List<CompletableFuture<Void>> bots = new ArrayList<>();
        for (int i = 0; i < LOADING_BOTS; i++) {
            TestRound round = new TestRound(prefix + "-" + i, "s1", 1);
            bots.add(CompletableFuture.runAsync(() -> log(round, stopped, acked)));
        }
        try {
            for (int i = 0; i < 5; i++) {
                long before = acked.get();
                await().atMost(Duration.ofSeconds(60)).until(() -> acked.get() > before + 100);
                api.post("/maintenance/reset", "").expect(200);
            }
            long before = acked.get();
            await().atMost(Duration.ofSeconds(60)).until(() -> acked.get() > before + 100);
        } finally {
            stopped.set(true);
            bots.forEach(CompletableFuture::join);
        }
        assertThat(RollupCheck.complaints(server)).isEmpty();
        assertThat(SessionCheck.complaints(server, prefix)).isEmpty();
        assertThat(
                        Sql.count(
                                server,
                                "SELECT count(*) FROM (SELECT first_offset FROM commits GROUP BY 1 HAVING count(*) > 1) AS twice"))
                .isZero();
    }

    @Test
    void waitsForNoJobThatRuns() throws Exception {
        try (var connection = postgres.connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE round_rollups IN ACCESS EXCLUSIVE MODE");
            String job = api.post("/maintenance/reconcile", "").expect(202).text("job_id");

            api.post("/maintenance/reset", "").problem(409, "job_running");

            connection.rollback();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            api.get("/maintenance/jobs/" + job).text("status").equals("done"));
        }
    }

    private static void assertAck(JsonNode answer) {
        assertThat(answer.get("type").asText()).as(answer.toString()).isEqualTo("ack");
    }

    private static void log(TestRound round, AtomicBoolean stopped, AtomicLong acked) {
        try (StreamClient stream = StreamClient.connect(server)) {
            for (long number = 1; !stopped.get(); number++) {
                assertAck(stream.exchange(round.withNumber(number).json()));
                acked.incrementAndGet();
            }
        }
    }
}
