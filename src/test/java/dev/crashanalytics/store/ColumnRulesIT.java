package dev.crashanalytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the schema refuses whoever writes, and that ingest does not pay for it statement by statement. */
class ColumnRulesIT {

    private static CrashServer server;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("column-rules").start();
        ApiClient.of(server)
                .post("/rounds", RoundBody.win(RoundBody.newBot("rules"), 1))
                .expect(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "crash_game_rounds, round_outcome, 'MAYBE', outcome_name",
        "crash_game_rounds, error_type, 'tired', round_error_name",
        "crash_game_rounds, multiplier_source, 'guess', multiplier_source_name",
        "crash_game_rounds, stake_value, -1, stake_amount",
        "crash_game_rounds, crash_multiplier_detected, 0.99, multiplier_value",
        "crash_game_rounds, multiplier_detection_confidence, 1.01, probability",
        "crash_game_rounds, retry_count, -1, non_negative",
        "crash_game_rounds, round_number, 0, crash_game_rounds_round_number_check",
        "analytics_round_multipliers, multiplier, 0, multiplier_value",
        "analytics_round_outcomes, outcome_category, 'fair', outcome_category_name",
        "analytics_round_outcomes, hour_bucket, 24, hour_of_day",
        "session_logs, status, 'asleep', session_status_name",
        "feed_head, only_row, false, always_true",
    })
    void aValueOutsideTheRuleIsRefused(String table, String column, String value, String rule) throws SQLException {
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement()) {
            String quoted = Character.isLetter(value.charAt(0)) && !value.equals("false") ? "'" + value + "'" : value;

            assertThatThrownBy(() -> statement.execute("UPDATE " + table + " SET " + column + " = " + quoted))
                    .isInstanceOf(SQLException.class)
                    .extracting(failure -> ((SQLException) failure).getSQLState(), failure -> failure.getMessage())
                    .satisfies(state -> {
                        assertThat(state.get(0)).isEqualTo("23514");
                        assertThat(state.get(1).toString()).contains(rule);
                    });
        }
    }

    /** PostgreSQL parses each of them for each statement (V9): one more is felt by a bot that waits for its ack. */
    @Test
    void theTablesThatEveryRoundIsWrittenToHaveNoOtherConstraintsThanTheirKeys() {
        assertThat(Sql.column(server, """
                        SELECT conname FROM pg_constraint
                        WHERE contype = 'c' AND conrelid IN ('crash_game_rounds'::regclass,
                            'analytics_round_multipliers'::regclass, 'analytics_round_outcomes'::regclass,
                            'session_logs'::regclass, 'round_rollups'::regclass, 'crash_histograms'::regclass,
                            'commits'::regclass, 'feed_head'::regclass)
                        ORDER BY conname
                        """))
                .containsExactly("analytics_round_multipliers_check", "crash_game_rounds_round_number_check");
    }
}
