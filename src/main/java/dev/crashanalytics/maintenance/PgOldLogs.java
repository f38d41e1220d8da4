package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;

/** Errors and readings of the screen that belong to no round: they go by their own time. */
final class PgOldLogs {

    private static final int PIECE = 5_000;

    /** Those that have them, in the order they are gone through. */
    static final List<String> TABLES = List.of("error_logs", "ocr_validation_logs");

    private static final String REMOVE = """
            DELETE FROM %1$s
            WHERE (bot_id, id) IN (
                SELECT bot_id, id FROM %1$s
                WHERE round_id IS NULL AND timestamp < $1::date::timestamp AT TIME ZONE 'UTC'
                ORDER BY timestamp LIMIT $2)
            """;

    private PgOldLogs() {}

    /** Removes some of a table from before a day; answers how many, 0 after the last. */
    static Uni<Long> remove(PgJobConnection connection, String table, LocalDate cutoff) {
        return connection
                .execute(REMOVE.formatted(table), Tuple.of(cutoff, PIECE))
                .map(rows -> (long) rows.rowCount());
    }
}
