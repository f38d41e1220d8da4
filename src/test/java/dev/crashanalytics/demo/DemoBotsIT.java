package dev.crashanalytics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RollupCheck;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Demo bots of the packaged server: something to look at, of which nothing is lost and nothing is doubled. */
class DemoBotsIT {

    private static final List<String> BOTS = List.of(
            "demo-fixed-1",
            "demo-martingale-2",
            "demo-compound-3",
            "demo-kelly-4",
            "demo-fixed-5",
            "demo-martingale-6");

    /** Of the sessions that are played. */
    private static final String LIVELY = """
            SELECT count(*) FROM session_logs s
            WHERE s.bot_id = ? AND s.status = 'active' AND s.game_name = 'demo' AND s.total_rounds >= 3
              AND EXISTS (SELECT FROM analytics_round_multipliers m
                          WHERE m.bot_id = s.bot_id AND m.session_id = s.session_id AND NOT m.is_derived)
              AND EXISTS (SELECT FROM analytics_round_signals g
                          WHERE g.bot_id = s.bot_id AND g.session_id = s.session_id AND g.predicted_ahead
                            AND g.signal_correctness IS NOT NULL)
            """;

    private static final String ROUND_PROOFS = """
            SELECT concat_ws(' ', metadata->>'seed', metadata->>'game', metadata->>'salt', metadata->>'terminating_hash',
                             (crash_multiplier_detected * 100)::bigint)
            FROM crash_game_rounds WHERE bot_id ~ '^demo-' AND metadata->'demo' = 'true' AND round_number::text = metadata->>'game'
            """;

    /** Rounds whose balance is not what the one before left, or that were not preceded by anything. */
    private static final String BROKEN_BALANCES = """
            SELECT bot_id || '/' || session_id || '/' || round_number FROM (
                SELECT bot_id, session_id, round_number, running_balance_before,
                       lag(running_balance_after, 1, 1000) OVER session AS left_over,
                       lag(round_number, 1, 0::bigint) OVER session AS number_before
                FROM crash_game_rounds WHERE bot_id ~ '^demo-'
                WINDOW session AS (PARTITION BY bot_id, session_id ORDER BY round_number)) AS r
            WHERE running_balance_before <> left_over OR round_number <> number_before + 1
            """;

    private static final String TICKS_TWICE = """
            SELECT bot_id || '/' || session_id || '/' || event_id FROM analytics_round_multipliers
            WHERE NOT is_derived AND bot_id ~ '^demo-'
            GROUP BY bot_id, session_id, event_id HAVING count(*) > 1 OR event_id IS NULL
            """;

    private static final String TICKS_OUT_OF_PLACE = """
            SELECT m.bot_id || '/' || m.session_id || '/' || m.event_id || ' ' || m.multiplier
            FROM analytics_round_multipliers m JOIN crash_game_rounds r ON r.id = m.round_id
            WHERE NOT m.is_derived AND (m.multiplier >= r.crash_multiplier_detected
                OR m.timestamp < r.round_start_timestamp OR m.timestamp > r.round_end_timestamp)
            """;

    @Test
    void allOfThemPlayWhereATokenIsNeededAndAKilledServerDoublesNothing() {
        try (CrashServer server = CrashServer.builder("demo")
                .property("crash.http.host", "0.0.0.0")
                .property("crash.auth.token", "a secret")
                .property("crash.demo.bots", Integer.toString(BOTS.size()))
                .property("crash.demo.pace", "20")
                .start()) {
            // Then all of them play within the first minute, in the log as in the data
            awaitAllPlay(server);
            assertThat(server.log()).contains("event=demo_started bots=6").contains("house_edge_percent=3.5 ");
            assertThat(Sql.column(server, "SELECT bot_id FROM bot_vm_registration ORDER BY bot_id"))
                    .containsExactlyInAnyOrderElementsOf(BOTS);
            assertThat(
                            Sql.one(
                                    server,
                                    "SELECT trim_scale(house_edge_percent) FROM game_platform_config WHERE game_name = 'demo' AND platform_code = 'demo'"))
                    .isEqualTo("3.5");
            assertAllIsRight(server);
            assertThat(server.metric("crash_demo_bots")).isEqualTo(BOTS.size());
            assertThat(server.metric("crash_demo_rounds_total")).isGreaterThanOrEqualTo(BOTS.size() * 2.0);
            assertThat(server.metric("crash_demo_refused_total")).isZero();
            List<String> before = Sql.column(server, "SELECT session_id FROM session_logs");
            long lastBefore = Sql.count(server, "SELECT max(id) FROM session_logs");

            // When it is killed in mid-flight
            server.kill();
            server.restart();

            // Then the sessions are closed, others are played, and nothing is doubled
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Sql.count(
                                    server,
                                    "SELECT count(*) FROM session_logs WHERE status = 'active' AND id <= ?",
                                    lastBefore)
                            == 0);
            awaitAllPlay(server);
            assertThat(Sql.column(server, "SELECT session_id FROM session_logs WHERE status = 'interrupted'"))
                    .containsAll(before.stream()
                            .filter(session -> Sql.count(
                                            server,
                                            "SELECT count(*) FROM session_logs WHERE session_id = ? AND status = 'completed'",
                                            session)
                                    == 0)
                            .toList());
            assertThat(Sql.count(server, "SELECT count(*) FROM session_logs WHERE status = 'active'"))
                    .isEqualTo(BOTS.size());
            assertAllIsRight(server);

            // And a server that is stopped closes what it plays
            CrashServer.Exit exit = server.terminate();
            assertThat(exit.code()).isEqualTo(143);
            assertThat(exit.output()).doesNotContain("drain_incomplete");
            assertThat(exit.duration()).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** Both a database that goes away for a moment and a server that stops in good order. */
    @Test
    void aLostDatabaseDoublesNothingAndAStoppedServerHasClosedItsSessions() {
        try (CrashServer server = CrashServer.builder("demo-stop")
                .property("crash.demo.bots", "4")
                .property("crash.demo.pace", "50")
                .start()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            server.metric("crash_demo_rounds_total") > 20 && server.metric("crash_demo_bots") == 4);

            // When
            server.killDatabase();
            double played = server.metric("crash_demo_rounds_total");

            // Then they play on
            await().atMost(Duration.ofSeconds(60)).until(() -> server.metric("crash_demo_rounds_total") > played + 20);
            assertThat(server.metric("crash_demo_refused_total")).isZero();
            assertAllIsRight(server);

            // And end in good order
            server.terminate();
            server.restart();
            await().atMost(Duration.ofSeconds(60)).until(() -> server.metric("crash_demo_bots") == 4);
            assertThat(Sql.count(server, "SELECT count(*) FROM session_logs WHERE status = 'interrupted'"))
                    .isZero();
            assertThat(Sql.count(server, "SELECT count(*) FROM session_logs WHERE status = 'completed'"))
                    .isGreaterThanOrEqualTo(4);
            assertAllIsRight(server);
        }
    }

    @Test
    void noneOfThemIsThereUnlessAskedFor() {
        assertThat(CrashServer.shared().metric("crash_demo_bots")).isZero();
        assertThat(Sql.count(
                        CrashServer.shared(),
                        "SELECT count(*) FROM bot_vm_registration WHERE bot_id ~ '^demo-[a-z]+-[0-9]+$'"))
                .isZero();
        assertThat(Sql.count(
                        CrashServer.shared(), "SELECT count(*) FROM game_platform_config WHERE game_name = 'demo'"))
                .isZero();
    }

    @Test
    void tooManyOrNegativelyFastAreRefusedAtTheStart() {
        CrashServer.Exit exit = CrashServer.builder("demo-bounds")
                .property("crash.demo.bots", "201")
                .property("crash.demo.pace", "0")
                .startAndEnd();

        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.output())
                .contains("crash.demo.bots must be less than or equal to 200")
                .contains("crash.demo.pace must be greater than or equal to 0.1");
    }

    @Test
    void rateOfTheGameIsThatOfItsEdge() throws IOException {
        try (CrashServer server = CrashServer.builder("demo-many")
                .property("crash.demo.bots", "40")
                .property("crash.demo.pace", "100")
                .start()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> server.metric("crash_demo_rounds_total") > 5_000);

            JsonNode fairness = ApiClient.JSON.readTree(
                    server.get("/api/v1/games/demo/fairness").body());

            assertThat(fairness.path("total_rounds").asLong()).isGreaterThan(5_000);
            assertThat(fairness.path("median").asDouble()).isBetween(1.80, 2.05);
            assertAllIsRight(server);
        }
    }

    private static void awaitAllPlay(CrashServer server) {
        for (String bot : BOTS) {
            await(bot).atMost(Duration.ofSeconds(60)).until(() -> Sql.count(server, LIVELY, bot) == 1);
        }
    }

    private static void assertAllIsRight(CrashServer server) {
        List<String> proofs = Sql.column(server, ROUND_PROOFS);
        assertThat(proofs).isNotEmpty().allSatisfy(PublishedGame::check);
        assertThat(Sql.column(server, BROKEN_BALANCES)).isEmpty();
        assertThat(Sql.column(server, TICKS_TWICE)).isEmpty();
        assertThat(Sql.column(server, TICKS_OUT_OF_PLACE)).isEmpty();
        assertThat(RollupCheck.complaints(server)).isEmpty();
        assertThat(SessionCheck.complaints(server, "demo-")).isEmpty();
    }
}
