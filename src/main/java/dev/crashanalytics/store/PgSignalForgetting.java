package dev.crashanalytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;

/** Drops what is archived of the sums over signals: they have no extremes, so it is taken out of the totals as well. */
public final class PgSignalForgetting {

    /**
     * What is not archived stays: the rows of a key are laid together, so that what came and went leaves nothing behind.
     * Ingest may add to them meanwhile; whoever comes second then finds the row gone and makes a new one.
     */
    private static final String FORGET = """
            WITH gone AS (
                DELETE FROM signal_rollups WHERE bot_id = $1 AND day < $2 RETURNING *
            ), kept AS (
                INSERT INTO signal_rollups AS u (%1$s, stripe, %2$s)
                SELECT %1$s, -1, %3$s FROM gone WHERE stripe > -2
                GROUP BY %1$s HAVING sum(signals) <> 0
            ), dropped AS (
                INSERT INTO signal_totals AS u (%4$s, stripe, %2$s)
                SELECT %4$s, -1, %5$s FROM gone WHERE stripe = -2 GROUP BY %4$s
                ON CONFLICT (%4$s, stripe) DO UPDATE SET %6$s
            )
            SELECT 1
            """.formatted(
                    PgSignalRollups.DAY_KEY,
                    PgSignalRollups.SUMS,
                    PgSignalRollups.summed(""),
                    PgSignalRollups.TOTAL_KEY,
                    PgSignalRollups.summed("-"),
                    PgSignalRollups.ADDED);

    private PgSignalForgetting() {}

    /** Drops the archived sums of a bot's signals of days before a cutoff, in one statement. */
    public static Uni<Void> forget(SqlConnection connection, String botId, LocalDate cutoff) {
        return connection.preparedQuery(FORGET).execute(Tuple.of(botId, cutoff)).replaceWithVoid();
    }
}
