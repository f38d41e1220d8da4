package dev.crashanalytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans of ingest are made once and must stay those of look-ups by key, also where PostgreSQL had counted the tables
 * while they were empty (ADR 9).
 */
class KeyLookUpsIT {

    private static final int BOTS = 10;
    private static final int MESSAGES = 100;

    private static CrashServer server;

    @BeforeAll
    static void fill() {
        server = CrashServer.builder("key-look-ups").start();
        Sql.column(server, "SELECT pg_stat_reset()::text");
        analyse();
        List<String> bots =
                Stream.generate(() -> RoundBody.newBot("keys")).limit(BOTS).toList();
        List<RoundBody> before = List.of();
        try (StreamClient client = StreamClient.connect(server)) {
            for (int i = 0; i < MESSAGES; i++) {
                List<RoundBody> items = new ArrayList<>(before);
                before = new ArrayList<>();
                for (String bot : bots) {
                    before.addAll(items(bot, 2L * i + 1));
                }
                items.addAll(before);
                for (JsonNode answer : client.exchange(items.toString()).get("items")) {
                    assertThat(answer.get("type").textValue()).as("%s", answer).isEqualTo("ack");
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** As autovacuum does when it comes by at the wrong moment. */
    private static void analyse() {
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Two rounds, the later first, and whatever may be said of them, before and after. */
    private static List<RoundBody> items(String bot, long number) {
        return List.of(
                RoundBody.key(bot, number)
                        .with("type", "signal")
                        .with("signal_type", "momentum")
                        .with("predicted_multiplier", "2.00")
                        .with("event_id", "s" + number),
                RoundBody.key(bot, number)
                        .with("type", "multiplier")
                        .with("multiplier", "1.50")
                        .with("event_id", "t" + number),
                RoundBody.win(bot, number + 1),
                RoundBody.skip(bot, number),
                RoundBody.key(bot, number)
                        .with("type", "multiplier")
                        .with("multiplier", "2.45")
                        .with("is_crash_multiplier", true)
                        .with("event_id", "c" + number),
                RoundBody.key(bot, number + 1)
                        .without("game_name")
                        .with("type", "outcome")
                        .with("hit_target", true),
                RoundBody.empty()
                        .with("type", "error")
                        .with("bot_id", bot)
                        .with("session_id", RoundBody.SESSION)
                        .with("error_type", "ocr_error")
                        .with("event_id", "e" + number));
    }

    static Stream<String> tables() {
        return Stream.of(
                "crash_game_rounds",
                "analytics_round_multipliers",
                "analytics_round_signals",
                "analytics_round_outcomes",
                "error_logs",
                "session_logs",
                "commits");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noRowIsReadBecauseOfOthers(String table) {
        // Given as many rows as transactions and more, which a plan that reads whole tables reads in each of them
        long rows = Sql.count(server, "SELECT count(*) FROM " + table);
        await().until(() -> read(table) > 0);

        // Then what was read is a few rows for each that was written or asked for
        assertThat(read(table))
                .as("read of %s, which has %d rows: %s", table, rows, indexes(table))
                .isLessThan(30 * Math.max(rows, 2_000));
    }

    private static List<String> indexes(String table) {
        return Sql.column(
                server,
                "SELECT indexrelname || ' ' || idx_tup_read || ' rows in ' || idx_scan || ' scans'"
                        + " FROM pg_stat_user_indexes WHERE relname = ?",
                table);
    }

    private static long read(String table) {
        return Sql.count(server, """
                SELECT t.seq_tup_read + coalesce((SELECT sum(i.idx_tup_read) FROM pg_stat_user_indexes i
                                                  WHERE i.relid = t.relid), 0)
                FROM pg_stat_user_tables t WHERE t.relname = ?""", table);
    }
}
