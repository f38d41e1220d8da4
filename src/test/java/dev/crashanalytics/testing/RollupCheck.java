package dev.crashanalytics.testing;

import java.util.ArrayList;
import java.util.List;

/** Compares rollups and totals with the rounds they are sums of. */
public final class RollupCheck {

    /** Sums by key, live and settled ones together, beside those of the rows. */
    private static final String SUMS = """
            SELECT 'round_rollups ' || coalesce(k.key, r.key) || ': ' || coalesce(k.sums, 'none') || ' but '
                   || coalesce(r.sums, 'none')
            FROM (SELECT concat_ws('/', bot_id, day, game_name, platform_code, strategy_name, currency) AS key,
                         concat_ws(' ', sum(rounds), sum(wins), sum(losses), sum(skips), sum(errors),
                             trim_scale(sum(stakes)), trim_scale(sum(profit)), trim_scale(sum(profit_squared)),
                             trim_scale(max(largest_win)), trim_scale(min(largest_loss)), sum(multipliers),
                             trim_scale(sum(multiplier_sum)), trim_scale(max(highest_multiplier))) AS sums
                  FROM round_rollups GROUP BY 1) AS k
            FULL JOIN (
                  SELECT concat_ws('/', bot_id, (round_start_timestamp AT TIME ZONE 'UTC')::date, game_name,
                             platform_code, strategy_name, currency) AS key,
                         concat_ws(' ', count(*), count(*) FILTER (WHERE round_outcome = 'WIN'),
                             count(*) FILTER (WHERE round_outcome = 'LOSS'),
                             count(*) FILTER (WHERE round_outcome = 'SKIP'),
                             count(*) FILTER (WHERE round_outcome = 'ERROR'),
                             trim_scale(sum(stake_value)), trim_scale(sum(profit_loss_amount)),
                             trim_scale(sum(profit_loss_amount * profit_loss_amount)),
                             trim_scale(max(profit_loss_amount) FILTER (WHERE round_outcome = 'WIN')),
                             trim_scale(min(profit_loss_amount) FILTER (WHERE round_outcome = 'LOSS')),
                             count(final_multiplier), trim_scale(coalesce(sum(final_multiplier), 0)),
                             trim_scale(max(final_multiplier))) AS sums
                  FROM crash_game_rounds GROUP BY 1) AS r ON r.key = k.key
            WHERE k.sums IS DISTINCT FROM r.sums
            """;

    private static final String TOTALS = """
            SELECT 'round_totals ' || coalesce(t.key, s.key) || ': ' || coalesce(t.sums, 'none') || ' but '
                   || coalesce(s.sums, 'none')
            FROM (SELECT concat_ws('/', bot_id, game_name, platform_code, strategy_name, currency) AS key,
                         concat_ws(' ', rounds, wins, trim_scale(stakes), trim_scale(profit)) AS sums
                  FROM round_totals) AS t
            FULL JOIN (
                  SELECT concat_ws('/', bot_id, game_name, platform_code, strategy_name, currency) AS key,
                         concat_ws(' ', sum(rounds), sum(wins), trim_scale(sum(stakes)), trim_scale(sum(profit)))
                             AS sums
                  FROM round_rollups WHERE state <> 'live' GROUP BY 1) AS s ON s.key = t.key
            WHERE t.sums IS DISTINCT FROM s.sums
            """;

    private static final String CRASHES = """
            SELECT 'crash_histograms ' || coalesce(h.key, r.key) || ': ' || coalesce(h.crashes, 0) || ' but '
                   || coalesce(r.crashes, 0)
            FROM (SELECT concat_ws('/', game_name, platform_code, day) AS key, sum(c) AS crashes
                  FROM crash_histograms CROSS JOIN unnest(counts) AS c GROUP BY 1) AS h
            FULL JOIN (
                  SELECT concat_ws('/', game_name, platform_code, (round_start_timestamp AT TIME ZONE 'UTC')::date)
                             AS key, count(*) AS crashes
                  FROM crash_game_rounds WHERE crash_multiplier_detected IS NOT NULL GROUP BY 1) AS r
                ON r.key = h.key
            WHERE coalesce(h.crashes, 0) <> coalesce(r.crashes, 0)
            """;

    private static final String CRASH_TOTALS = """
            SELECT 'crash_histogram_totals ' || coalesce(t.key, h.key)
            FROM (SELECT concat_ws('/', game_name, platform_code, chunk, bin) AS key, c AS crashes
                  FROM crash_histogram_totals CROSS JOIN unnest(counts) WITH ORDINALITY AS u (c, bin)) AS t
            FULL JOIN (
                  SELECT concat_ws('/', game_name, platform_code, chunk, bin) AS key, sum(c) AS crashes
                  FROM crash_histograms CROSS JOIN unnest(counts) WITH ORDINALITY AS u (c, bin)
                  WHERE stripe < 0 GROUP BY 1) AS h ON h.key = t.key
            WHERE coalesce(t.crashes, 0) <> coalesce(h.crashes, 0)
            """;

    private RollupCheck() {}

    /** What is wrong with the rollups of all bots; empty where all is well. Nothing may be archived. */
    public static List<String> complaints(CrashServer server) {
        List<String> complaints = new ArrayList<>();
        for (String question : List.of(SUMS, TOTALS, CRASHES, CRASH_TOTALS)) {
            complaints.addAll(Sql.column(server, question));
        }
        return complaints;
    }
}
