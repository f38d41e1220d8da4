package dev.crashanalytics.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the benchmark does in the server's database beside the load: empty tables before, the count after. */
final class Tables {

    /** Everything that grows with rounds. Feed and commits stay: the server goes on counting. */
    private static final String GROWING_TABLES = """
            SELECT string_agg(format('%I.%I', table_schema, table_name), ', ')
            FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name = 'bot_id'
            """;

    private static final String CONTENTS = """
            SELECT (SELECT count(*) FROM %1$s.crash_game_rounds),
                (SELECT count(*) FROM %1$s.analytics_round_multipliers),
                (SELECT count(*) FROM %1$s.analytics_round_outcomes),
                (SELECT sum(running_balance_after) FROM %1$s.crash_game_rounds)
            """;

    private static final String SETTINGS = """
            SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync=' || current_setting('fsync')
                || ', synchronous_commit=' || current_setting('synchronous_commit')
                || ', full_page_writes=' || current_setting('full_page_writes')
                || ', shared_buffers=' || current_setting('shared_buffers')
                || ', max_wal_size=' || current_setting('max_wal_size')
            """;

    private final Connection connection;

    Tables(Connection connection) {
        this.connection = connection;
    }

    /** One line for the report. */
    String settings() throws SQLException {
        return text(SETTINGS);
    }

    /** What the database takes on disk, indexes included. */
    double databaseBytes() throws SQLException {
        return Double.parseDouble(text("SELECT pg_database_size(current_database())"));
    }

    /** The process that runs the database; 0 where it is not on this machine. */
    long postmaster() throws SQLException {
        return ProcStat.parent(Long.parseLong(text("SELECT pg_backend_pid()")));
    }

    /** Empties the server's tables, so that every variant starts from the same state. */
    void empty() throws SQLException {
        execute("TRUNCATE " + text(GROWING_TABLES));
        execute("CHECKPOINT");
    }

    /** Fresh, empty copies for the ceiling and the bare commit. */
    void createCopies() throws SQLException {
        execute(CeilingSql.CREATE_COPIES);
        execute("CHECKPOINT");
    }

    void dropCopies() throws SQLException {
        execute(CeilingSql.DROP_COPIES);
    }

    /**
     * Compares what is stored with what was sent.
     *
     * @param schema {@code public} or {@code bench}
     * @throws IllegalStateException where a row is missing or one too many
     */
    void verify(String schema, Workload.Expected expected) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CONTENTS.formatted(schema))) {
            row.next();
            BigDecimal balances = row.getBigDecimal(4);
            Workload.Expected stored = new Workload.Expected(
                    row.getLong(1), row.getLong(2), row.getLong(3), balances == null ? null : balances.setScale(2));
            if (!stored.equals(expected)) {
                throw new IllegalStateException("stored " + stored + ", sent " + expected);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
