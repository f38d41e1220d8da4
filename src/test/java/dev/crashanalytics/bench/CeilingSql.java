package dev.crashanalytics.bench;

/** The statements of the ceiling: copies of the server's tables and the fastest known way to fill them. */
final class CeilingSql {

    /** Tables like the server's, with all their indexes and checks. */
    static final String CREATE_COPIES = """
            DROP SCHEMA IF EXISTS bench CASCADE;
            CREATE SCHEMA bench;
            CREATE TABLE bench.crash_game_rounds (LIKE public.crash_game_rounds INCLUDING ALL);
            CREATE TABLE bench.analytics_round_multipliers (LIKE public.analytics_round_multipliers INCLUDING ALL);
            CREATE TABLE bench.analytics_round_outcomes (LIKE public.analytics_round_outcomes INCLUDING ALL);
            CREATE SEQUENCE bench.round_id;
            CREATE SEQUENCE bench.commit_id;
            """;

    static final String DROP_COPIES = "DROP SCHEMA IF EXISTS bench CASCADE";

    /** One a connection. The round's id is drawn here, so that no statement has to hand it to the next. */
    static final String CREATE_STAGING = """
            CREATE TEMPORARY TABLE staging (
                id bigint NOT NULL DEFAULT nextval('bench.round_id'), bot_id text, session_id text, game_name text,
                platform_code text, round_number bigint, stake numeric, crash numeric, cashout numeric, outcome text,
                profit numeric, balance_before numeric, balance_after numeric, ocr_text text, ocr_confidence numeric,
                metadata jsonb, win_streak integer, loss_streak integer, position integer
            ) ON COMMIT DELETE ROWS
            """;

    static final String COPY_STAGING = """
            COPY staging (bot_id, session_id, game_name, platform_code, round_number, stake, crash, cashout, outcome,
                profit, balance_before, balance_after, ocr_text, ocr_confidence, metadata, win_streak, loss_streak,
                position)
            FROM STDIN
            """;

    static final String INSERT_ROUNDS = """
            INSERT INTO bench.crash_game_rounds (id, bot_id, session_id, game_name, platform_code, currency,
                round_number, round_start_timestamp, stake_value, strategy_name, crash_multiplier_detected,
                cashout_multiplier, final_multiplier, cashout_amount, profit_loss_amount, running_balance_before,
                running_balance_after, roi_percent, ocr_raw_text, multiplier_detection_confidence, round_outcome,
                metadata, commit_id, position)
            SELECT id, bot_id, session_id, game_name, platform_code, 'USD', round_number, now(), stake, 'custom', crash,
                cashout, coalesce(cashout, crash), stake * cashout, profit, balance_before, balance_after,
                trim_scale(profit / stake * 100), ocr_text, ocr_confidence, outcome, metadata, ?, position
            FROM staging
            """;

    static final String INSERT_MULTIPLIERS = """
            INSERT INTO bench.analytics_round_multipliers (round_id, bot_id, session_id, round_number, multiplier,
                timestamp, game_name, platform_code, is_crash_multiplier, is_cashout_multiplier, max_in_round,
                ocr_confidence, is_derived, date_bucket)
            SELECT id, bot_id, session_id, round_number, crash, now(), game_name, platform_code, true, false, true,
                ocr_confidence, true, current_date
            FROM staging
            UNION ALL
            SELECT id, bot_id, session_id, round_number, cashout, now(), game_name, platform_code, false, true, false,
                NULL, true, current_date
            FROM staging WHERE cashout IS NOT NULL
            """;

    static final String INSERT_OUTCOMES = """
            INSERT INTO bench.analytics_round_outcomes (round_id, bot_id, session_id, round_number, timestamp,
                game_name, platform_code, strategy_name, outcome, profit_loss, roi_percent, bet_amount, winnings,
                loss_amount, actual_multiplier, win_streak_length, loss_streak_length, outcome_category, is_derived,
                date_bucket, hour_bucket)
            SELECT id, bot_id, session_id, round_number, now(), game_name, platform_code, 'custom', outcome, profit,
                trim_scale(profit / stake * 100), stake, CASE WHEN profit > 0 THEN profit END,
                CASE WHEN profit < 0 THEN -profit END, crash, win_streak, loss_streak,
                CASE WHEN -profit > 0.2 * balance_before THEN 'catastrophic_loss' WHEN profit >= stake THEN 'big_win'
                    WHEN profit > 0 THEN 'small_win' WHEN profit < 0 THEN 'small_loss' ELSE 'neutral' END,
                true, current_date, 12
            FROM staging
            """;

    /** One round as one row, every column that the server fills; for the bare commit beside the ack latency. */
    static final String INSERT_ONE_ROUND = """
            INSERT INTO bench.crash_game_rounds (id, bot_id, session_id, game_name, platform_code, currency,
                round_number, round_start_timestamp, stake_value, strategy_name, crash_multiplier_detected,
                cashout_multiplier, final_multiplier, cashout_amount, profit_loss_amount, running_balance_before,
                running_balance_after, roi_percent, ocr_raw_text, multiplier_detection_confidence, round_outcome,
                metadata, commit_id, position)
            VALUES (nextval('bench.round_id'), ?, ?, 'aviator', 'dafabet', 'USD', ?, now(), ?, 'custom', ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?, ?, ?::jsonb, 1, 0)
            """;

    private CeilingSql() {}
}
