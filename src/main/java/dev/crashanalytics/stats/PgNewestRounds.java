package dev.crashanalytics.stats;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The newest crashes of a game, in the order in which each session saw them. */
@ApplicationScoped
class PgNewestRounds {

    /** The newest sums by day, as many as follow; {@code $1} game, {@code $2} platform or null, {@code $4} before when. */
    private static final String DAYS = """
            SELECT day, multipliers FROM round_rollups
            WHERE game_name = $1 AND ($2::text IS NULL OR platform_code = $2) AND day < ($4 AT TIME ZONE 'UTC')::date
            ORDER BY day DESC LIMIT""";

    /**
     * Since which of some days there are enough rounds. The sums count those whose crash nobody saw, too: hence twice
     * as many as wanted, {@code $5}.
     */
    private static final String REACHED = """
            (SELECT max(day) FROM (
                SELECT day, sum(sum(multipliers)) OVER (ORDER BY day DESC) AS seen FROM %s GROUP BY day
             ) AS sums WHERE seen >= 2 * $5)""";

    /**
     * The rollups say from which whole day on there are enough, so that the look back through the rounds ends there,
     * however many rounds of other games there are before. Mostly a few of them do; the others are read only where these
     * do not. The answer is one row of arrays, and sessions are numbers in it: a thousand rows with names cost more
     * to sort, to send and to read than to find. That two of a thousand sessions share a number of 64 bits happens once in
     * 10^13 answers. {@code $3} and {@code $4} are the range.
     */
    private static final String NEWEST = """
            WITH few AS MATERIALIZED (
                %1$s 60
            ), days AS MATERIALIZED (
                %1$s 500
            ), since AS (
                SELECT coalesce(%2$s, %3$s, (SELECT min(day) FROM days), ($4 AT TIME ZONE 'UTC')::date) AS day
            )
            SELECT array_agg(session), array_agg(round_number), array_agg(cents)
            FROM (
                SELECT hashtextextended(session_id, hashtextextended(bot_id, 0)) AS session, round_number,
                    floor(crash_multiplier_detected * 100)::bigint AS cents
                FROM crash_game_rounds
                WHERE game_name = $1 AND ($2::text IS NULL OR platform_code = $2)
                  AND crash_multiplier_detected IS NOT NULL
                  AND round_start_timestamp >= greatest($3, (SELECT day FROM since)::timestamp AT TIME ZONE 'UTC')
                  AND round_start_timestamp < $4
                ORDER BY round_start_timestamp DESC, id DESC
                LIMIT $5
            ) AS newest
            """.formatted(DAYS, REACHED.formatted("few"), REACHED.formatted("days"));

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

    private record Seen(long session, long roundNumber, long cents) {

        boolean follows(Seen before) {
            return session == before.session && roundNumber == before.roundNumber + 1;
        }
    }

    /** At most {@code limit} of the newest crashes in a range, session after session, in the order of their rounds. */
    Uni<List<Crash>> crashes(Scope game, StatisticsRange range, int limit) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(game.name(), game.platformCode(), range.from(), range.to(), limit))
                .map(rows -> inSequence(read(rows.iterator().next())));
    }

    private static List<Seen> read(Row row) {
        Long[] sessions = row.getArrayOfLongs(0);
        Long[] roundNumbers = row.getArrayOfLongs(1);
        Long[] cents = row.getArrayOfLongs(2);
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; sessions != null && i < sessions.length; i++) {
            seen.add(new Seen(sessions[i], roundNumbers[i], cents[i]));
        }
        return seen;
    }

    private static List<Crash> inSequence(List<Seen> seen) {
        seen.sort(Comparator.comparingLong(Seen::session).thenComparingLong(Seen::roundNumber));
        List<Crash> crashes = new ArrayList<>(seen.size());
        for (int i = 0; i < seen.size(); i++) {
            Seen crash = seen.get(i);
            crashes.add(new Crash(crash.cents, i > 0 && crash.follows(seen.get(i - 1))));
        }
        return crashes;
    }
}
