package dev.crashanalytics.rollup;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The figures of the rollups in SQL, in the order of the tables. */
public final class RollupColumns {

    /** What names a sum within a bot and a day. */
    public static final String KEY = "game_name, platform_code, strategy_name, currency";

    public static final String FIGURES = """
            rounds, wins, losses, skips, errors, stakes, profit, profit_squared, win_profit, loss_profit, largest_win,
            largest_loss, lowest_profit, highest_profit, multipliers, multiplier_sum, lowest_multiplier,
            highest_multiplier""";

    /** The figures of several rows of a rollup together. */
    public static final String SUMMED = """
            sum(rounds)::bigint AS rounds, sum(wins)::bigint AS wins, sum(losses)::bigint AS losses,
            sum(skips)::bigint AS skips, sum(errors)::bigint AS errors, sum(stakes) AS stakes, sum(profit) AS profit,
            sum(profit_squared) AS profit_squared, sum(win_profit) AS win_profit, sum(loss_profit) AS loss_profit,
            max(largest_win) AS largest_win, min(largest_loss) AS largest_loss, min(lowest_profit) AS lowest_profit,
            max(highest_profit) AS highest_profit, sum(multipliers)::bigint AS multipliers,
            sum(multiplier_sum) AS multiplier_sum, min(lowest_multiplier) AS lowest_multiplier,
            max(highest_multiplier) AS highest_multiplier""";

    /** The figures of rows of crash_game_rounds: what {@link RollupFigures} adds up one by one. */
    public static final String OF_ROUNDS = """
            count(*) AS rounds, count(*) FILTER (WHERE round_outcome = 'WIN') AS wins,
            count(*) FILTER (WHERE round_outcome = 'LOSS') AS losses,
            count(*) FILTER (WHERE round_outcome = 'SKIP') AS skips,
            count(*) FILTER (WHERE round_outcome = 'ERROR') AS errors, sum(stake_value) AS stakes,
            sum(profit_loss_amount) AS profit, sum(profit_loss_amount * profit_loss_amount) AS profit_squared,
            coalesce(sum(profit_loss_amount) FILTER (WHERE round_outcome = 'WIN'), 0) AS win_profit,
            coalesce(sum(profit_loss_amount) FILTER (WHERE round_outcome = 'LOSS'), 0) AS loss_profit,
            max(profit_loss_amount) FILTER (WHERE round_outcome = 'WIN') AS largest_win,
            min(profit_loss_amount) FILTER (WHERE round_outcome = 'LOSS') AS largest_loss,
            min(profit_loss_amount) AS lowest_profit, max(profit_loss_amount) AS highest_profit,
            count(final_multiplier) AS multipliers, coalesce(sum(final_multiplier), 0) AS multiplier_sum,
            min(final_multiplier) AS lowest_multiplier, max(final_multiplier) AS highest_multiplier""";

    /** Adds the row {@code excluded} to the row {@code u}. */
    public static final String ADDED = """
            rounds = u.rounds + excluded.rounds, wins = u.wins + excluded.wins, losses = u.losses + excluded.losses,
            skips = u.skips + excluded.skips, errors = u.errors + excluded.errors,
            stakes = u.stakes + excluded.stakes, profit = u.profit + excluded.profit,
            profit_squared = u.profit_squared + excluded.profit_squared,
            win_profit = u.win_profit + excluded.win_profit, loss_profit = u.loss_profit + excluded.loss_profit,
            largest_win = greatest(u.largest_win, excluded.largest_win),
            largest_loss = least(u.largest_loss, excluded.largest_loss),
            lowest_profit = least(u.lowest_profit, excluded.lowest_profit),
            highest_profit = greatest(u.highest_profit, excluded.highest_profit),
            multipliers = u.multipliers + excluded.multipliers,
            multiplier_sum = u.multiplier_sum + excluded.multiplier_sum,
            lowest_multiplier = least(u.lowest_multiplier, excluded.lowest_multiplier),
            highest_multiplier = greatest(u.highest_multiplier, excluded.highest_multiplier)""";

    /**
     * Adds the counts {@code excluded} to those of the row {@code h} of a histogram. Element by element: PostgreSQL has no
     * sum of arrays, and a subquery for each row is slow.
     */
    public static final String ADDED_COUNTS = IntStream.rangeClosed(1, HistogramChunk.SIZE)
            .mapToObj(bin -> "h.counts[%1$d] + excluded.counts[%1$d]".formatted(bin))
            .collect(Collectors.joining(", ", "counts = ARRAY[", "]"));

    private RollupColumns() {}
}
