package dev.crashanalytics.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The indexes and keys of the tables that get a row or more a round: gone while these are filled, and put back as they were. */
final class HistoryIndexes {

    private static final List<String> TABLES = List.of(
            "crash_game_rounds",
            "analytics_round_multipliers",
            "analytics_round_outcomes",
            "analytics_round_signals",
            "session_logs");

    /** How to drop and how to create each, keys first. */
    private static final String DEFINITIONS = """
            SELECT format('ALTER TABLE %1$I DROP CONSTRAINT %2$I', k.conrelid::regclass, k.conname),
                   format('ALTER TABLE %1$I ADD CONSTRAINT %2$I %3$s', k.conrelid::regclass, k.conname,
                          pg_get_constraintdef(k.oid))
            FROM pg_constraint k
            WHERE k.conrelid = ?::regclass AND k.contype IN ('p', 'u')
            UNION ALL
            SELECT format('DROP INDEX %I', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
            FROM pg_index i
            WHERE i.indrelid = ?::regclass AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
            """;

    private final List<String> drops = new ArrayList<>();
    private final List<String> creations = new ArrayList<>();

    /** Reads what there is. */
    HistoryIndexes(Connection connection) throws SQLException {
        try (var question = connection.prepareStatement(DEFINITIONS)) {
            for (String table : TABLES) {
                question.setString(1, table);
                question.setString(2, table);
                try (ResultSet row = question.executeQuery()) {
                    while (row.next()) {
                        drops.add(row.getString(1));
                        creations.add(row.getString(2));
                    }
                }
            }
        }
    }

    void drop(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : drops) {
                statement.execute(sql);
            }
        }
    }

    /** The statements that put them back, in any order and on any connections. */
    List<String> creations() {
        return List.copyOf(creations);
    }
}
