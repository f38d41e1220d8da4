package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.rollup.RollupColumns;
import dev.crashanalytics.stats.RandomHistory;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LoadingBots;
import dev.crashanalytics.testing.RollupCheck;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of damage to what is derived from rounds is found, told and repaired; where there is none nothing changes. */
class ReconcileIT {

    private static final long SEED = System.nanoTime();
    private static final RandomHistory HISTORY = new RandomHistory(SEED, 3, 500);
    private static final List<String> MESSAGES = HISTORY.messages();
    private static final int LOADING_BOTS = 3;

    private static final String KEY = "bot_id, game_name, platform_code, strategy_name, currency";
    private static final String SUMS = "concat_ws(' ', sum(rounds), sum(wins), sum(losses), sum(skips), sum(errors),"
            + " trim_scale(sum(stakes)), trim_scale(sum(profit)), trim_scale(sum(profit_squared)),"
            + " trim_scale(sum(win_profit)), trim_scale(sum(loss_profit)), trim_scale(max(largest_win)),"
            + " trim_scale(min(largest_loss)), trim_scale(min(lowest_profit)), trim_scale(max(highest_profit)),"
            + " sum(multipliers), trim_scale(sum(multiplier_sum)), trim_scale(min(lowest_multiplier)),"
            + " trim_scale(max(highest_multiplier)))";

    /** What the tables say, whichever of a day's rows says it: of the totals, with what is live beside them. */
    private static final Map<String, String> CONTENTS = Map.of(
            "round_rollups",
            "SELECT concat_ws(' ', day, " + KEY + ", " + SUMS + ") FROM round_rollups GROUP BY day, " + KEY
                    + " ORDER BY 1",
            "round_totals",
            "SELECT concat_ws(' ', " + KEY + ", " + SUMS + ") FROM (SELECT " + KEY + ", " + RollupColumns.FIGURES
                    + " FROM round_totals UNION ALL SELECT " + KEY + ", " + RollupColumns.FIGURES
                    + " FROM round_rollups WHERE state = 'live') AS t GROUP BY " + KEY + " ORDER BY 1",
            "crash_histograms",
            """
            SELECT concat_ws(' ', game_name, platform_code, day, chunk, bin, sum(c))
            FROM crash_histograms CROSS JOIN unnest(counts) WITH ORDINALITY AS u (c, bin)
            GROUP BY game_name, platform_code, day, chunk, bin HAVING sum(c) <> 0 ORDER BY 1
            """,
            "crash_histogram_totals",
            """
            SELECT concat_ws(' ', game_name, platform_code, chunk, bin, sum(c))
            FROM (SELECT game_name, platform_code, chunk, counts FROM crash_histogram_totals
                  UNION ALL SELECT game_name, platform_code, chunk, counts FROM crash_histograms WHERE stripe >= 0) AS t
            CROSS JOIN unnest(counts) WITH ORDINALITY AS u (c, bin)
            GROUP BY game_name, platform_code, chunk, bin HAVING sum(c) <> 0 ORDER BY 1
            """,
            "session_logs",
            "SELECT (to_jsonb(s) - 'updated_at')::text FROM session_logs s ORDER BY 1",
            "analytics_round_outcomes",
            "SELECT o::text FROM analytics_round_outcomes o ORDER BY 1");

    private static TemporaryPostgres postgres;
    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        System.out.println("ReconcileIT seed " + SEED);
        postgres = TemporaryPostgres.start("reconcile");
        // Half of the days are settled, half live.
        try (CrashServer settling = CrashServer.builder("reconcile")
                .external(postgres)
                .property("crash.rollup.settle-interval", "100ms")
                .start()) {
            send(settling, true);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Sql.count(settling, "SELECT count(*) FROM round_rollups WHERE state = 'live'") == 0
                            && Sql.count(settling, "SELECT count(*) FROM crash_histograms WHERE stripe >= 0") == 0);
        }
        server = CrashServer.builder("reconcile").external(postgres).start();
        api = ApiClient.of(server);
        send(server, false);
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        Map<String, List<String>> before = contents();

        JsonNode job = reconcile();

        assertThat(job.get("differences").asLong()).as(job.toPrettyString()).isZero();
        assertThat(job.get("kind").asText()).isEqualTo("reconcile");
        assertThat(job.get("failure").isNull()).isTrue();
        assertThat(job.at("/progress/bots_done")).isEqualTo(job.at("/progress/bots_total"));
        assertThat(job.at("/progress/bots_done").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(job.get("ended_at").asText())
                .isGreaterThanOrEqualTo(job.get("started_at").asText());
        assertThat(contents()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "round_rollups | UPDATE round_rollups SET profit = profit + 0.01 WHERE state = 'live' AND profit <> 0",
                "round_rollups | UPDATE round_rollups SET largest_win = largest_win + 1, wins = wins - 1",
                "round_rollups | DELETE FROM round_rollups WHERE state = 'live'",
                "round_rollups | INSERT INTO round_rollups SELECT (jsonb_populate_record(r, '{\"bot_id\": \"zombie\"}')).*"
                        + " FROM round_rollups r WHERE state = 'live' LIMIT 3",
                "round_rollups | INSERT INTO round_rollups SELECT (jsonb_populate_record(r, '{\"day\": \"2020-02-02\"}')).*"
                        + " FROM round_rollups r WHERE state = 'live' ORDER BY 1, 2 LIMIT 1",
                "round_totals | UPDATE round_totals SET rounds = rounds + 1, lowest_profit = lowest_profit - 1",
                "round_totals | DELETE FROM round_totals",
                "crash_histograms | UPDATE crash_histograms SET counts[3] = counts[3] + 1",
                "crash_histograms | DELETE FROM crash_histograms WHERE stripe >= 0",
                "crash_histogram_totals | UPDATE crash_histogram_totals SET counts[2] = counts[2] + 7",
                "crash_histogram_totals | DELETE FROM crash_histogram_totals",
                "session_logs | UPDATE session_logs SET total_rounds = total_rounds + 1, win_rate = 0.5",
                "session_logs | UPDATE session_logs SET figures_by_currency = '{}', final_balance = 3",
                "session_logs | UPDATE session_logs SET win_streak = 9, last_round_number = 7, last_round_at = now()",
                "analytics_round_outcomes | UPDATE analytics_round_outcomes SET win_streak_length = 5 WHERE streaks_derived",
                "analytics_round_outcomes | UPDATE analytics_round_outcomes SET loss_streak_length = NULL"
                        + " WHERE streaks_derived AND round_number % 7 = 0"
            })
    void damageIsFoundToldAndRepaired(String table, String damage) throws SQLException {
        Map<String, List<String>> before = contents();
        postgres.execute(damage);
        assertThat(contents()).as("the damage").isNotEqualTo(before);

        JsonNode job = reconcile();

        assertThat(job.at("/tables/" + table + "/repaired").asLong())
                .as(job.toPrettyString())
                .isPositive();
        JsonNode example = job.at("/tables/" + table + "/examples/0");
        assertThat(example.get("key").asText()).isNotBlank();
        assertThat(example.get("stored")).isNotEqualTo(example.get("counted"));
        assertThat(job.at("/tables/" + table + "/examples")).hasSizeLessThanOrEqualTo(10);
        contents().forEach((name, rows) -> assertThat(rows).as(name).isEqualTo(before.get(name)));
        assertThat(reconcile().get("differences").asLong()).isZero();
    }

    @Test
    void aSettledSumThatIsLostIsCountedAgain() throws SQLException {
        String bot = HISTORY.bot(0);
        String statistics = api.get("/bots/" + bot + "/statistics").expect(200).body();
        postgres.execute("DELETE FROM round_rollups WHERE state = 'settled' AND bot_id = '" + bot + "'");

        JsonNode job = reconcile();

        assertThat(job.at("/tables/round_rollups/repaired").asLong()).isPositive();
        assertThat(api.get("/bots/" + bot + "/statistics").expect(200).body()).isEqualTo(statistics);
        assertThat(RollupCheck.complaints(server)).isEmpty();
    }

    @Test
    void roundsThatFlowInAreNoDifference() {
        String prefix = RoundBody.newBot("load");
        try (LoadingBots bots = new LoadingBots(server, prefix, LOADING_BOTS)) {
            for (int i = 0; i < 3; i++) {
                bots.awaitMore(100);
                JsonNode job = reconcile();
                assertThat(job.get("differences").asLong())
                        .as(job.toPrettyString())
                        .isZero();
            }
        }
        assertThat(RollupCheck.complaints(server)).isEmpty();
        assertThat(SessionCheck.complaints(server, prefix)).isEmpty();
    }

    @Test
    void oneAtATimeAndAJobWhoseServerDiedHasFailed() throws Exception {
        try (CrashServer other =
                        CrashServer.builder("reconcile").external(postgres).start();
                var connection = postgres.connection();
                var statement = connection.createStatement()) {
            // Given a job that cannot go on, for somebody holds a table
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE round_rollups IN ACCESS EXCLUSIVE MODE");
            String job = ApiClient.of(other)
                    .post("/maintenance/reconcile", "")
                    .expect(202)
                    .get("job_id")
                    .asText();

            // Then no other begins, on no server
            api.post("/maintenance/reconcile", "").problem(409, "job_running");
            assertThat(status(job)).isEqualTo("running");

            // When its server dies
            other.kill();
            connection.rollback();

            // Then it has failed, as every server says, and the next may begin
            await().atMost(Duration.ofSeconds(60)).until(() -> status(job).equals("failed"));
            assertThat(api.get("/maintenance/jobs/" + job).get("failure").asText())
                    .contains("ended");
            assertThat(reconcile().get("status").asText()).isEqualTo("done");
        }
    }

    @Test
    void anUnknownJobIsNotFound() {
        api.get("/maintenance/jobs/00000000-0000-0000-0000-000000000000").problem(404, "job_not_found");
    }

    private static String status(String job) {
        return api.get("/maintenance/jobs/" + job).expect(200).get("status").asText();
    }

    private static JsonNode reconcile() {
        String job =
                api.post("/maintenance/reconcile", "").expect(202).get("job_id").asText();
        await().atMost(Duration.ofSeconds(120)).until(() -> !status(job).equals("running"));
        // The lock is given back after the last entry.
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        Sql.count(server, "SELECT count(*) FROM pg_locks WHERE classid = 1668440437 AND objsubid = 2")
                                == 0);
        JsonNode ended = api.get("/maintenance/jobs/" + job).expect(200).json();
        assertThat(ended.get("status").asText()).as(server.log()).isEqualTo("done");
        return ended;
    }

    private static Map<String, List<String>> contents() {
        Map<String, List<String>> contents = new TreeMap<>();
        CONTENTS.forEach((table, question) -> contents.put(table, Sql.column(server, question)));
        return contents;
    }

    /** Sends the first half of the history, or the second. */
    private static void send(CrashServer to, boolean first) {
        ApiClient calls = ApiClient.of(to);
        HISTORY.platforms().forEach(platform -> calls.put(platform, "{}"));
        int half = MESSAGES.size() / 2;
        try (StreamClient stream = StreamClient.connect(to)) {
            for (String message : first ? MESSAGES.subList(0, half) : MESSAGES.subList(half, MESSAGES.size())) {
                assertThat(stream.exchange(message).toString()).doesNotContain("\"error\"");
            }
        }
    }
}
