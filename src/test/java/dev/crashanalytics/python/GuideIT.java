package dev.crashanalytics.python;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TestFiles;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The guide's snippets as printed ({@code src/test/python/guide}), with nothing changed but where the package comes from. */
class GuideIT {
    private static final String ALL_BUT_THE_BOT = "quick_init,quick_round,init,register_bot,create_session,log_rounds,"
            + "close_session,bot_statistics,session_summary,strategy_performance,export_for_ml,test_connection,"
            + "database_size,batch,thread";

    @BeforeAll
    static void requirePython() {
        PythonProgram.requirePython();
    }

    @Test
    void everySnippetRunsAsPrinted() throws Exception {
        try (CrashServer server = CrashServer.builder("guide").start()) {
            JsonNode printed = run(server, ALL_BUT_THE_BOT);

            assertThat(printed.get("quick_round").asText()).isEqualTo("Logged round: 1\n");
            assertThat(printed.get("init").asText()).contains("initialized");
            assertThat(printed.get("register_bot").asText()).contains("aviator_bot_001");
            assertThat(printed.get("create_session").asText()).contains("session_20251121_001");
            assertThat(printed.get("close_session").asText()).contains("Session closed");
            assertThat(printed.get("bot_statistics").asText())
                    .isEqualTo("Win Rate: 100.0%\nTotal Profit: $3296.7\nROI: 33.0%\n");
            assertThat(printed.get("session_summary").asText()).contains("Final Balance: $4296.7");
            assertThat(printed.get("strategy_performance").asText()).contains("Total Profit: $3296.7");
            assertThat(printed.get("test_connection").asText()).contains("Connected");
            assertThat(printed.get("database_size").asText()).contains("Total records: ", "crash_game_rounds");
            JsonNode exported =
                    ApiClient.JSON.readTree(printed.get("training_data").asText());
            // A crash and a cash-out of 999 rounds and of the quick start's.
            assertThat(exported).hasSize(2000);

            assertStored(server);
        }
    }

    /** Rows the bot logged itself stand in place of the derived ones: nothing is counted twice. */
    private static void assertStored(CrashServer server) {
        String bot = " WHERE bot_id = 'aviator_bot_001'";
        assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds" + bot))
                .isEqualTo(999);
        assertThat(Sql.count(server, "SELECT count(*) FROM analytics_round_signals" + bot))
                .isEqualTo(999);
        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM analytics_round_multipliers" + bot
                                + " AND is_crash_multiplier AND NOT is_derived AND ocr_confidence = 0.95"))
                .isEqualTo(999);
        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM analytics_round_outcomes" + bot
                                + " AND NOT is_derived AND hit_target AND strategy_name = 'compound_1.33x'"))
                .isEqualTo(999);
        assertThat(
                        Sql.count(
                                server,
                                "SELECT count(*) FROM crash_game_rounds" + bot
                                        + " AND metadata @> '{\"prediction_correct\": true}' AND strategy_name = 'compound_1.33x'"))
                .isEqualTo(999);
        assertThat(Sql.one(server, "SELECT vm_name FROM bot_vm_registration" + bot))
                .isEqualTo("GPU-Instance-1");
        assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE bot_id = 'batch_bot'"))
                .isEqualTo(3);
        assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE bot_id = 'thread_bot'"))
                .isEqualTo(1);
    }

    @Test
    void theMinimalBotPlaysToItsEndAndTheStatisticsAreThoseOfWhatItPrinted() throws Exception {
        CrashServer server = CrashServer.shared();
        String printed = run(server, "minimal_bot").get("minimal_bot").asText();

        List<String> rounds =
                printed.lines().filter(line -> line.startsWith("Round ")).toList();
        assertThat(rounds).hasSize(100);
        long wins = rounds.stream().filter(line -> line.contains(": WIN ")).count();
        String balance = printed.substring(printed.lastIndexOf('$') + 1).strip();
        JsonNode summary = ApiClient.of(server)
                .get("/sessions?bot_id=minimal_bot&limit=1")
                .items()
                .get(0);
        assertThat(summary.get("status").asText()).isEqualTo("completed");
        assertThat(summary.get("total_rounds").asInt()).isEqualTo(100);
        assertThat(summary.get("winning_rounds").asLong()).isEqualTo(wins);
        assertThat(summary.get("final_balance").decimalValue()).isEqualByComparingTo(balance);
        assertThat(summary.get("total_profit_loss").decimalValue())
                .isEqualByComparingTo(new BigDecimal(balance).subtract(new BigDecimal("500")));
        ApiClient.Answer statistics = ApiClient.of(server).get("/bots/minimal_bot/statistics");
        assertThat(statistics.get("wins").asLong()).isEqualTo(wins);
        assertThat(statistics.get("total_stakes").decimalValue()).isEqualByComparingTo("1000");
        assertThat(SessionCheck.complaints(server, "minimal_bot")).isEmpty();
    }

    @Test
    void oldRoundsAreCleanedUpAndTablesRecreated() throws Exception {
        try (CrashServer server = CrashServer.builder("guide-cleanup")
                .property("crash.maintenance.allow-reset", "true")
                .start()) {
            ApiClient api = ApiClient.of(server);
            api.log(RoundBody.win("old_bot", 1).with("round_start_timestamp", "2025-01-31T00:00:00Z"));
            api.log(RoundBody.win("old_bot", 2));

            run(server, "cleanup");

            assertThat(Sql.one(server, "SELECT string_agg(round_number::text, ',') FROM crash_game_rounds"))
                    .isEqualTo("2");
            assertThat(api.get("/bots/old_bot/statistics").get("total_rounds").asInt())
                    .isEqualTo(2);

            run(server, "recreate_tables", "all data was deleted\n");

            assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds"))
                    .isZero();
        }
    }

    private static JsonNode run(CrashServer server, String snippets) throws Exception {
        return run(server, snippets, "");
    }

    private static JsonNode run(CrashServer server, String snippets, String complaints) throws Exception {
        try (PythonProgram guide = PythonProgram.bot(
                server.baseUri().toString(),
                TestFiles.newFolder("python-spool"),
                "guide.py",
                PythonProgram.TESTS.resolve("guide").toString(),
                snippets)) {
            String printed = guide.awaitSuccess(Duration.ofMinutes(4));
            assertThat(guide.complaints()).isEqualTo(complaints);
            return ApiClient.JSON.readTree(printed);
        }
    }
}
