package dev.crashanalytics.maintenance;

import dev.crashanalytics.risk.PgRiskArchive;
import dev.crashanalytics.risk.RiskDays;
import dev.crashanalytics.rollup.RollupColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Archives days: their sums become archived ones, and their bots take no more rounds of them. Both in one transaction that
 * keeps ingest out: a round is in the archived sums, or it is refused. Its length depends on the sums of a day, not on its
 * rounds, which go later.
 */
final class PgArchiving {

    private static final String CUTOFF = """
            SELECT (now() AT TIME ZONE 'UTC')::date - $1::integer AS cutoff,
                   (SELECT count(*) FROM crash_game_rounds
                    WHERE round_start_timestamp
                          < ((now() AT TIME ZONE 'UTC')::date - $1::integer)::timestamp AT TIME ZONE 'UTC') AS rounds
            """;

    /** The day after {@code $1} and before {@code $2} that has something to archive or to remove. */
    private static final String NEXT_DAY = """
            SELECT least(
                (SELECT min(day) FROM round_rollups WHERE state <> 'archived' AND day > $1 AND day < $2),
                (SELECT (min(round_start_timestamp) AT TIME ZONE 'UTC')::date FROM crash_game_rounds
                 WHERE round_start_timestamp >= ($1::date + 1)::timestamp AT TIME ZONE 'UTC'
                   AND round_start_timestamp < $2::date::timestamp AT TIME ZONE 'UTC'))
            """;

    /**
     * Everything up to the day {@code $1}: rounds may have come late for a day that was passed. A bot whose sums are
     * damaged has rounds and no sums, and loses its rounds all the same.
     */
    private static final String ARCHIVE_FIGURES =
            """
            WITH moved AS (
                DELETE FROM round_rollups WHERE state <> 'archived' AND day <= $1 RETURNING *
            ), bots AS (
                SELECT bot_id FROM moved
                UNION
                SELECT b.bot_id FROM bot_vm_registration b
                WHERE (b.archived_before IS NULL OR b.archived_before <= $1)
                  AND EXISTS (SELECT FROM crash_game_rounds r
                              WHERE r.bot_id COLLATE ucs_basic = b.bot_id
                                AND r.round_start_timestamp < ($1::date + 1)::timestamp AT TIME ZONE 'UTC')
            ), barred AS (
                INSERT INTO bot_vm_registration AS b (bot_id, archived_before)
                SELECT bot_id, $1::date + 1 FROM bots
                ON CONFLICT (bot_id) DO UPDATE
                SET archived_before = greatest(b.archived_before, excluded.archived_before)
            ), archived AS (
                INSERT INTO round_rollups AS u (bot_id, day, %1$s, state, changes, %2$s)
                SELECT bot_id, day, %1$s, 'archived', sum(changes)::bigint, %3$s FROM moved GROUP BY bot_id, day, %1$s
                ON CONFLICT (bot_id, day, %1$s, state) DO UPDATE SET %4$s, changes = u.changes + excluded.changes
            )
            INSERT INTO round_totals AS u (bot_id, %1$s, %2$s)
            SELECT bot_id, %1$s, %3$s FROM moved WHERE state = 'live' GROUP BY bot_id, %1$s
            ON CONFLICT (bot_id, %1$s) DO UPDATE SET %4$s
            """.formatted(RollupColumns.KEY, RollupColumns.FIGURES, RollupColumns.SUMMED, RollupColumns.ADDED);

    /** All bots that have counts there are archived by the statement before. */
    private static final String ARCHIVE_CRASHES = """
            WITH moved AS (
                DELETE FROM crash_histograms WHERE stripe >= -1 AND day <= $1 RETURNING *
            ), bins AS (
                SELECT m.game_name, m.platform_code, m.day, m.chunk, c.bin, sum(c.crashes)::bigint AS crashes,
                       coalesce(sum(c.crashes) FILTER (WHERE m.stripe >= 0), 0)::bigint AS live
                FROM moved m CROSS JOIN unnest(m.counts) WITH ORDINALITY AS c (crashes, bin)
                GROUP BY m.game_name, m.platform_code, m.day, m.chunk, c.bin
            ), archived AS (
                INSERT INTO crash_histograms AS h (game_name, platform_code, day, stripe, chunk, counts)
                SELECT game_name, platform_code, day, -2, chunk, array_agg(crashes ORDER BY bin)
                FROM bins GROUP BY game_name, platform_code, day, chunk
                ON CONFLICT (game_name, platform_code, day, stripe, chunk) DO UPDATE SET %1$s
            )
            INSERT INTO crash_histogram_totals AS h (game_name, platform_code, chunk, counts)
            SELECT game_name, platform_code, chunk, array_agg(live ORDER BY bin)
            FROM (SELECT game_name, platform_code, chunk, bin, sum(live)::bigint AS live
                  FROM bins GROUP BY game_name, platform_code, chunk, bin) AS b
            GROUP BY game_name, platform_code, chunk
            ON CONFLICT (game_name, platform_code, chunk) DO UPDATE SET %1$s
            """.formatted(RollupColumns.ADDED_COUNTS);

    /** So often the summaries of risk are made before ingest is kept out; then while it is, which ends it. */
    private static final int ATTEMPTS = 3;

    private final PgJobConnection connection;
    private final RiskDays risk;

    PgArchiving(PgJobConnection connection, RiskDays risk) {
        this.connection = connection;
        this.risk = risk;
    }

    /** Rounds have come since the summaries of risk were made. */
    private static final class OutdatedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OutdatedException(LocalDate day) {
            super("the summaries of risk up to " + day + " are not of their rounds", null, false, false);
        }
    }

    /**
     * What is there to go.
     *
     * @param day rounds that started before it, in UTC
     * @param rounds how many these are
     */
    record Cutoff(LocalDate day, long rounds) {

        static Cutoff read(Row row) {
            return new Cutoff(row.getLocalDate("cutoff"), row.getLong("rounds"));
        }
    }

    /** So many days before today, by the clock of the database. */
    static Uni<Cutoff> cutoff(PgJobConnection connection, int daysOld) {
        return connection
                .execute(CUTOFF, Tuple.of(daysOld))
                .map(rows -> Cutoff.read(rows.iterator().next()));
    }

    /** The same, for a look alone. */
    static Uni<Cutoff> cutoff(Pool pool, int daysOld) {
        return pool.preparedQuery(CUTOFF)
                .execute(Tuple.of(daysOld))
                .map(rows -> Cutoff.read(rows.iterator().next()));
    }

    /** The first day between two with anything to archive or to remove; null where there is none. */
    Uni<LocalDate> nextDay(LocalDate after, LocalDate cutoff) {
        return connection
                .execute(NEXT_DAY, Tuple.of(after, cutoff))
                .map(rows -> rows.iterator().next().getLocalDate(0));
    }

    /** Archives a day, and earlier ones for which rounds have come since. */
    Uni<Void> archive(LocalDate day) {
        return Steps.each(1, attempt -> attempt(day, attempt));
    }

    private Uni<Optional<Integer>> attempt(LocalDate day, int attempt) {
        boolean isLast = attempt > ATTEMPTS;
        Uni<Optional<Integer>> done = connection
                .inTransaction(() -> connection
                        .keepSettlersOut()
                        .chain(connection::keepIngestOut)
                        .chain(() -> isLast ? risk.keep(day) : Uni.createFrom().voidItem())
                        .chain(() -> connection.lock(PgRiskArchive.TABLE))
                        .chain(() -> archiveRisk(day))
                        .chain(() -> connection.execute(ARCHIVE_FIGURES, Tuple.of(day)))
                        .chain(() -> connection.execute(ARCHIVE_CRASHES, Tuple.of(day))))
                .replaceWith(Optional.empty());
        return isLast
                ? done
                : risk.keep(day)
                        .chain(() -> done)
                        .onFailure(OutdatedException.class)
                        .recoverWithItem(Optional.of(attempt + 1));
    }

    private Uni<Void> archiveRisk(LocalDate day) {
        return connection
                .execute(PgRiskArchive.ARCHIVE, Tuple.of(day))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("missing") != 0) {
                        throw new OutdatedException(day);
                    }
                })
                .replaceWithVoid();
    }
}
