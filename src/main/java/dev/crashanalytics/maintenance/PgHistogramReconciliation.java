package dev.crashanalytics.maintenance;

import dev.crashanalytics.rollup.HistogramChunk;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Holds the histograms of crash multipliers to the rounds, a day at a time, over all stripes but the archived one and the
 * rounds of the bots that have not archived the day. Looks and repairs as {@link PgRollupReconciliation} does.
 */
final class PgHistogramReconciliation {

    private static final Long[] EDGES = HistogramChunk.lowerEdges();

    /** The day after {@code $1} with rounds or counts. */
    private static final String NEXT_DAY = """
            SELECT least(
                (SELECT min(day) FROM crash_histograms WHERE day > $1),
                (SELECT (min(round_start_timestamp) AT TIME ZONE 'UTC')::date FROM crash_game_rounds
                 WHERE round_start_timestamp >= ($1::date + 1)::timestamp AT TIME ZONE 'UTC'))
            """;

    /** Of the day {@code $1}; {@code $2} are the bins' lower edges, in cents. Places count from 1, as arrays do. */
    private static final String DIFFERENCES = """
            WITH truth AS (
                SELECT game_name, platform_code, bin / %1$d AS chunk, bin %% %1$d + 1 AS place, count(*) AS crashes
                FROM (SELECT r.game_name, r.platform_code,
                             width_bucket(floor(r.crash_multiplier_detected * 100)::bigint, $2::bigint[]) - 1 AS bin
                      FROM crash_game_rounds r LEFT JOIN bot_vm_registration b ON b.bot_id = r.bot_id
                      WHERE r.round_start_timestamp >= $1::date::timestamp AT TIME ZONE 'UTC'
                        AND r.round_start_timestamp < ($1::date + 1)::timestamp AT TIME ZONE 'UTC'
                        AND r.crash_multiplier_detected IS NOT NULL
                        AND (b.archived_before IS NULL OR b.archived_before <= $1)) AS r
                GROUP BY 1, 2, 3, 4
            ), known AS (
                SELECT h.game_name, h.platform_code, h.chunk::int AS chunk, c.place,
                       bool_or(h.stripe = -1) AS is_settled, sum(c.crashes)::bigint AS crashes
                FROM crash_histograms h CROSS JOIN unnest(h.counts) WITH ORDINALITY AS c (crashes, place)
                WHERE h.day = $1 AND h.stripe >= -1
                GROUP BY 1, 2, 3, 4
            ), difference AS MATERIALIZED (
                SELECT game_name, platform_code, chunk, bool_or(k.is_settled) AS is_settled,
                       sum(k.crashes) AS stored, sum(t.crashes) AS counted
                FROM truth t FULL JOIN known k USING (game_name, platform_code, chunk, place)
                GROUP BY game_name, platform_code, chunk
                HAVING bool_or(coalesce(k.crashes, 0) <> coalesce(t.crashes, 0))
            )
            """.formatted(HistogramChunk.SIZE);

    private static final String SHOWN = """
            SELECT concat_ws(' ', game_name, platform_code, 'chunk', chunk) AS key, stored::text || ' crashes' AS stored,
                   counted::text || ' crashes' AS counted
            FROM difference ORDER BY game_name, platform_code, chunk
            """;

    private static final String FIND = DIFFERENCES + SHOWN;

    private static final String REPAIR = DIFFERENCES + """
            , removed AS (
                DELETE FROM crash_histograms h USING difference d
                WHERE h.game_name = d.game_name AND h.platform_code = d.platform_code AND h.day = $1
                  AND h.chunk = d.chunk AND h.stripe >= -1
                RETURNING 1
            ), inserted AS (
                INSERT INTO crash_histograms (game_name, platform_code, day, stripe, chunk, counts)
                SELECT d.game_name, d.platform_code, $1, CASE WHEN d.is_settled THEN -1 ELSE 0 END, d.chunk,
                       array_agg(coalesce(t.crashes, 0) ORDER BY place)
                FROM (SELECT * FROM difference CROSS JOIN generate_series(1, %d) AS place) AS d
                LEFT JOIN truth t USING (game_name, platform_code, chunk, place)
                WHERE d.counted IS NOT NULL AND (SELECT count(*) FROM removed) >= 0
                GROUP BY d.game_name, d.platform_code, d.chunk, d.is_settled
            )
            """.formatted(HistogramChunk.SIZE) + SHOWN;

    private static final String TOTAL_DIFFERENCES = """
            WITH truth AS (
                SELECT h.game_name, h.platform_code, h.chunk, c.place, sum(c.crashes)::bigint AS crashes
                FROM crash_histograms h CROSS JOIN unnest(h.counts) WITH ORDINALITY AS c (crashes, place)
                WHERE h.stripe < 0
                GROUP BY 1, 2, 3, 4
            ), known AS (
                SELECT t.game_name, t.platform_code, t.chunk, c.place, c.crashes
                FROM crash_histogram_totals t CROSS JOIN unnest(t.counts) WITH ORDINALITY AS c (crashes, place)
            ), difference AS MATERIALIZED (
                SELECT game_name, platform_code, chunk, sum(k.crashes) AS stored, sum(t.crashes) AS counted
                FROM truth t FULL JOIN known k USING (game_name, platform_code, chunk, place)
                GROUP BY game_name, platform_code, chunk
                HAVING bool_or(coalesce(k.crashes, 0) <> coalesce(t.crashes, 0))
            )
            """;

    private static final String FIND_TOTALS = TOTAL_DIFFERENCES + SHOWN;

    private static final String REPAIR_TOTALS = TOTAL_DIFFERENCES + """
            , removed AS (
                DELETE FROM crash_histogram_totals h USING difference d
                WHERE h.game_name = d.game_name AND h.platform_code = d.platform_code AND h.chunk = d.chunk
                RETURNING 1
            ), inserted AS (
                INSERT INTO crash_histogram_totals (game_name, platform_code, chunk, counts)
                SELECT d.game_name, d.platform_code, d.chunk, array_agg(t.crashes ORDER BY t.place)
                FROM difference d JOIN truth t USING (game_name, platform_code, chunk)
                WHERE (SELECT count(*) FROM removed) >= 0
                GROUP BY d.game_name, d.platform_code, d.chunk
            )
            """ + SHOWN;

    /** Whoever writes totals writes histograms first: this keeps both as they are. */
    private static final String LOCKED = "crash_histograms";

    private final PgJobConnection connection;

    PgHistogramReconciliation(PgJobConnection connection) {
        this.connection = connection;
    }

    /** The first day after another with any crash; null after the last. */
    Uni<LocalDate> nextDay(LocalDate after) {
        return connection
                .execute(NEXT_DAY, Tuple.of(after))
                .map(rows -> rows.iterator().next().getLocalDate(0));
    }

    /** Compares a day and repairs what differs, the totals with it in the same transaction. */
    Uni<List<Difference>> reconcileDay(LocalDate day) {
        Tuple parameters = Tuple.of(day, EDGES);
        return connection
                .execute(FIND, parameters)
                .chain(found -> found.size() > 0
                        ? repair(parameters, day)
                        : Uni.createFrom().item(List.of()));
    }

    /** Compares the totals with the settled and archived days, and repairs what differs. */
    Uni<List<Difference>> reconcileTotals() {
        return connection
                .execute(FIND_TOTALS)
                .chain(found -> found.size() > 0
                        ? connection.inTransaction(() -> connection.lock(LOCKED).chain(locked -> repairTotals()))
                        : Uni.createFrom().item(List.of()));
    }

    private Uni<List<Difference>> repair(Tuple parameters, LocalDate day) {
        return connection.inTransaction(() -> connection
                .lock(LOCKED)
                .chain(locked -> connection.execute(REPAIR, parameters))
                .map(rows -> differences("crash_histograms", day + " ", rows))
                .chain(days -> repairTotals().map(totals -> join(days, totals))));
    }

    /** Sums the totals anew; for a transaction in which nobody else writes settled or archived histograms. */
    Uni<List<Difference>> repairTotals() {
        return connection.execute(REPAIR_TOTALS).map(rows -> differences("crash_histogram_totals", "", rows));
    }

    private static List<Difference> differences(String table, String prefix, RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Difference(
                        table, prefix + row.getString("key"), row.getString("stored"), row.getString("counted")))
                .toList();
    }

    private static List<Difference> join(List<Difference> first, List<Difference> second) {
        List<Difference> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
