-- Names that the SQL of the Python library's users has and the tables do not. Plain views over the tables: right at once,
-- nothing to refresh, nothing that ingest pays for. Nothing in the server reads them. Flyway runs this file again after all
-- migrations whenever its text has changed. PostgreSQL refuses to change the type of a column that a view reads: a
-- migration that must drops the views (as V9 does), and a comment changed here brings them back.
-- Last brought back for: V9.

-- The daily sums of a bot and game, as GET /bots/{bot_id}/statistics/daily answers them; a day's rows of all states add up.
-- Currencies are never added up: a bot that plays in two has a row for each.
CREATE OR REPLACE VIEW mv_daily_bot_stats AS
SELECT day AS report_date, bot_id, game_name,
       sum(rounds)::bigint AS total_rounds, sum(wins)::bigint AS wins, sum(losses)::bigint AS losses,
       round(sum(wins) / sum(rounds), 10) AS win_rate,
       sum(profit) AS total_profit_loss, round(sum(profit) / sum(rounds), 10) AS avg_profit_loss,
       min(lowest_profit) AS min_profit, max(highest_profit) AS max_profit,
       -- Of the sample, as stddev_samp; null for a single round. Rounding may not make a variance negative.
       CASE WHEN sum(rounds) > 1 THEN round(sqrt(greatest(0,
           (sum(profit_squared) - sum(profit) * sum(profit) / sum(rounds)) / (sum(rounds) - 1))), 10)
       END AS std_dev_profit,
       currency
FROM round_rollups
GROUP BY day, bot_id, game_name, currency
HAVING sum(rounds) > 0;

-- The guide's drawing calls the table of OCR readings so.
CREATE OR REPLACE VIEW ocr_validation AS
SELECT id, round_id, bot_id, session_id, raw_ocr_text, cleaned_value, confidence, validation_status, timestamp
FROM ocr_validation_logs;

-- The guide's core fields of multipliers for training, roundid among them, and what export_multipliers_for_ml calls the rest.
CREATE OR REPLACE VIEW multipliers_for_ml AS
SELECT round_id AS roundid, multiplier, timestamp, is_crash_multiplier AS is_crash, is_cashout_multiplier AS is_cashout,
       max_in_round AS is_max, ocr_confidence, data_quality_score AS quality_score, bot_id, session_id, round_number,
       game_name, platform_code
FROM analytics_round_multipliers;

-- Rounds under the names that log_crash_round's arguments have, with times as the library stored them: in UTC, without a zone.
CREATE OR REPLACE VIEW logged_rounds AS
SELECT id AS round_id, bot_id, session_id, game_name, platform_code, round_number,
       round_start_timestamp AT TIME ZONE 'UTC' AS timestamp, stake_value,
       crash_multiplier_detected AS crash_multiplier, cashout_multiplier, round_outcome,
       profit_loss_amount AS profit_loss, running_balance_before, running_balance_after, ocr_raw_text AS ocr_text,
       multiplier_detection_confidence AS ocr_confidence, error_type, error_description, strategy_name, metadata, currency
FROM crash_game_rounds;
