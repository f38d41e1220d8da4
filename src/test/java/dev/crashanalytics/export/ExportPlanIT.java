package dev.crashanalytics.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.TemporaryPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL has one plan for each export, whatever it knows of the tables: docs/adr/0011. */
class ExportPlanIT {

    private static final int ROUNDS = 100_000;

    /** Four rounds in five are those of one bot. */
    private static final String FILL = """
            INSERT INTO crash_game_rounds (bot_id, session_id, game_name, platform_code, round_number,
                round_start_timestamp, stake_value, strategy_name, round_outcome, commit_id, position)
            SELECT CASE WHEN n %% 5 = 0 THEN 'rare' ELSE 'busy' END, 's1', 'aviator', 'fun88', n,
                timestamptz '2026-01-01' + n * interval '1 s', 10, 'custom', 'LOSS', 1, n
            FROM generate_series(1, %d) n;
            INSERT INTO analytics_round_multipliers (round_id, bot_id, session_id, round_number, multiplier, timestamp,
                game_name, is_crash_multiplier)
            SELECT id, bot_id, session_id, round_number, 1.5, round_start_timestamp, game_name, true
            FROM crash_game_rounds;
            INSERT INTO analytics_round_signals (round_id, bot_id, session_id, round_number, timestamp, game_name,
                commit_id, position)
            SELECT id, bot_id, session_id, round_number, round_start_timestamp, game_name, 1, 1 FROM crash_game_rounds;
            INSERT INTO analytics_round_outcomes (round_id, bot_id, session_id, round_number, timestamp, game_name, outcome)
            SELECT id, bot_id, session_id, round_number, round_start_timestamp, game_name, 'LOSS' FROM crash_game_rounds;
            """;

    private static final String BY_BOT = "crash_game_rounds_bot_time on crash_game_rounds";
    private static final String BY_KEY = "crash_game_rounds_pkey on crash_game_rounds";
    private static final String BY_TIME = "crash_game_rounds_time on crash_game_rounds";
    private static final String BY_GAME = "analytics_round_multipliers_game_time on analytics_round_multipliers";

    private static TemporaryPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = TemporaryPostgres.builder("plans")
                .setting("fsync", "off")
                .setting("autovacuum", "off")
                .start();
        for (String migration : List.of("V1__schema", "V2__rollups")) {
            postgres.execute(Files.readString(Path.of("src/main/resources/db/migration/" + migration + ".sql")));
        }
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void plansAreTheSameWhateverIsKnown() throws SQLException {
        assertPlans();
        postgres.execute(
                FILL.formatted(3),
                "ANALYZE",
                "DELETE FROM crash_game_rounds",
                "DELETE FROM" + " analytics_round_multipliers",
                "DELETE FROM analytics_round_signals",
                "DELETE FROM" + " analytics_round_outcomes");
        assertPlans();
        postgres.execute(FILL.formatted(ROUNDS));
        assertPlans();
        assertReadsNothingOfOthers();
        postgres.execute("ANALYZE");
        assertPlans();
        assertReadsNothingOfOthers();
        postgres.execute("DELETE FROM pg_statistic WHERE starelid::regclass::text ~ 'round'");
        assertPlans();
        assertReadsNothingOfOthers();
    }

    private static void assertPlans() throws SQLException {
        for (String bot : List.of("'busy'", "'rare'", "'nobody'")) {
            assertPlan(PgExports.ROUNDS, "null, null, null, " + bot, BY_BOT);
            assertPlan(PgExports.ROUNDS, "'2026-01-01 10:00', '2026-01-01 11:00', 10, " + bot, BY_BOT);
            assertPlan(PgExports.MULTIPLIERS, "null, null, null, " + bot + ", 'aviator'", BY_BOT);
            assertPlan(PgExports.SIGNALS, "null, null, 5, " + bot + ", null, null", BY_BOT);
            assertPlan(PgExports.SIGNALS, "'2026-01-01 10:00', null, null, " + bot + ", 'aviator', 'early'", BY_BOT);
            String session = ", 's1'";
            assertPlan(PgExports.ROUNDS_OF_SESSION, "null, null, null, " + bot + session, BY_KEY);
            assertPlan(PgExports.MULTIPLIERS_OF_SESSION, "null, null, 9, " + bot + ", 'aviator'" + session, BY_KEY);
            assertPlan(PgExports.SIGNALS_OF_SESSION, "null, null, 5, " + bot + ", null, 'early'" + session, BY_KEY);
        }
        assertPlan(PgExports.MULTIPLIERS_OF_GAME, "null, 'aviator'", BY_GAME);
        assertPlan(PgExports.MULTIPLIERS_OF_GAME, "5000, 'jetx'", BY_GAME);
        assertPlan(PgExports.MULTIPLIERS, "'2026-01-01 10:00', '2026-01-01 11:00', 5000, null, 'jetx'", BY_TIME);
        assertPlan(PgExports.SIGNALS, "null, null, null, null, null, null", BY_TIME);
        assertPlan(PgExports.SIGNALS, "'2026-01-01 10:00', '2026-01-01 11:00', 7, null, null, 'early'", BY_TIME);
    }

    private static void assertPlan(String export, String parameters, String index) throws SQLException {
        List<String> plan = explain("EXPLAIN (COSTS off)", export, parameters);

        assertThat(plan)
                .as("%s(%s)", export, parameters)
                .anyMatch(line -> line.contains("Index Scan Backward using " + index))
                .noneMatch(line -> line.contains("Seq Scan")
                        || line.contains("Bitmap")
                        || line.contains("Hash")
                        || line.contains("Merge")
                        || line.contains("Materialize")
                        || line.contains("Join Filter")
                        || line.strip().replaceFirst("^-> +", "").startsWith("Sort ") && !line.contains("Sort Key"));
        assertThat(plan)
                .filteredOn(line -> line.contains("using analytics_") && !line.contains(BY_GAME))
                .allSatisfy(line -> assertThat(plan.get(plan.indexOf(line) + 1))
                        .as("what follows %s", line)
                        .contains("Index Cond:", "bot_id", "session_id", "round_number"));
    }

    private static void assertReadsNothingOfOthers() throws SQLException {
        assertThat(explain("EXPLAIN (ANALYZE, COSTS off, TIMING off)", PgExports.ROUNDS, "null, null, null, 'rare'"))
                .noneMatch(line -> line.contains("Rows Removed"));
        assertThat(explain("EXPLAIN (ANALYZE, COSTS off, TIMING off)", PgExports.MULTIPLIERS_OF_GAME, "100, 'aviator'"))
                .noneMatch(line -> line.contains("Rows Removed"));
        assertThat(explain(
                        "EXPLAIN (ANALYZE, COSTS off, TIMING off)",
                        PgExports.ROUNDS_OF_SESSION,
                        "null, null, null, 'rare', 's1'"))
                .noneMatch(line -> line.contains("Rows Removed"));
        assertThat(explain(
                        "EXPLAIN (ANALYZE, COSTS off, TIMING off)",
                        PgExports.MULTIPLIERS,
                        "'2026-01-01 10:00', null, null, 'busy', 'aviator'"))
                .noneMatch(line -> line.contains("Rows Removed"));
    }

    private static List<String> explain(String how, String export, String parameters) throws SQLException {
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(PgExports.BEGIN);
            statement.execute("PREPARE export AS " + export);
            List<String> plan = new ArrayList<>();
            try (ResultSet line = statement.executeQuery(how + " EXECUTE export(" + parameters + ")")) {
                while (line.next()) {
                    plan.add(line.getString(1));
                }
            }
            statement.execute("COMMIT");
            return plan;
        }
    }
}
