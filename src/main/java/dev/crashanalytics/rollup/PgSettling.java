package dev.crashanalytics.rollup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;

/**
 * Moves live rollups of days that are over to the settled ones and adds them to the totals. Each step is one statement and
 * so a transaction of its own: a reader finds a round in the live rows or in the totals, never in both or neither, and a
 * step that was cut off has not happened.
 *
 * <p>Ingest may add to a row that is being moved. Whoever comes second waits: the step for the row as ingest leaves it,
 * ingest for the row to be gone, whereupon it inserts a new live one. Rows are locked in the order in which ingest locks
 * them.
 */
@ApplicationScoped
class PgSettling {

    /** Rows moved by one step: a late round waits for one step at the most. */
    static final int STEP_ROWS = 300;

    /** One instance at a time settles; held to the end of the step. Others would only wait for the same rows. */
    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(%s) AS held";

    private static final String FIGURES = """
            WITH only_one AS MATERIALIZED (
                %1$s
            ), due AS MATERIALIZED (
                SELECT u.bot_id, u.day, u.game_name, u.platform_code, u.strategy_name, u.currency
                FROM round_rollups u
                WHERE (SELECT held FROM only_one) AND u.state = 'live' AND u.day = (
                    SELECT min(day) FROM round_rollups WHERE state = 'live' AND day < $1)
                ORDER BY u.bot_id COLLATE "C", u.game_name COLLATE "C", u.platform_code COLLATE "C",
                         u.strategy_name COLLATE "C", u.currency COLLATE "C"
                LIMIT $2
                FOR UPDATE
            ), moved AS (
                DELETE FROM round_rollups u USING due d
                WHERE u.bot_id = d.bot_id AND u.day = d.day AND u.game_name = d.game_name
                  AND u.platform_code = d.platform_code AND u.strategy_name = d.strategy_name
                  AND u.currency = d.currency AND u.state = 'live'
                RETURNING u.*
            ), settled AS (
                INSERT INTO round_rollups AS u (bot_id, day, %2$s, state, changes, %3$s)
                SELECT bot_id, day, %2$s, 'settled', changes, %3$s FROM moved
                ON CONFLICT (bot_id, day, %2$s, state) DO UPDATE SET %4$s, changes = u.changes + excluded.changes
            ), totals AS (
                INSERT INTO round_totals AS u (bot_id, %2$s, %3$s)
                SELECT bot_id, %2$s, %5$s FROM moved GROUP BY bot_id, %2$s
                ON CONFLICT (bot_id, %2$s) DO UPDATE SET %4$s
            )
            SELECT count(*) FROM moved
            """.formatted(
                    LOCK.formatted(SettlingLocks.FIGURES),
                    RollupColumns.KEY,
                    RollupColumns.FIGURES,
                    RollupColumns.ADDED,
                    RollupColumns.SUMMED);

    private static final String CRASHES =
            """
            WITH only_one AS MATERIALIZED (
                %1$s
            ), due AS MATERIALIZED (
                SELECT h.game_name, h.platform_code, h.day, h.stripe, h.chunk
                FROM crash_histograms h
                WHERE (SELECT held FROM only_one) AND h.stripe >= 0 AND h.day = (
                    SELECT min(day) FROM crash_histograms WHERE stripe >= 0 AND day < $1)
                ORDER BY h.game_name COLLATE "C", h.platform_code COLLATE "C", h.chunk, h.stripe
                LIMIT $2
                FOR UPDATE
            ), moved AS (
                DELETE FROM crash_histograms h USING due d
                WHERE h.game_name = d.game_name AND h.platform_code = d.platform_code AND h.day = d.day
                  AND h.stripe = d.stripe AND h.chunk = d.chunk
                RETURNING h.*
            ), summed AS (
                SELECT game_name, platform_code, day, chunk, array_agg(crashes ORDER BY bin) AS counts
                FROM (SELECT m.game_name, m.platform_code, m.day, m.chunk, c.bin, sum(c.crashes)::bigint AS crashes
                      FROM moved m CROSS JOIN unnest(m.counts) WITH ORDINALITY AS c (crashes, bin)
                      GROUP BY m.game_name, m.platform_code, m.day, m.chunk, c.bin) AS b
                GROUP BY game_name, platform_code, day, chunk
            ), settled AS (
                INSERT INTO crash_histograms AS h (game_name, platform_code, day, stripe, chunk, counts)
                SELECT game_name, platform_code, day, -1, chunk, counts FROM summed
                ON CONFLICT (game_name, platform_code, day, stripe, chunk) DO UPDATE SET %2$s
            ), totals AS (
                INSERT INTO crash_histogram_totals AS h (game_name, platform_code, chunk, counts)
                SELECT game_name, platform_code, chunk, counts FROM summed
                ON CONFLICT (game_name, platform_code, chunk) DO UPDATE SET %2$s
            )
            SELECT count(*) FROM moved
            """.formatted(LOCK.formatted(SettlingLocks.CRASHES), RollupColumns.ADDED_COUNTS);

    private final Pool pool;

    PgSettling(Pool pool) {
        this.pool = pool;
    }

    /** Settles some sums of the earliest day that has live ones; answers how many, 0 where none is left or to be had. */
    Uni<Long> settleFigures(LocalDate before) {
        return step(FIGURES, before);
    }

    /** Settles some pieces of histograms of the earliest day that has live ones; answers like {@link #settleFigures}. */
    Uni<Long> settleCrashes(LocalDate before) {
        return step(CRASHES, before);
    }

    private Uni<Long> step(String statement, LocalDate before) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(before, STEP_ROWS))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
