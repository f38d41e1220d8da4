package dev.crashanalytics.stats;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The newest crashes of a game, in the order in which their sessions saw them. */
@ApplicationScoped
class PgNewestRounds {

    /**
     * The rollups say from which whole day on there are enough, so that the look back through the rounds ends there,
     * however many rounds of other games there are before. They count rounds whose crash nobody saw, too: hence twice as
     * many as wanted. The answer is one row of arrays: a thousand rows with names cost more to send and to read than to find.
     * {@code $1} game, {@code $2} platform or null, {@code $3} and {@code $4}
     * the range, {@code $5} how many.
     */
    private static final String NEWEST = """
            WITH days AS MATERIALIZED (
                SELECT day, multipliers FROM round_rollups
                WHERE game_name = $1 AND ($2::text IS NULL OR platform_code = $2) AND day < ($4 AT TIME ZONE 'UTC')::date
                ORDER BY day DESC LIMIT 500
            ), since AS (
                SELECT coalesce(
                    (SELECT max(day) FROM (
                        SELECT day, sum(sum(multipliers)) OVER (ORDER BY day DESC) AS seen FROM days GROUP BY day
                     ) AS reached WHERE seen >= 2 * $5),
                    (SELECT min(day) FROM days),
                    ($4 AT TIME ZONE 'UTC')::date) AS day
            )
            SELECT array_agg(cents), array_agg(follows)
            FROM (
                SELECT floor(crash_multiplier_detected * 100)::bigint AS cents,
                       round_number = coalesce(lag(round_number) OVER session + 1, 0) AS follows
                FROM (
                    SELECT bot_id, session_id, round_number, crash_multiplier_detected
                    FROM crash_game_rounds
                    WHERE game_name = $1 AND ($2::text IS NULL OR platform_code = $2)
                      AND crash_multiplier_detected IS NOT NULL
                      AND round_start_timestamp >= greatest($3, (SELECT day FROM since)::timestamp AT TIME ZONE 'UTC')
                      AND round_start_timestamp < $4
                    ORDER BY round_start_timestamp DESC, id DESC
                    LIMIT $5
                ) AS newest
                WINDOW session AS (PARTITION BY bot_id, session_id ORDER BY round_number)
                ORDER BY bot_id, session_id, round_number
            ) AS ordered
            """;

    private final Pool pool;

    PgNewestRounds(Pool pool) {
        this.pool = pool;
    }

    /**
     * A crash a session saw.
     *
     * @param cents the multiplier, rounded down to a cent
     * @param follows whether the crash before is that of the round before, of the same session
     */
    record Crash(long cents, boolean follows) {}

    /** At most {@code limit} of the newest crashes in a range, by bot, session and round. */
    Uni<List<Crash>> crashes(Scope game, StatisticsRange range, int limit) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(game.name(), game.platformCode(), range.from(), range.to(), limit))
                .map(rows -> read(rows.iterator().next()));
    }

    private static List<Crash> read(Row row) {
        Long[] cents = row.getArrayOfLongs(0);
        Boolean[] follows = row.getArrayOfBooleans(1);
        List<Crash> crashes = new ArrayList<>();
        for (int i = 0; cents != null && i < cents.length; i++) {
            crashes.add(new Crash(cents[i], follows[i]));
        }
        return crashes;
    }
}
