package dev.crashanalytics.maintenance;

import dev.crashanalytics.rollup.RollupColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Holds the sums of a bot to its rounds. Looking takes no lock: one statement sees rounds and sums of one moment, and
 * ingest commits both together, so a difference is real. Repairing keeps ingest out of the rollups for a moment: locks of
 * rows would not keep it from inserting the row that is missing.
 */
final class PgRollupReconciliation {

    /** The day after {@code $2} on which the bot has rounds or sums. */
    private static final String NEXT_DAY = """
            SELECT least(
                (SELECT min(day) FROM round_rollups WHERE bot_id = $1 AND day > $2),
                (SELECT (min(round_start_timestamp) AT TIME ZONE 'UTC')::date FROM crash_game_rounds
                 WHERE bot_id COLLATE ucs_basic = $1
                   AND round_start_timestamp >= ($2::date + 1)::timestamp AT TIME ZONE 'UTC'))
            """;

    /** From {@code $2} to before {@code $3}; archived days of the bot have lost their rounds, or are about to. */
    private static final String DIFFERENCES = """
            WITH truth AS (
                SELECT (round_start_timestamp AT TIME ZONE 'UTC')::date AS day, %1$s, %2$s
                FROM crash_game_rounds
                WHERE bot_id COLLATE ucs_basic = $1
                  AND round_start_timestamp >= $2::date::timestamp AT TIME ZONE 'UTC'
                  AND round_start_timestamp < $3::date::timestamp AT TIME ZONE 'UTC'
                GROUP BY day, %1$s
            ), known AS (
                SELECT day, %1$s, bool_or(state = 'settled') AS is_settled, sum(changes)::bigint AS changes, %3$s
                FROM round_rollups
                WHERE bot_id = $1 AND day >= $2 AND day < $3 AND state IN ('live', 'settled')
                GROUP BY day, %1$s
            ), difference AS MATERIALIZED (
                SELECT day, %1$s, k.is_settled, coalesce(k.changes, 0) AS known_changes,
                       to_jsonb(k)::text AS stored, to_jsonb(t)::text AS counted, %4$s
                FROM truth t FULL JOIN known k USING (day, %1$s)
                WHERE (%4$s) IS DISTINCT FROM (%5$s)
                  AND NOT EXISTS (SELECT FROM bot_vm_registration b
                                  WHERE b.bot_id = $1 AND b.archived_before > coalesce(t.day, k.day))
            )
            """.formatted(
                    RollupColumns.KEY, RollupColumns.OF_ROUNDS, RollupColumns.SUMMED, prefixed("t"), prefixed("k"));

    private static final String SHOWN = """
            SELECT concat_ws(' ', day, %1$s) AS key, stored, counted FROM difference ORDER BY day, %1$s
            """.formatted(RollupColumns.KEY);

    private static final String FIND = DIFFERENCES + SHOWN;

    /**
     * A day that was settled stays so. That the old rows are gone is looked at before the first new one is inserted, as the
     * keys are the same. What was kept of the day's risk goes too: where sums vanish, the changes of others could add up to
     * what it was made from.
     */
    private static final String REPAIR = DIFFERENCES + """
            , removed AS (
                DELETE FROM round_rollups u USING difference d
                WHERE u.bot_id = $1 AND u.day = d.day AND u.game_name = d.game_name
                  AND u.platform_code = d.platform_code AND u.strategy_name = d.strategy_name
                  AND u.currency = d.currency AND u.state IN ('live', 'settled')
                RETURNING 1
            ), forgotten AS (
                DELETE FROM risk_days k USING difference d
                WHERE k.day = d.day AND k.state = 'kept'
                  AND (k.bot_id = $1 OR k.bot_id = '' AND k.name = d.strategy_name)
            ), inserted AS (
                INSERT INTO round_rollups (bot_id, day, %1$s, state, changes, %2$s)
                SELECT $1, day, %1$s, CASE WHEN is_settled THEN 'settled' ELSE 'live' END, known_changes + 1, %2$s
                FROM difference
                WHERE rounds IS NOT NULL AND (SELECT count(*) FROM removed) >= 0
            )
            """.formatted(RollupColumns.KEY, RollupColumns.FIGURES) + SHOWN;

    private static final String TOTAL_DIFFERENCES =
            """
            WITH truth AS (
                SELECT %1$s, %2$s FROM round_rollups WHERE bot_id = $1 AND state IN ('settled', 'archived')
                GROUP BY %1$s
            ), known AS (
                SELECT %1$s, %3$s FROM round_totals WHERE bot_id = $1
            ), difference AS MATERIALIZED (
                SELECT %1$s, to_jsonb(k)::text AS stored, to_jsonb(t)::text AS counted, %4$s
                FROM truth t FULL JOIN known k USING (%1$s)
                WHERE (%4$s) IS DISTINCT FROM (%5$s)
            )
            """.formatted(RollupColumns.KEY, RollupColumns.SUMMED, RollupColumns.FIGURES, prefixed("t"), prefixed("k"));

    private static final String SHOWN_TOTALS = """
            SELECT concat_ws(' ', %1$s) AS key, stored, counted FROM difference ORDER BY %1$s
            """.formatted(RollupColumns.KEY);

    private static final String FIND_TOTALS = TOTAL_DIFFERENCES + SHOWN_TOTALS;

    private static final String REPAIR_TOTALS =
            TOTAL_DIFFERENCES + """
            , removed AS (
                DELETE FROM round_totals u USING difference d
                WHERE u.bot_id = $1 AND u.game_name = d.game_name AND u.platform_code = d.platform_code
                  AND u.strategy_name = d.strategy_name AND u.currency = d.currency
                RETURNING 1
            ), inserted AS (
                INSERT INTO round_totals (bot_id, %1$s, %2$s)
                SELECT $1, %1$s, %2$s FROM difference
                WHERE rounds IS NOT NULL AND (SELECT count(*) FROM removed) >= 0
            )
            """.formatted(RollupColumns.KEY, RollupColumns.FIGURES) + SHOWN_TOTALS;

    /** Whoever writes totals writes rollups first: this keeps both as they are. */
    private static final String LOCKED = "round_rollups";

    private final PgJobConnection connection;
    private final String botId;

    PgRollupReconciliation(PgJobConnection connection, String botId) {
        this.connection = connection;
        this.botId = botId;
    }

    /** The first day after another with anything of the bot; null after the last. */
    Uni<LocalDate> nextDay(LocalDate after) {
        return connection
                .execute(NEXT_DAY, Tuple.of(botId, after))
                .map(rows -> rows.iterator().next().getLocalDate(0));
    }

    /** Compares days and repairs what differs, the totals with it in the same transaction. */
    Uni<List<Difference>> reconcileDays(LocalDate from, LocalDate to) {
        Tuple days = Tuple.of(botId, from, to);
        return find(FIND, days)
                .chain(found -> found ? repair(days) : Uni.createFrom().item(List.of()));
    }

    /** Compares the totals with the settled and archived days, and repairs what differs. */
    Uni<List<Difference>> reconcileTotals() {
        return find(FIND_TOTALS, Tuple.of(botId))
                .chain(found -> found
                        ? connection.inTransaction(() -> connection.lock(LOCKED).chain(locked -> repairTotals()))
                        : Uni.createFrom().item(List.of()));
    }

    private Uni<Boolean> find(String statement, Tuple parameters) {
        return connection.execute(statement, parameters).map(rows -> rows.size() > 0);
    }

    private Uni<List<Difference>> repair(Tuple days) {
        return connection.inTransaction(() -> connection
                .lock(LOCKED)
                .chain(locked -> connection.execute(REPAIR, days))
                .map(rows -> differences("round_rollups", rows))
                .chain(sums -> repairTotals().map(totals -> join(sums, totals))));
    }

    /** Sums the totals of the bot anew; for a transaction in which nobody else writes settled or archived sums. */
    Uni<List<Difference>> repairTotals() {
        return connection.execute(REPAIR_TOTALS, Tuple.of(botId)).map(rows -> differences("round_totals", rows));
    }

    private List<Difference> differences(String table, RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Difference(
                        table, botId + " " + row.getString("key"), row.getString("stored"), row.getString("counted")))
                .toList();
    }

    private static List<Difference> join(List<Difference> first, List<Difference> second) {
        List<Difference> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static String prefixed(String alias) {
        return Stream.of(RollupColumns.FIGURES.split(",\\s*"))
                .map(column -> alias + "." + column)
                .collect(Collectors.joining(", "));
    }
}
