package dev.crashanalytics.maintenance;

import dev.crashanalytics.store.PgSessionRecount;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Holds the streaks of outcomes to the rounds of their session, some thousand rounds at a time: a late round revises only
 * so many of those after it. Streaks that the bot stated itself are its own.
 */
final class PgStreakReconciliation {

    /** Rounds of one step. */
    static final int STEP_ROUNDS = 5_000;

    /**
     * The rounds after {@code $3} up to {@code $5}, each with the streaks that end at it. A streak is as long as rounds were played since
     * the last that ended otherwise; what came before {@code $3} is counted from the rounds too, never taken over from the
     * step before, since late rounds may have come between the two. Rounds up to the last archived one have lost those
     * they would follow on, and are left alone. The LIMIT of the look-up of an outcome keeps it one: a
     * plan made while the tables were empty would rather join.
     */
    private static final String STREAKS = """
            WITH base AS (
                SELECT win_streak AS wins, loss_streak AS losses FROM session_streak($1, $2, $3)
            ), candidate AS (
                SELECT round_number, round_outcome,
                       count(*) FILTER (WHERE round_outcome IN ('WIN', 'LOSS')) OVER (ORDER BY round_number) AS played
                FROM (SELECT round_number, round_outcome FROM crash_game_rounds
                      WHERE bot_id = $1 AND session_id = $2 AND round_number <= $5
                        AND round_number > greatest($3, (SELECT a.round_number FROM archived_streaks a
                                                         WHERE a.bot_id = $1 AND a.session_id = $2))
                      ORDER BY round_number LIMIT $4) AS r
            ), streak AS (
                SELECT round_number,
                       played - coalesce(max(played) FILTER (WHERE round_outcome = 'LOSS') OVER (ORDER BY round_number),
                                         -(SELECT wins FROM base), 0) AS wins,
                       played - coalesce(max(played) FILTER (WHERE round_outcome = 'WIN') OVER (ORDER BY round_number),
                                         -(SELECT losses FROM base), 0) AS losses
                FROM candidate
            ), difference AS MATERIALIZED (
                SELECT s.round_number, s.wins, s.losses, o.win_streak_length, o.loss_streak_length
                FROM streak s
                CROSS JOIN LATERAL (
                    SELECT * FROM analytics_round_outcomes o
                    WHERE o.bot_id = $1 AND o.session_id = $2 AND o.round_number = s.round_number LIMIT 1) AS o
                WHERE o.streaks_derived AND (o.win_streak_length, o.loss_streak_length) IS DISTINCT FROM (s.wins, s.losses)
            )
            """;

    private static final String SHOWN = """
            SELECT (SELECT count(*) FROM difference) AS differences,
                   (SELECT max(round_number) FROM candidate) AS last_round,
                   (SELECT count(*) FROM candidate) AS rounds,
                   d.round_number, d.wins, d.losses, d.win_streak_length, d.loss_streak_length
            FROM (SELECT) AS one LEFT JOIN (SELECT * FROM difference ORDER BY round_number LIMIT 10) AS d ON true
            ORDER BY d.round_number
            """;

    private static final String FIND = STREAKS + SHOWN;

    private static final String REPAIR = STREAKS + """
            , repaired AS (
                UPDATE analytics_round_outcomes o
                SET win_streak_length = d.wins, loss_streak_length = d.losses
                FROM difference d
                WHERE o.bot_id = $1 AND o.session_id = $2 AND o.round_number = d.round_number
                  AND o.round_number > $3 AND o.round_number <= (SELECT max(round_number) FROM candidate)
            )
            """ + SHOWN;

    /** Ingest holds this lock whenever it stores a round of the session or revises its streaks. */
    private static final String LOCK = "SELECT 1 FROM session_logs WHERE bot_id = $1 AND session_id = $2 FOR UPDATE";

    private final PgJobConnection connection;
    private final String botId;

    PgStreakReconciliation(PgJobConnection connection, String botId) {
        this.connection = connection;
        this.botId = botId;
    }

    /**
     * What a step has come to.
     *
     * @param differences examples of them
     * @param count how many there were
     * @param lastRound where the next step begins; null where none is left
     */
    record Step(List<Difference> differences, long count, Long lastRound) {}

    /**
     * Compares the next rounds of a session, and repairs the streaks that differ.
     *
     * @param last the last round to look at: a session that grows must come to an end too
     */
    Uni<Step> reconcile(String sessionId, long after, long last) {
        Tuple parameters = Tuple.of(botId, sessionId, after, STEP_ROUNDS, last);
        return step(FIND, sessionId, parameters)
                .chain(found -> found.count() == 0
                        ? Uni.createFrom().item(found)
                        : connection.inTransaction(() -> connection
                                .execute(LOCK, Tuple.of(botId, sessionId))
                                .chain(locked -> step(REPAIR, sessionId, parameters))));
    }

    /** Compares sessions with their rounds, and counts those anew that differ. */
    Uni<PgSessionRecount.Page> reconcileSessions(String after, int limit) {
        return PgSessionRecount.compare(connection.connection(), botId, after, limit)
                .call(page -> Multi.createFrom()
                        .iterable(page.discrepancies())
                        .onItem()
                        .transformToUniAndConcatenate(session -> connection.inTransaction(
                                () -> PgSessionRecount.repair(connection.connection(), botId, session.sessionId())))
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Step> step(String statement, String sessionId, Tuple parameters) {
        return connection.execute(statement, parameters).map(rows -> {
            Row first = rows.iterator().next();
            List<Difference> differences = StreamSupport.stream(rows.spliterator(), false)
                    .filter(row -> row.getLong("round_number") != null)
                    .map(row -> difference(sessionId, row))
                    .toList();
            return new Step(
                    differences,
                    first.getLong("differences"),
                    first.getLong("rounds") < STEP_ROUNDS ? null : first.getLong("last_round"));
        });
    }

    private Difference difference(String sessionId, Row row) {
        return new Difference(
                "analytics_round_outcomes",
                botId + " " + sessionId + " " + row.getLong("round_number"),
                "win_streak_length=" + row.getInteger("win_streak_length") + ", loss_streak_length="
                        + row.getInteger("loss_streak_length"),
                "win_streak_length=" + row.getLong("wins") + ", loss_streak_length=" + row.getLong("losses"));
    }
}
