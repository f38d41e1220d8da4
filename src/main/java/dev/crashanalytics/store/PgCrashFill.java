package dev.crashanalytics.store;

import dev.crashanalytics.rollup.HistogramChunk;
import dev.crashanalytics.round.RoundKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collection;

/** Gives rounds without a crash multiplier the one a bot stated apart from them, and counts it in the rollups. */
final class PgCrashFill {

    private static final Long[] EDGES = HistogramChunk.lowerEdges();

    /** Rounds change in no other way once they are stored. {@code $4} are the bins' lower edges, in cents. */
    private static final String FILL = """
            WITH filled AS (
                UPDATE crash_game_rounds r
                SET crash_multiplier_detected = m.multiplier,
                    final_multiplier = coalesce(r.final_multiplier, m.multiplier), updated_at = now()
                FROM unnest($1::text[], $2::text[], $3::bigint[]) AS k (bot_id, session_id, round_number)
                CROSS JOIN LATERAL (
                    SELECT multiplier FROM analytics_round_multipliers m
                    WHERE m.bot_id = k.bot_id AND m.session_id = k.session_id AND m.round_number = k.round_number
                      AND m.is_crash_multiplier OFFSET 0) AS m
                CROSS JOIN LATERAL (
                    SELECT final_multiplier FROM crash_game_rounds o
                    WHERE o.bot_id = k.bot_id AND o.session_id = k.session_id AND o.round_number = k.round_number
                    OFFSET 0) AS o
                WHERE r.bot_id = ANY (ARRAY[k.bot_id]) AND r.session_id = k.session_id AND r.round_number = k.round_number
                  AND r.crash_multiplier_detected IS NULL
                RETURNING r.bot_id, (r.round_start_timestamp AT TIME ZONE 'UTC')::date AS day, r.game_name,
                          r.platform_code, r.strategy_name, r.currency, m.multiplier,
                          CASE WHEN o.final_multiplier IS NULL THEN m.multiplier END AS final_multiplier,
                          width_bucket(floor(m.multiplier * 100)::bigint, $4::bigint[]) - 1 AS bin
            ), figures AS (
                %s
            )
            %s
            """.formatted(
                    PgRollups.ADD_FIGURES.formatted("""
                            SELECT bot_id, day, game_name, platform_code, strategy_name, currency,
                                   0 AS rounds, 0 AS wins, 0 AS losses, 0 AS skips, 0 AS errors, 0 AS stakes,
                                   0 AS profit, 0 AS profit_squared, 0 AS win_profit, 0 AS loss_profit,
                                   NULL::numeric AS largest_win, NULL::numeric AS largest_loss,
                                   NULL::numeric AS lowest_profit, NULL::numeric AS highest_profit,
                                   count(final_multiplier) AS multipliers,
                                   coalesce(sum(final_multiplier), 0) AS multiplier_sum,
                                   min(final_multiplier) AS lowest_multiplier,
                                   max(final_multiplier) AS highest_multiplier
                            FROM filled
                            GROUP BY bot_id, day, game_name, platform_code, strategy_name, currency
                            ORDER BY bot_id, day, game_name, platform_code, strategy_name, currency"""),
                    PgRollups.ADD_CRASHES.formatted("$5::integer", """
                            SELECT b.game_name, b.platform_code, b.day, b.chunk,
                                   array_agg(coalesce(f.crashes, 0) ORDER BY b.bin) AS counts
                            FROM (SELECT DISTINCT game_name, platform_code, day, bin / %1$d AS chunk,
                                         generate_series(bin / %1$d * %1$d, bin / %1$d * %1$d + %1$d - 1) AS bin
                                  FROM filled) AS b
                            LEFT JOIN (SELECT game_name, platform_code, day, bin, count(*) AS crashes
                                       FROM filled GROUP BY game_name, platform_code, day, bin) AS f
                                   USING (game_name, platform_code, day, bin)
                            GROUP BY b.game_name, b.platform_code, b.day, b.chunk
                            ORDER BY b.game_name, b.platform_code, b.day, b.chunk""".formatted(HistogramChunk.SIZE)));

    private PgCrashFill() {}

    static Future<RowSet<Row>> fill(SqlConnection connection, Collection<RoundKey> rounds, int stripe) {
        return connection
                .preparedQuery(FILL)
                .execute(PgRounds.keyArrays(rounds).addValue(EDGES).addValue(stripe));
    }
}
