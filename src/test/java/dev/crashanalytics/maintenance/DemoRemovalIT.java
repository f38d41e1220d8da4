package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.stats.RandomHistory;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RollupCheck;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Demo bots of two servers go, with all they wrote; nobody else's figures move. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoRemovalIT {

    private static final long SEED = Long.getLong("demo.seed", System.nanoTime());
    private static final int BOTS = 2;
    private static final RandomHistory HISTORY = new RandomHistory(SEED, BOTS, 300);

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Every table that names a bot or a game, but for that which tells subscribers that events are gone. */
    private static final String TABLES = """
            SELECT table_name || ' WHERE ' || string_agg(column_name || CASE column_name
                       WHEN 'bot_id' THEN ' ~ ''^demo-''' ELSE ' = ''demo''' END, ' OR ')
            FROM information_schema.columns
            WHERE table_schema = 'public' AND column_name IN ('bot_id', 'game_name') AND table_name <> 'feed_removals'
            GROUP BY table_name ORDER BY 1
            """;

    private static final List<String> OF_OTHERS = List.of(
            "crash_game_rounds",
            "analytics_round_multipliers",
            "analytics_round_outcomes",
            "round_rollups",
            "round_totals",
            "crash_histograms",
            "crash_histogram_totals",
            "session_logs",
            "game_platform_config");

    private static TemporaryPostgres postgres;
    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        System.out.println("DemoRemovalIT seed " + SEED);
        postgres = TemporaryPostgres.start("demo-removal");
        server = playing(4);
        api = ApiClient.of(server);
        HISTORY.platforms()
                .forEach(platform ->
                        api.put(platform, "{\"house_edge_percent\": 3}").expect(201));
        try (StreamClient stream = StreamClient.connect(server)) {
            HISTORY.messages()
                    .forEach(message ->
                            assertThat(stream.exchange(message).toString()).doesNotContain("\"error\""));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @Test
    @Order(1)
    void everythingOfTheDemoIsGoneAndNothingElse() {
        // Given two servers with demo bots of the same names, and summaries of their risk
        try (CrashServer other = playing(3)) {
            awaitRounds(server);
            awaitRounds(other);
            api.get("/bots/demo-fixed-1/risk").expect(200);
            api.get("/strategies/demo-fixed/risk").expect(200);
            api.get("/strategies/" + HISTORY.strategy(0) + "/risk").expect(200);
            List<String> others = ofOthers();
            TreeMap<String, String> answers = answersOfOthers();

            // When
            JsonNode removed = remove();

            // Then
            assertThat(removed.get("records_affected").asLong()).isGreaterThan(40);
            assertThat(removed.get("bots_removed").asLong()).isEqualTo(4);
            assertThat(removed.get("sessions_removed").asLong()).isGreaterThanOrEqualTo(7);
            await().atMost(SOON).until(() -> other.log().contains("event=demo_ended"));
            assertThat(other.metric("crash_demo_bots")).isZero();
            assertThat(server.metric("crash_demo_bots")).isZero();
            assertNothingIsLeft();
            assertThat(Sql.count(server, "SELECT count(*) FROM risk_days WHERE name ~ '^demo-'"))
                    .isZero();
            assertThat(ofOthers()).isEqualTo(others);
            assertThat(answersOfOthers()).isEqualTo(answers);
            assertThat(RollupCheck.complaints(server)).isEmpty();
            api.get("/bots/demo-fixed-1").problem(404, "bot_not_found");
            assertThat(reconcile().get("differences").asLong()).isZero();
        }
    }

    @Test
    @Order(2)
    void thereMayBeNothingToRemove() {
        JsonNode removed = remove();

        assertThat(removed.get("records_affected").asLong()).isZero();
        assertThat(removed.get("bots_removed").asLong()).isZero();
        api.send("DELETE", "/demo?force=true", "application/json", "").invalid("force");
    }

    @Test
    @Order(3)
    void oneJobAtATime() throws Exception {
        try (var connection = postgres.connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE session_logs IN ACCESS EXCLUSIVE MODE");
            String job = startRemoval();

            api.send("DELETE", "/demo", "application/json", "").problem(409, "job_running");
            api.post("/maintenance/reconcile", "").problem(409, "job_running");

            connection.rollback();
            awaitEnd(job);
        }
    }

    /** The demo plays again after a restart; whoever else plays its game, or has a name like its bots, keeps what he has. */
    @Test
    @Order(4)
    void roundsOfOthersInTheSameGameStay() {
        server.restart();
        awaitRounds(server);
        for (int number = 1; number <= 20; number++) {
            api.log(ofDemo("somebody", number));
            api.log(ofDemo("demo-of-mine", number));
        }
        api.log(RoundBody.win("demo-fixed-1", 1).with("session_id", "real"));

        JsonNode removed = remove();

        assertThat(removed.get("bots_removed").asLong()).isEqualTo(3);
        assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE game_name = 'demo'"))
                .isEqualTo(40);
        assertThat(api.get("/games/demo/fairness")
                        .expect(200)
                        .get("total_rounds")
                        .asLong())
                .isEqualTo(40);
        assertThat(api.get("/bots/demo-fixed-1/statistics")
                        .expect(200)
                        .get("total_rounds")
                        .asLong())
                .isEqualTo(1);
        api.log(ofDemo("somebody", 21));
        assertThat(RollupCheck.complaints(server)).isEmpty();
        assertThat(SessionCheck.complaints(server, "demo-")).isEmpty();
    }

    private static RoundBody ofDemo(String bot, int number) {
        return RoundBody.win(bot, number).with("game_name", "demo").with("platform_code", "demo");
    }

    private static CrashServer playing(int bots) {
        return CrashServer.builder("demo-removal")
                .external(postgres)
                .property("crash.demo.bots", Integer.toString(bots))
                .property("crash.demo.pace", "50")
                .property("crash.rollup.settle-interval", "1h")
                .start();
    }

    private static void awaitRounds(CrashServer playing) {
        await().atMost(SOON).until(() -> playing.metric("crash_demo_rounds_total") > 40);
    }

    private static void assertNothingIsLeft() {
        List<String> tables = Sql.column(server, TABLES);
        assertThat(tables).hasSizeGreaterThan(15);
        assertThat(tables)
                .allSatisfy(table -> assertThat(Sql.count(server, "SELECT count(*) FROM " + table))
                        .as(table)
                        .isZero());
    }

    private static List<String> ofOthers() {
        List<String> rows = new ArrayList<>();
        OF_OTHERS.forEach(table -> rows.addAll(Sql.column(
                server,
                "SELECT '" + table + " ' || t::text FROM " + table + " t WHERE game_name <> 'demo' ORDER BY 1")));
        assertThat(rows).hasSizeGreaterThan(1_000);
        return rows;
    }

    private static TreeMap<String, String> answersOfOthers() {
        TreeMap<String, String> answers = new TreeMap<>();
        for (int i = 0; i < BOTS; i++) {
            for (String path : List.of(
                    "/bots/" + HISTORY.bot(i) + "/statistics",
                    "/bots/" + HISTORY.bot(i) + "/risk",
                    "/games/" + HISTORY.game(i) + "/statistics",
                    "/games/" + HISTORY.game(i) + "/fairness",
                    "/strategies/" + HISTORY.strategy(0) + "/performance",
                    "/strategies/" + HISTORY.strategy(0) + "/risk")) {
                answers.put(path, api.get(path).expect(200).body());
            }
        }
        return answers;
    }

    private static JsonNode remove() {
        return awaitEnd(startRemoval());
    }

    private static String startRemoval() {
        return api.send("DELETE", "/demo", "application/json", "").expect(202).text("job_id");
    }

    private static JsonNode reconcile() {
        return awaitEnd(api.post("/maintenance/reconcile", "").expect(202).text("job_id"));
    }

    private static JsonNode awaitEnd(String job) {
        await().atMost(SOON)
                .until(() -> !api.get("/maintenance/jobs/" + job).text("status").equals("running"));
        JsonNode ended = api.get("/maintenance/jobs/" + job).expect(200).json();
        assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo("done");
        return ended;
    }
}
