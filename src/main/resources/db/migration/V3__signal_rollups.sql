-- Sums over signals, kept by the transactions that store and judge them, as V2 keeps those over rounds. Only the server
-- writes here; day is the UTC day of the signal's timestamp.

-- round(1 / x, 10), half-even and exact: numeric division would round twice, and halves away from zero.
CREATE FUNCTION forecast_inverse(x numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT (q.whole + CASE WHEN 2 * q.rest > x OR 2 * q.rest = x AND q.whole % 2 = 1 THEN 1 ELSE 0 END) * 0.0000000001
    FROM (SELECT div(10000000000, x) AS whole, 10000000000 % x AS rest) AS q
$$;

-- The log loss of a forecast, whose chance is clipped so that a false certainty costs 13.8 and not infinity. In numeric
-- and not in double precision: sums of it must come out the same on every machine. The 20 digits make ln compute as many,
-- more than are kept.
CREATE FUNCTION forecast_log_loss(confidence numeric, reached boolean) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT round(-ln(round(greatest(0.000001, least(0.999999,
        CASE WHEN reached THEN confidence ELSE 1 - confidence END)), 20)), 10)
$$;

-- What a signal adds to the sums. Its standing says whether it is evidence: 'decile_0' to 'decile_9', after its
-- confidence, where it foretold what became known later, else the first reason why it is none. A result counts as
-- evaluated only where it was foretold; what follows log_loss is of evidence alone. Rollups, the edges of a range and
-- whoever checks the rollups all ask this function, so that they agree.
CREATE FUNCTION signal_figures(s analytics_round_signals) RETURNS TABLE (
    standing               text,
    confidences            integer,
    confidence             numeric,
    evaluated              integer,
    correct                integer,
    squared_error          numeric,
    log_loss               numeric,
    inverse_target_square  numeric,
    inverse_target_reached numeric
) LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN f.is_evidence THEN 'decile_' || least(9, floor(s.confidence_score * 10))
                WHEN NOT s.predicted_ahead THEN 'not_ahead'
                WHEN s.confidence_score IS NULL THEN 'no_confidence'
                WHEN s.predicted_multiplier IS NULL OR s.predicted_multiplier <= 1 THEN 'no_target'
                ELSE 'no_result' END,
           (s.confidence_score IS NOT NULL)::integer,
           coalesce(s.confidence_score, 0),
           (s.predicted_ahead AND s.signal_correctness IS NOT NULL)::integer,
           (s.predicted_ahead AND s.signal_correctness IS TRUE)::integer,
           CASE WHEN f.is_evidence THEN round(f.error * f.error, 10) ELSE 0 END,
           CASE WHEN f.is_evidence THEN forecast_log_loss(s.confidence_score, s.signal_correctness) ELSE 0 END,
           CASE WHEN f.is_evidence
                THEN forecast_inverse(s.predicted_multiplier * s.predicted_multiplier) ELSE 0 END,
           CASE WHEN f.is_evidence AND s.signal_correctness THEN forecast_inverse(s.predicted_multiplier) ELSE 0 END
    FROM (SELECT s.predicted_ahead AND s.confidence_score IS NOT NULL AND s.predicted_multiplier IS NOT NULL
                 AND s.predicted_multiplier > 1 AND s.signal_correctness IS NOT NULL AS is_evidence,
                 s.confidence_score - s.signal_correctness::integer AS error) AS f
$$;

-- A bot's signals of one day. Their platform is that of their round, '' while that is to come; signal_type is '' where
-- there is none. Each ingest connection of each server adds in a stripe of its own (that of crash_histograms), so that
-- two never wait for each other here. Rows can sum up to nothing: a signal moves on as more is known of it.
CREATE TABLE signal_rollups (
    bot_id                  varchar(50) NOT NULL,
    day                     date        NOT NULL,
    signal_type             varchar(50) NOT NULL,
    game_name               varchar(50) NOT NULL,
    platform_code           varchar(50) NOT NULL,
    standing                varchar(20) NOT NULL,
    stripe                  smallint    NOT NULL,
    signals                 bigint      NOT NULL,
    confidences             bigint      NOT NULL,
    confidence_sum          numeric     NOT NULL,
    evaluated               bigint      NOT NULL,
    correct                 bigint      NOT NULL,
    squared_errors          numeric     NOT NULL,
    log_losses              numeric     NOT NULL,
    inverse_target_squares  numeric     NOT NULL,
    inverse_targets_reached numeric     NOT NULL,
    PRIMARY KEY (bot_id, day, signal_type, game_name, platform_code, standing, stripe)
) WITH (fillfactor = 50);
-- The signals of all bots over a range.
CREATE INDEX signal_rollups_day ON signal_rollups (day);

-- The same sums over all days: what is asked most costs the same however many there are.
CREATE TABLE signal_totals (
    bot_id                  varchar(50) NOT NULL,
    signal_type             varchar(50) NOT NULL,
    game_name               varchar(50) NOT NULL,
    platform_code           varchar(50) NOT NULL,
    standing                varchar(20) NOT NULL,
    stripe                  smallint    NOT NULL,
    signals                 bigint      NOT NULL,
    confidences             bigint      NOT NULL,
    confidence_sum          numeric     NOT NULL,
    evaluated               bigint      NOT NULL,
    correct                 bigint      NOT NULL,
    squared_errors          numeric     NOT NULL,
    log_losses              numeric     NOT NULL,
    inverse_target_squares  numeric     NOT NULL,
    inverse_targets_reached numeric     NOT NULL,
    PRIMARY KEY (bot_id, signal_type, game_name, platform_code, standing, stripe)
) WITH (fillfactor = 50);

-- The edges of a range, of one bot and of all. Collated apart from the primary key, as V1 explains.
CREATE INDEX analytics_round_signals_bot_time ON analytics_round_signals (bot_id COLLATE ucs_basic, timestamp);
CREATE INDEX analytics_round_signals_time ON analytics_round_signals (timestamp);
