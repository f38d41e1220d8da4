package dev.crashanalytics.bench;

import dev.crashanalytics.rollup.HistogramChunk;
import dev.crashanalytics.rollup.RollupColumns;

/**
 * The statements that fill all tables as if a year of rounds had been logged. Rounds are made in a temporary table, some
 * days at a time; everything else is derived from there, so that rows, sums, histograms, sessions and streaks agree.
 */
final class HistorySql {

    /** {@code ?} is the number of bots. */
    static final String REGISTER_BOTS = """
            INSERT INTO bot_vm_registration (bot_id, bot_name, strategy_name)
            SELECT 'history-bot-' || lpad(bot::text, 3, '0'), 'history', 'strategy_0'
            FROM generate_series(0, ? - 1) AS bot
            """;

    /** One a connection. */
    static final String CREATE_STAGING = """
            CREATE TEMPORARY TABLE staged (LIKE crash_game_rounds,
                day date, win_streak integer, loss_streak integer) ON COMMIT DELETE ROWS
            """;

    /**
     * The rounds of some days: {@code ?} are the commit, the rounds of a bot, the days there are, the bots, the first day,
     * and the days from and to. Each bot has one session a day, its rounds spread evenly over it, and plays one game on one
     * platform; its strategies take turns from day to day. Crashes are max(1.00, 0.965 / u), rounded down to cents. Numbers
     * are drawn from a sequence the seed decides.
     */
    static final String STAGE_ROUNDS = """
            WITH argument AS (
                SELECT ?::bigint AS commit_id, ?::bigint AS rounds, ?::bigint AS days, ?::int AS bots,
                       ?::date AS first_day, ?::int AS day_from, ?::int AS day_to
            ), drawn AS MATERIALIZED (
                SELECT a.commit_id, bot, d, n, a.first_day + d AS day, a.bots,
                       (d + 1) * a.rounds / a.days - d * a.rounds / a.days AS rounds_of_day,
                       least(1000000, greatest(1, floor(96.5 / (1 - random())) / 100))::numeric AS crash,
                       (90 + floor(random() * 10))::numeric / 100 AS confidence
                FROM argument a
                CROSS JOIN generate_series(a.day_from, a.day_to - 1) AS d
                CROSS JOIN generate_series(0, a.bots - 1) AS bot
                CROSS JOIN LATERAL generate_series(1, (d + 1) * a.rounds / a.days - d * a.rounds / a.days) AS n
            ), played AS (
                SELECT *, crash >= 1.33 AS won, CASE WHEN crash >= 1.33 THEN 3.3 ELSE -10 END AS profit,
                       date_trunc('milliseconds', day::timestamp AT TIME ZONE 'UTC' + interval '10 s'
                           + (n - 1 + bot::float8 / bots) * 86000 / rounds_of_day * interval '1 s') AS started
                FROM drawn
            ), counted AS (
                SELECT *, 100000 + sum(profit) OVER session AS balance,
                       n - coalesce(max(n) FILTER (WHERE NOT won) OVER session, 0) AS wins,
                       n - coalesce(max(n) FILTER (WHERE won) OVER session, 0) AS losses
                FROM played
                WINDOW session AS (PARTITION BY bot, d ORDER BY n)
            )
            INSERT INTO staged (id, bot_id, session_id, game_name, platform_code, currency, round_number,
                round_start_timestamp, stake_value, strategy_name, crash_multiplier_detected, cashout_multiplier,
                final_multiplier, cashout_amount, profit_loss_amount, running_balance_before, running_balance_after,
                roi_percent, ocr_raw_text, multiplier_detection_confidence, round_outcome, metadata, created_at,
                updated_at, commit_id, position, day, win_streak, loss_streak)
            SELECT nextval('crash_game_rounds_id_seq'), 'history-bot-' || lpad(bot::text, 3, '0'),
                'session-' || to_char(day, 'YYYYMMDD'), CASE WHEN bot % 5 = 0 THEN 'jetx' ELSE 'aviator' END,
                CASE WHEN bot % 5 = 0 THEN 'smartsoft' WHEN bot % 5 < 3 THEN 'dafabet' ELSE 'fun88' END, 'USD', n,
                started, 10.00, 'strategy_' || (bot + d) % 5, crash, CASE WHEN won THEN 1.33 END,
                CASE WHEN won THEN 1.33 ELSE crash END, CASE WHEN won THEN 13.3 END, profit, balance - profit, balance,
                profit * 10, crash || 'x', confidence, CASE WHEN won THEN 'WIN' ELSE 'LOSS' END,
                '{"strategy": "compound_1.33x"}', started, started, commit_id,
                row_number() OVER (ORDER BY started, bot) - 1, day, wins, losses
            FROM counted
            ORDER BY started, bot
            """;

    static final String STORE_ROUNDS = """
            INSERT INTO crash_game_rounds (id, bot_id, session_id, game_name, platform_code, currency, round_number,
                round_start_timestamp, stake_value, strategy_name, crash_multiplier_detected, cashout_multiplier,
                final_multiplier, cashout_amount, profit_loss_amount, running_balance_before, running_balance_after,
                roi_percent, ocr_raw_text, multiplier_detection_confidence, round_outcome, metadata, created_at,
                updated_at, commit_id, position)
            SELECT id, bot_id, session_id, game_name, platform_code, currency, round_number,
                round_start_timestamp, stake_value, strategy_name, crash_multiplier_detected, cashout_multiplier,
                final_multiplier, cashout_amount, profit_loss_amount, running_balance_before, running_balance_after,
                roi_percent, ocr_raw_text, multiplier_detection_confidence, round_outcome, metadata, created_at,
                updated_at, commit_id, position
            FROM staged
            """;

    static final String STORE_MULTIPLIERS = """
            INSERT INTO analytics_round_multipliers (round_id, bot_id, session_id, round_number, multiplier, timestamp,
                game_name, platform_code, is_crash_multiplier, is_cashout_multiplier, max_in_round, ocr_confidence,
                is_derived, date_bucket)
            SELECT id, bot_id, session_id, round_number, m.multiplier, round_start_timestamp, game_name, platform_code,
                m.is_crash, NOT m.is_crash, m.is_crash,
                CASE WHEN m.is_crash THEN multiplier_detection_confidence END, true, day
            FROM staged
            CROSS JOIN LATERAL (VALUES (crash_multiplier_detected, true), (cashout_multiplier, false))
                AS m (multiplier, is_crash)
            WHERE m.multiplier IS NOT NULL
            """;

    static final String STORE_OUTCOMES = """
            INSERT INTO analytics_round_outcomes (round_id, bot_id, session_id, round_number, timestamp, game_name,
                platform_code, strategy_name, outcome, profit_loss, roi_percent, bet_amount, winnings, loss_amount,
                actual_multiplier, win_streak_length, loss_streak_length, outcome_category, is_derived, date_bucket,
                hour_bucket)
            SELECT id, bot_id, session_id, round_number, round_start_timestamp, game_name, platform_code, strategy_name,
                round_outcome, profit_loss_amount, roi_percent, stake_value,
                CASE WHEN profit_loss_amount > 0 THEN profit_loss_amount END,
                CASE WHEN profit_loss_amount < 0 THEN -profit_loss_amount END, crash_multiplier_detected, win_streak,
                loss_streak, CASE WHEN profit_loss_amount > 0 THEN 'small_win' ELSE 'small_loss' END, true, day,
                extract(hour FROM round_start_timestamp AT TIME ZONE 'UTC')
            FROM staged
            """;

    /** A forecast of every tenth round, five seconds before it, and what it adds to the sums of signals. */
    static final String STORE_SIGNALS = """
            WITH stored AS (
                INSERT INTO analytics_round_signals AS s (round_id, bot_id, session_id, round_number, timestamp,
                    game_name, signal_type, confidence_score, predicted_multiplier, predicted_ahead, signal_correctness,
                    actual_multiplier, prediction_error, date_bucket, commit_id, position)
                SELECT id, bot_id, session_id, round_number, round_start_timestamp - interval '5 s', game_name,
                    (ARRAY['momentum', 'pattern', 'volatility'])[position % 3 + 1], 0.3 + position % 40 * 0.01, 2.0, true,
                    crash_multiplier_detected >= 2, crash_multiplier_detected, crash_multiplier_detected - 2, day,
                    commit_id, (SELECT count(*) FROM staged) + position / 10
                FROM staged
                WHERE position % 10 = 0
                RETURNING s AS signal
            ), sums AS (
                SELECT (c.signal).bot_id, ((c.signal).timestamp AT TIME ZONE 'UTC')::date AS day,
                       (c.signal).signal_type, (c.signal).game_name,
                       (SELECT r.platform_code FROM staged r WHERE r.bot_id = (c.signal).bot_id LIMIT 1) AS platform_code,
                       f.standing, count(*) AS signals, sum(f.confidences) AS confidences,
                       sum(f.confidence) AS confidence_sum, sum(f.evaluated) AS evaluated, sum(f.correct) AS correct,
                       sum(f.squared_error) AS squared_errors, sum(f.log_loss) AS log_losses,
                       sum(f.inverse_target_square) AS inverse_target_squares,
                       sum(f.inverse_target_reached) AS inverse_targets_reached
                FROM stored c CROSS JOIN LATERAL signal_figures(c.signal) AS f
                GROUP BY 1, 2, 3, 4, 5, 6
            )
            INSERT INTO signal_rollups (bot_id, day, signal_type, game_name, platform_code, standing, stripe, signals,
                confidences, confidence_sum, evaluated, correct, squared_errors, log_losses, inverse_target_squares,
                inverse_targets_reached)
            SELECT bot_id, day, signal_type, game_name, platform_code, standing, 0, signals, confidences, confidence_sum,
                evaluated, correct, squared_errors, log_losses, inverse_target_squares, inverse_targets_reached
            FROM sums
            """;

    static final String SUM_SIGNALS = """
            INSERT INTO signal_totals (bot_id, signal_type, game_name, platform_code, standing, stripe, signals,
                confidences, confidence_sum, evaluated, correct, squared_errors, log_losses, inverse_target_squares,
                inverse_targets_reached)
            SELECT bot_id, signal_type, game_name, platform_code, standing, stripe, sum(signals), sum(confidences),
                sum(confidence_sum), sum(evaluated), sum(correct), sum(squared_errors), sum(log_losses),
                sum(inverse_target_squares), sum(inverse_targets_reached)
            FROM signal_rollups
            GROUP BY 1, 2, 3, 4, 5, 6
            """;

    /** A session a bot and day, with the figures that its rounds leave behind. */
    static final String STORE_SESSIONS = """
            WITH played AS (
                SELECT bot_id, session_id, min(game_name) AS game_name, min(round_start_timestamp) AS start_time,
                       max(round_start_timestamp) AS last_at, min(commit_id) AS commit_id, count(*) AS rounds,
                       count(*) FILTER (WHERE round_outcome = 'WIN') AS wins,
                       count(*) FILTER (WHERE round_outcome = 'LOSS') AS losses, sum(stake_value) AS stakes,
                       sum(profit_loss_amount) AS profit,
                       coalesce(sum(profit_loss_amount) FILTER (WHERE round_outcome = 'WIN'), 0) AS win_profit,
                       coalesce(sum(profit_loss_amount) FILTER (WHERE round_outcome = 'LOSS'), 0) AS loss_profit,
                       greatest(max(profit_loss_amount), 0) AS largest_win,
                       least(min(profit_loss_amount), 0) AS largest_loss,
                       (array_agg(running_balance_after ORDER BY round_number DESC))[1] AS balance,
                       (array_agg(win_streak ORDER BY round_number DESC))[1] AS win_streak,
                       (array_agg(loss_streak ORDER BY round_number DESC))[1] AS loss_streak,
                       row_number() OVER (ORDER BY bot_id, session_id) AS place
                FROM staged
                GROUP BY bot_id, session_id
            )
            INSERT INTO session_logs (bot_id, session_id, game_name, start_time, duration_seconds, initial_balance,
                final_balance, total_profit_loss, total_roi_percent, total_rounds, winning_rounds, losing_rounds, win_rate,
                largest_win, largest_loss, average_win, average_loss, last_balance, last_balance_round, last_round_number,
                last_round_at, figures_by_currency, win_streak, loss_streak, started_commit_id, started_position,
                updated_commit_id, updated_position)
            SELECT bot_id, session_id, game_name, start_time, extract(epoch FROM last_at - start_time), 100000, balance,
                profit, round(profit * 100 / stakes, 10), rounds, wins, losses, round(wins::numeric / rounds, 10),
                largest_win, largest_loss, coalesce(round(win_profit / nullif(wins, 0), 10), 0),
                coalesce(round(loss_profit / nullif(losses, 0), 10), 0), balance, rounds, rounds, last_at,
                jsonb_build_object('USD', jsonb_build_object('rounds', rounds, 'wins', wins, 'losses', losses,
                    'stakes', stakes, 'profit', profit, 'win_profit', win_profit, 'loss_profit', loss_profit,
                    'largest_win', largest_win, 'largest_loss', largest_loss)),
                win_streak, loss_streak, commit_id, (SELECT count(*) + (count(*) + 9) / 10 FROM staged) + place - 1,
                commit_id, (SELECT count(*) + (count(*) + 9) / 10 FROM staged) + place - 1
            FROM played
            """;

    /** {@code ?} is the first day that is not settled. */
    static final String STORE_SUMS = """
            INSERT INTO round_rollups (bot_id, day, %1$s, state, %2$s)
            SELECT bot_id, day, %1$s, CASE WHEN day < ? THEN 'settled' ELSE 'live' END, %3$s
            FROM staged
            GROUP BY bot_id, day, %1$s
            """.formatted(RollupColumns.KEY, RollupColumns.FIGURES, RollupColumns.OF_ROUNDS);

    static final String SUM_UP = """
            INSERT INTO round_totals (bot_id, %1$s, %2$s)
            SELECT bot_id, %1$s, %3$s FROM round_rollups WHERE state = 'settled' GROUP BY bot_id, %1$s
            """.formatted(RollupColumns.KEY, RollupColumns.FIGURES, RollupColumns.SUMMED);

    /** {@code ?} are the lower edges of the bins, in cents, and the first day that is not settled. */
    static final String STORE_CRASHES = """
            WITH binned AS MATERIALIZED (
                SELECT game_name, platform_code, day, bin / %1$d AS chunk, bin %% %1$d AS place, count(*) AS crashes
                FROM (SELECT game_name, platform_code, day,
                             width_bucket(floor(crash_multiplier_detected * 100)::bigint, ?::bigint[]) - 1 AS bin
                      FROM staged) AS r
                GROUP BY 1, 2, 3, 4, 5
            ), piece AS (
                SELECT DISTINCT game_name, platform_code, day, chunk FROM binned
            )
            INSERT INTO crash_histograms (game_name, platform_code, day, stripe, chunk, counts)
            SELECT game_name, platform_code, day, CASE WHEN day < ? THEN -1 ELSE 0 END, chunk,
                   array_agg(coalesce(b.crashes, 0) ORDER BY place)
            FROM piece CROSS JOIN generate_series(0, %1$d - 1) AS place
            LEFT JOIN binned b USING (game_name, platform_code, day, chunk, place)
            GROUP BY game_name, platform_code, day, chunk
            """.formatted(HistogramChunk.SIZE);

    static final String SUM_UP_CRASHES = """
            INSERT INTO crash_histogram_totals (game_name, platform_code, chunk, counts)
            SELECT game_name, platform_code, chunk, array_agg(crashes ORDER BY place)
            FROM (SELECT h.game_name, h.platform_code, h.chunk, c.place, sum(c.crashes)::bigint AS crashes
                  FROM crash_histograms h CROSS JOIN unnest(h.counts) WITH ORDINALITY AS c (crashes, place)
                  WHERE h.stripe = -1
                  GROUP BY 1, 2, 3, 4) AS sums
            GROUP BY 1, 2, 3
            """;

    /** Takes the offsets of a commit, {@code ?}: its rounds, its signals, its sessions. Last, as ingest does. */
    static final String TAKE_OFFSETS = """
            WITH head AS (
                UPDATE feed_head SET next_offset = next_offset
                    + (SELECT count(*) + (count(*) + 9) / 10 + count(DISTINCT (bot_id, session_id)) FROM staged)
                RETURNING next_offset
            )
            INSERT INTO commits (commit_id, first_offset)
            SELECT ?, next_offset
                - (SELECT count(*) + (count(*) + 9) / 10 + count(DISTINCT (bot_id, session_id)) FROM staged)
            FROM head
            """;

    private HistorySql() {}
}
