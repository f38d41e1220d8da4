package dev.crashanalytics.store;

import dev.crashanalytics.store.SessionCache.CachedView;
import dev.crashanalytics.store.SessionCache.Platform;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * A round that comes alone and follows on what is known of its session: one statement guards, stores and takes the
 * offsets, and is a transaction of its own. Most of what a bot waits for that sends one round at a time is the fixed cost
 * of statements, so here there is one instead of six.
 */
final class PgLoneRound {

    private static final int COMMIT = PgRounds.ROWS.size() + 1;
    private static final int SESSION = COMMIT + 1;
    private static final int FIGURES = SESSION + PgSessions.ROWS.size();
    /** The second column of the figures: the UTC day of the round. */
    private static final int DAY = FIGURES + 1;

    private static final int CRASH = FIGURES + PgRollups.FIGURES.size();
    private static final int STRIPE = CRASH + PgRollups.CRASHES.size();
    private static final int PLACE = STRIPE + 1;
    private static final int VERSION = PLACE + 1;

    /**
     * The order of {@link PgWrites}, kept by {@code head}: it looks at the session first, whose lock decides whether the
     * plan still holds ({@link PgGuard}), then at every insert, and takes the offsets last. Where the plan is out of date
     * nothing is inserted, and the division by zero ends the transaction.
     */
    private static final String STORE = """
            WITH r AS NOT MATERIALIZED (
                SELECT $%1$d::bigint AS commit_id, n.* FROM (%2$s) AS n
            ), session AS (
                %3$s
                  AND s.xmin::text::bigint = $%4$d
                  AND EXISTS (SELECT FROM bot_vm_registration b
                              WHERE b.bot_id = ANY (ARRAY[n.bot_id]) AND b.strategy_name IS NOT DISTINCT FROM $%5$d
                                AND (b.archived_before IS NULL OR b.archived_before <= %16$s))
                  AND (SELECT p.currency FROM game_platform_config p
                       WHERE p.game_name = $%6$d AND p.platform_code = $%7$d) IS NOT DISTINCT FROM $%8$d
                RETURNING 1
            ), rounds AS (
                %9$s RETURNING 1
            ), multipliers AS (
                %10$s RETURNING 1
            ), outcomes AS (
                %11$s RETURNING 1
            ), figures AS (
                %14$s RETURNING 1
            ), crash AS (
                %15$s RETURNING 1
            ), head AS (
                UPDATE feed_head SET next_offset = next_offset + $%12$d::integer
                WHERE CASE WHEN EXISTS (SELECT FROM session)
                           THEN EXISTS (SELECT FROM rounds) AND EXISTS (SELECT FROM outcomes)
                                AND (SELECT count(*) FROM multipliers) >= 0
                                AND EXISTS (SELECT FROM figures) AND (SELECT count(*) FROM crash) >= 0 END
                RETURNING next_offset - $%12$d AS first_offset
            ), commit AS (
                INSERT INTO commits (%17$s)
                SELECT $%1$d, first_offset, $%12$d, $%18$d::text[], $%19$d::text[], $%20$d::text[], $%21$d::integer[]
                FROM head
            )
            SELECT (SELECT first_offset FROM head), %13$s, 1 / (SELECT count(*) FROM head)
            """.formatted(
            COMMIT,
            PgRounds.ROWS.ofOne(1),
            PgSessions.UPDATE.formatted(PgSessions.ROWS.ofOne(SESSION)),
            VERSION,
            VERSION + 1,
            VERSION + 2,
            VERSION + 3,
            VERSION + 4,
            PgRounds.INSERT_ROUNDS,
            PgRounds.INSERT_MULTIPLIERS,
            PgRounds.INSERT_OUTCOMES,
            VERSION + 5,
            PgFeed.VERSION,
            PgRollups.ADD_FIGURES.formatted(PgRollups.FIGURES.ofOne(FIGURES)),
            PgRollups.ADD_CRASH.formatted(
                    ColumnType.INTEGER.parameter(STRIPE),
                    PgRollups.CRASHES.ofOne(CRASH) + " WHERE " + ColumnType.TEXT.parameter(CRASH) + " IS NOT NULL",
                    ColumnType.INTEGER.parameter(PLACE),
                    ColumnType.INTEGER.parameter(PLACE)),
            ColumnType.DATE.parameter(DAY),
            PgFeed.COLUMNS,
            VERSION + 6,
            VERSION + 7,
            VERSION + 8,
            VERSION + 9);

    private PgLoneRound() {}

    /** Stores the only round of a transaction; answers like {@link PgFeed#takeOffsets}. */
    static Future<RowSet<Row>> store(SqlConnection connection, PgWrites writes, CachedView planned) {
        SessionState session = planned.sessions().get(0);
        var platform = planned.currencies().entrySet().iterator().next();
        Platform named = platform.getKey();
        Tuple parameters = PgRounds.ROWS.addOne(writes.rounds.get(0), Tuple.tuple());
        PgSessions.ROWS.addOne(session, parameters.addValue(writes.commitId));
        PgRollups.FIGURES.addOne(writes.rollups.figures().get(0), parameters);
        addCrash(writes, parameters);
        parameters
                .addValue(session.version)
                .addValue(session.botStrategy)
                .addValue(named.game())
                .addValue(named.code())
                .addValue(platform.getValue().orElse(null));
        return connection.preparedQuery(STORE).execute(PgFeed.addEvents(writes, parameters));
    }

    /** The crash of the round, if it has one, with its stripe and place in the histogram. */
    private static void addCrash(PgWrites writes, Tuple parameters) {
        if (writes.rollups.crashes().isEmpty()) {
            PgRollups.CRASHES.addNone(parameters).addValue(writes.stripe()).addValue(null);
        } else {
            var crash = writes.rollups.crashes().get(0);
            PgRollups.CRASHES
                    .addOne(crash, parameters)
                    .addValue(writes.stripe())
                    .addValue(crash.getValue().firstPlace());
        }
    }
}
