package dev.crashanalytics.store;

import dev.crashanalytics.rollup.HistogramChunk;
import dev.crashanalytics.rollup.HistogramKey;
import dev.crashanalytics.rollup.RollupColumns;
import dev.crashanalytics.rollup.RollupFigures;
import dev.crashanalytics.rollup.RollupKey;
import dev.crashanalytics.rollup.RoundRollups;
import dev.crashanalytics.round.Outcome;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map.Entry;

/** Adds the rounds of a transaction to the live rollups. */
final class PgRollups {

    /** What {@code n} is made from in {@link #ADD_FIGURES}. */
    static final PgRowSource<Entry<RollupKey, RollupFigures>> FIGURES = new PgRowSource.Builder<
                    Entry<RollupKey, RollupFigures>>()
            .add("bot_id", ColumnType.TEXT, sum -> sum.getKey().botId())
            .add("day", ColumnType.DATE, sum -> sum.getKey().day())
            .add("game_name", ColumnType.TEXT, sum -> sum.getKey().gameName())
            .add("platform_code", ColumnType.TEXT, sum -> sum.getKey().platformCode())
            .add("strategy_name", ColumnType.TEXT, sum -> sum.getKey().strategyName())
            .add("currency", ColumnType.TEXT, sum -> sum.getKey().currency())
            .add("rounds", ColumnType.BIGINT, sum -> sum.getValue().rounds())
            .add("wins", ColumnType.BIGINT, sum -> sum.getValue().count(Outcome.WIN))
            .add("losses", ColumnType.BIGINT, sum -> sum.getValue().count(Outcome.LOSS))
            .add("skips", ColumnType.BIGINT, sum -> sum.getValue().count(Outcome.SKIP))
            .add("errors", ColumnType.BIGINT, sum -> sum.getValue().count(Outcome.ERROR))
            .add("stakes", ColumnType.DECIMAL, sum -> sum.getValue().stakes())
            .add("profit", ColumnType.DECIMAL, sum -> sum.getValue().profit())
            .add("profit_squared", ColumnType.DECIMAL, sum -> sum.getValue().profitSquared())
            .add("win_profit", ColumnType.DECIMAL, sum -> sum.getValue().winProfit())
            .add("loss_profit", ColumnType.DECIMAL, sum -> sum.getValue().lossProfit())
            .add("largest_win", ColumnType.DECIMAL, sum -> sum.getValue().largestWin())
            .add("largest_loss", ColumnType.DECIMAL, sum -> sum.getValue().largestLoss())
            .add("lowest_profit", ColumnType.DECIMAL, sum -> sum.getValue().lowestProfit())
            .add("highest_profit", ColumnType.DECIMAL, sum -> sum.getValue().highestProfit())
            .add("multipliers", ColumnType.BIGINT, sum -> sum.getValue().multipliers())
            .add("multiplier_sum", ColumnType.DECIMAL, sum -> sum.getValue().multiplierSum())
            .add("lowest_multiplier", ColumnType.DECIMAL, sum -> sum.getValue().lowestMultiplier())
            .add("highest_multiplier", ColumnType.DECIMAL, sum -> sum.getValue().highestMultiplier())
            .build();

    /** What {@code n} is made from in {@link #ADD_CRASHES}, but for the stripe. */
    static final PgRowSource<Entry<HistogramKey, HistogramChunk>> CRASHES = new PgRowSource.Builder<
                    Entry<HistogramKey, HistogramChunk>>()
            .add("game_name", ColumnType.TEXT, piece -> piece.getKey().gameName())
            .add("platform_code", ColumnType.TEXT, piece -> piece.getKey().platformCode())
            .add("day", ColumnType.DATE, piece -> piece.getKey().day())
            .add("chunk", ColumnType.INTEGER, piece -> piece.getKey().chunk())
            .add("counts", ColumnType.TEXT, piece -> piece.getValue().toSql())
            .build();

    /** Adds the rows of a query of {@link #FIGURES}; {@code n} is to be put in. */
    static final String ADD_FIGURES = """
            INSERT INTO round_rollups AS u (bot_id, day, %1$s, state, %2$s)
            SELECT bot_id, day, %1$s, 'live', %2$s
            FROM (%%s) AS n
            ON CONFLICT (bot_id, day, %1$s, state) DO UPDATE SET %3$s, changes = u.changes + 1
            """.formatted(RollupColumns.KEY, RollupColumns.FIGURES, RollupColumns.ADDED);

    private static final String INSERT_CRASHES = """
            INSERT INTO crash_histograms AS h (game_name, platform_code, day, stripe, chunk, counts)
            SELECT game_name, platform_code, day, %s, chunk, counts::bigint[]
            FROM (%s) AS n
            ON CONFLICT (game_name, platform_code, day, stripe, chunk) DO UPDATE SET\s""";

    /** Adds the rows of a query of {@link #CRASHES} in a stripe; both are to be put in. */
    static final String ADD_CRASHES = INSERT_CRASHES + RollupColumns.ADDED_COUNTS;

    /** Adds the only row of a query of {@link #CRASHES}, whose only count is 1: stripe, query and twice its place are to come. */
    static final String ADD_CRASH = INSERT_CRASHES + "counts[%s] = h.counts[%s] + 1";

    private static final String ADD_ALL_FIGURES = ADD_FIGURES.formatted(FIGURES.ofMany(1));

    private static final String ADD_ALL_CRASHES =
            ADD_CRASHES.formatted(ColumnType.INTEGER.parameter(CRASHES.size() + 1), CRASHES.ofMany(1));

    /** Stripes beyond this are shared: more connections than that is more than any database takes. */
    private static final int STRIPES = 256;

    /** The lock that makes a stripe this connection's own as long as it lives. */
    private static final String TAKE_STRIPE = """
            SELECT coalesce((SELECT stripe FROM generate_series(0, %d) AS stripe
                             WHERE pg_try_advisory_lock(%d, stripe) LIMIT 1), %d)
            """.formatted(STRIPES - 1, 0x63726173, STRIPES);

    private PgRollups() {}

    /** Takes a stripe of the histograms for a connection. */
    static Future<Integer> takeStripe(SqlConnection connection) {
        return connection
                .query(TAKE_STRIPE)
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Adds to the live rollups; to be sent once the locks of the sessions are held. */
    static List<Future<RowSet<Row>>> add(SqlConnection connection, RoundRollups rollups, int stripe) {
        Future<RowSet<Row>> figures =
                connection.preparedQuery(ADD_ALL_FIGURES).execute(FIGURES.addMany(rollups.figures(), Tuple.tuple()));
        return rollups.crashes().isEmpty()
                ? List.of(figures)
                : List.of(
                        figures,
                        connection
                                .preparedQuery(ADD_ALL_CRASHES)
                                .execute(CRASHES.addMany(rollups.crashes(), Tuple.tuple())
                                        .addValue(stripe)));
    }
}
