package dev.crashanalytics.store;

import dev.crashanalytics.rollup.HistogramChunk;
import dev.crashanalytics.rollup.HistogramKey;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
            INSERT INTO round_rollups AS u (bot_id, day, game_name, platform_code, strategy_name, currency, state,
                rounds, wins, losses, skips, errors, stakes, profit, profit_squared, win_profit, loss_profit,
                largest_win, largest_loss, lowest_profit, highest_profit, multipliers, multiplier_sum,
                lowest_multiplier, highest_multiplier)
            SELECT n.bot_id, n.day, n.game_name, n.platform_code, n.strategy_name, n.currency, 'live',
                n.rounds, n.wins, n.losses, n.skips, n.errors, n.stakes, n.profit, n.profit_squared, n.win_profit,
                n.loss_profit, n.largest_win, n.largest_loss, n.lowest_profit, n.highest_profit, n.multipliers,
                n.multiplier_sum, n.lowest_multiplier, n.highest_multiplier
            FROM (%s) AS n
            ON CONFLICT (bot_id, day, game_name, platform_code, strategy_name, currency, state) DO UPDATE SET
                rounds = u.rounds + excluded.rounds, wins = u.wins + excluded.wins,
                losses = u.losses + excluded.losses, skips = u.skips + excluded.skips,
                errors = u.errors + excluded.errors, stakes = u.stakes + excluded.stakes,
                profit = u.profit + excluded.profit, profit_squared = u.profit_squared + excluded.profit_squared,
                win_profit = u.win_profit + excluded.win_profit, loss_profit = u.loss_profit + excluded.loss_profit,
                largest_win = greatest(u.largest_win, excluded.largest_win),
                largest_loss = least(u.largest_loss, excluded.largest_loss),
                lowest_profit = least(u.lowest_profit, excluded.lowest_profit),
                highest_profit = greatest(u.highest_profit, excluded.highest_profit),
                multipliers = u.multipliers + excluded.multipliers,
                multiplier_sum = u.multiplier_sum + excluded.multiplier_sum,
                lowest_multiplier = least(u.lowest_multiplier, excluded.lowest_multiplier),
                highest_multiplier = greatest(u.highest_multiplier, excluded.highest_multiplier),
                changes = u.changes + 1
            """;

    private static final String ADD_CRASHES = """
            INSERT INTO crash_histograms AS h (game_name, platform_code, day, stripe, chunk, counts)
            SELECT n.game_name, n.platform_code, n.day, %s, n.chunk, n.counts::bigint[]
            FROM (%s) AS n
            ON CONFLICT (game_name, platform_code, day, stripe, chunk) DO UPDATE SET
                counts = ARRAY[%s]
            """;

    private static final String ADD_ALL_FIGURES = ADD_FIGURES.formatted(FIGURES.ofMany(1));

    private static final String ADD_ALL_CRASHES =
            addCrashes(ColumnType.INTEGER.parameter(CRASHES.size() + 1), CRASHES.ofMany(1));

    /** Stripes beyond this are shared: more connections than that is more than any database takes. */
    private static final int STRIPES = 256;

    /** The lock that makes a stripe this connection's own as long as it lives. */
    private static final String TAKE_STRIPE = """
            SELECT coalesce((SELECT stripe FROM generate_series(0, %d) AS stripe
                             WHERE pg_try_advisory_lock(%d, stripe) LIMIT 1), %d)
            """.formatted(STRIPES - 1, 0x63726173, STRIPES);

    private PgRollups() {}

    /** Adds the rows of a query of {@link #CRASHES}. Element by element: PostgreSQL has no sum of arrays, and a subquery is slow. */
    static String addCrashes(String stripe, String rows) {
        String sums = IntStream.rangeClosed(1, HistogramChunk.SIZE)
                .mapToObj(bin -> "h.counts[%1$d] + excluded.counts[%1$d]".formatted(bin))
                .collect(Collectors.joining(", "));
        return ADD_CRASHES.formatted(stripe, rows, sums);
    }

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
