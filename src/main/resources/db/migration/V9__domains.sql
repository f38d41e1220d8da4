-- The values that a column may have, as domains instead of CHECK constraints of the tables. PostgreSQL parses the constraints of a
-- table anew for every statement that writes to it, the rule of a domain once a connection. For a round that is stored alone
-- that was a sixth of the time until its ack (docs/benchmarks.md).
--
-- No table is rewritten or read: a domain without a rule is the type below it, and the rules need not look at rows that
-- the constraints have let in (NOT VALID).

-- Views name the type of each column; R__guide_views.sql makes them again.
DROP VIEW IF EXISTS mv_daily_bot_stats, ocr_validation, multipliers_for_ml, logged_rounds;

CREATE DOMAIN multiplier_value AS numeric;
CREATE DOMAIN stake_amount AS numeric;
CREATE DOMAIN probability AS numeric;
CREATE DOMAIN non_negative AS integer;
CREATE DOMAIN hour_of_day AS smallint;
CREATE DOMAIN outcome_name AS varchar(10);
CREATE DOMAIN outcome_category_name AS varchar(20);
CREATE DOMAIN multiplier_source_name AS varchar(10);
CREATE DOMAIN round_error_name AS varchar(30);
CREATE DOMAIN session_status_name AS varchar(20);
CREATE DOMAIN always_true AS boolean;

ALTER TABLE crash_game_rounds
    DROP CONSTRAINT crash_game_rounds_stake_value_check,
    DROP CONSTRAINT crash_game_rounds_target_multiplier_check,
    DROP CONSTRAINT crash_game_rounds_crash_multiplier_detected_check,
    DROP CONSTRAINT crash_game_rounds_cashout_multiplier_check,
    DROP CONSTRAINT crash_game_rounds_final_multiplier_check,
    DROP CONSTRAINT crash_game_rounds_multiplier_source_check,
    DROP CONSTRAINT crash_game_rounds_multiplier_detection_confidence_check,
    DROP CONSTRAINT crash_game_rounds_cashout_detection_confidence_check,
    DROP CONSTRAINT crash_game_rounds_round_outcome_check,
    DROP CONSTRAINT crash_game_rounds_error_type_check,
    DROP CONSTRAINT crash_game_rounds_retry_count_check,
    ALTER stake_value TYPE stake_amount,
    ALTER target_multiplier TYPE multiplier_value,
    ALTER crash_multiplier_detected TYPE multiplier_value,
    ALTER cashout_multiplier TYPE multiplier_value,
    ALTER final_multiplier TYPE multiplier_value,
    ALTER multiplier_source TYPE multiplier_source_name,
    ALTER multiplier_detection_confidence TYPE probability,
    ALTER cashout_detection_confidence TYPE probability,
    ALTER round_outcome TYPE outcome_name,
    ALTER error_type TYPE round_error_name,
    ALTER retry_count TYPE non_negative;

ALTER TABLE analytics_round_multipliers
    DROP CONSTRAINT analytics_round_multipliers_multiplier_check,
    DROP CONSTRAINT analytics_round_multipliers_ocr_confidence_check,
    ALTER multiplier TYPE multiplier_value,
    ALTER ocr_confidence TYPE probability;

ALTER TABLE analytics_round_signals
    DROP CONSTRAINT analytics_round_signals_confidence_score_check,
    DROP CONSTRAINT analytics_round_signals_similar_rounds_count_check,
    DROP CONSTRAINT analytics_round_signals_predicted_multiplier_check,
    DROP CONSTRAINT analytics_round_signals_actual_multiplier_check,
    ALTER confidence_score TYPE probability,
    ALTER similar_rounds_count TYPE non_negative,
    ALTER predicted_multiplier TYPE multiplier_value,
    ALTER actual_multiplier TYPE multiplier_value;

ALTER TABLE analytics_round_outcomes
    DROP CONSTRAINT analytics_round_outcomes_outcome_check,
    DROP CONSTRAINT analytics_round_outcomes_target_multiplier_check,
    DROP CONSTRAINT analytics_round_outcomes_actual_multiplier_check,
    DROP CONSTRAINT analytics_round_outcomes_win_streak_length_check,
    DROP CONSTRAINT analytics_round_outcomes_loss_streak_length_check,
    DROP CONSTRAINT analytics_round_outcomes_outcome_category_check,
    DROP CONSTRAINT analytics_round_outcomes_hour_bucket_check,
    ALTER outcome TYPE outcome_name,
    ALTER target_multiplier TYPE multiplier_value,
    ALTER actual_multiplier TYPE multiplier_value,
    ALTER win_streak_length TYPE non_negative,
    ALTER loss_streak_length TYPE non_negative,
    ALTER outcome_category TYPE outcome_category_name,
    ALTER hour_bucket TYPE hour_of_day;

ALTER TABLE ocr_validation_logs
    DROP CONSTRAINT ocr_validation_logs_confidence_check,
    ALTER confidence TYPE probability;

ALTER TABLE session_logs
    DROP CONSTRAINT session_logs_status_check,
    ALTER status TYPE session_status_name;

ALTER TABLE feed_head
    DROP CONSTRAINT feed_head_only_row_check,
    ALTER only_row TYPE always_true;

ALTER DOMAIN multiplier_value ADD CHECK (VALUE >= 1) NOT VALID;
ALTER DOMAIN stake_amount ADD CHECK (VALUE >= 0) NOT VALID;
ALTER DOMAIN probability ADD CHECK (VALUE BETWEEN 0 AND 1) NOT VALID;
ALTER DOMAIN non_negative ADD CHECK (VALUE >= 0) NOT VALID;
ALTER DOMAIN hour_of_day ADD CHECK (VALUE BETWEEN 0 AND 23) NOT VALID;
ALTER DOMAIN outcome_name ADD CHECK (VALUE IN ('WIN', 'LOSS', 'SKIP', 'ERROR')) NOT VALID;
ALTER DOMAIN outcome_category_name ADD CHECK
    (VALUE IN ('catastrophic_loss', 'big_win', 'small_win', 'small_loss', 'neutral')) NOT VALID;
ALTER DOMAIN multiplier_source_name ADD CHECK (VALUE IN ('ocr', 'api', 'manual')) NOT VALID;
ALTER DOMAIN round_error_name ADD CHECK
    (VALUE IN ('bet_failed', 'no_multiplier', 'early_crash', 'ocr_error', 'network_drop', 'timeout',
               'insufficient_balance', 'unknown')) NOT VALID;
ALTER DOMAIN session_status_name ADD CHECK (VALUE IN ('active', 'completed', 'error', 'interrupted')) NOT VALID;
ALTER DOMAIN always_true ADD CHECK (VALUE) NOT VALID;
