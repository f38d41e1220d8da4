package dev.crashanalytics.maintenance;

import dev.crashanalytics.store.PgRemovedEvents;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Errors and readings of the screen that belong to no round: they go by their own time. */
final class PgOldLogs {

    private static final int PIECE = 5_000;

    /** Those that have them, in the order they are gone through. */
    static final List<String> TABLES = List.of("error_logs", "ocr_validation_logs");

    private static final String DELETE = """
            DELETE FROM %1$s
            WHERE (bot_id, id) IN (
                SELECT bot_id, id FROM %1$s
                WHERE round_id IS NULL AND timestamp < $1::date::timestamp AT TIME ZONE 'UTC'
                ORDER BY timestamp LIMIT $2)
            """;

    private static final Map<String, String> REMOVE = Map.of(
            "error_logs",
            """
            WITH published AS (%s RETURNING bot_id, commit_id, position), %s
            SELECT count(*) FROM published
            """.formatted(DELETE.formatted("error_logs"), PgRemovedEvents.NOTE),
            "ocr_validation_logs",
            """
            WITH removed AS (%s RETURNING id)
            SELECT count(*) FROM removed
            """.formatted(DELETE.formatted("ocr_validation_logs")));

    private PgOldLogs() {}

    /** Removes some of a table from before a day; answers how many, 0 after the last. */
    static Uni<Long> remove(PgJobConnection connection, String table, LocalDate cutoff) {
        return connection
                .execute(REMOVE.get(table), Tuple.of(cutoff, PIECE))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
