-- Days whose rounds cleanup has removed. Their sums stay, as 'archived' rows of round_rollups and in stripe -2 of
-- crash_histograms and signal_rollups, where statistics still count them. The first two change in one transaction, which
-- keeps ingest out; the rounds of the day go after it, some thousand at a time.

-- The rounds of this bot that started on earlier UTC days are archived: none is taken any more, since a day's sums could
-- be compared with nothing then. Only maintenance writes it, while it keeps ingest from the sessions.
ALTER TABLE bot_vm_registration ADD COLUMN archived_before date;

-- What a session's removed rounds add to its figures, by UTC day of round_start_timestamp: whoever counts a session anew
-- adds this to its rows.
CREATE TABLE archived_sessions (
    bot_id             varchar(50)  NOT NULL,
    session_id         varchar(100) NOT NULL,
    day                date         NOT NULL,
    currency           varchar(10)  NOT NULL,
    rounds             integer      NOT NULL,
    wins               integer      NOT NULL,
    losses             integer      NOT NULL,
    stakes             numeric      NOT NULL,
    profit             numeric      NOT NULL,
    win_profit         numeric      NOT NULL,
    loss_profit        numeric      NOT NULL,
    largest_win        numeric      NOT NULL,
    largest_loss       numeric      NOT NULL,
    last_round_number  bigint       NOT NULL,
    last_round_at      timestamptz  NOT NULL,
    -- running_balance_after of the highest round that has one.
    last_balance       numeric,
    last_balance_round bigint,
    PRIMARY KEY (bot_id, session_id, day, currency)
);

-- The streaks of a session after the highest of its rounds that were removed: those of later rounds go on from there.
CREATE TABLE archived_streaks (
    bot_id       varchar(50)  NOT NULL,
    session_id   varchar(100) NOT NULL,
    round_number bigint       NOT NULL,
    win_streak   integer      NOT NULL,
    loss_streak  integer      NOT NULL,
    PRIMARY KEY (bot_id, session_id)
);

-- The streaks of a session after a round, counted from its rows and what is archived before them.
CREATE FUNCTION session_streak(bot text, session text, last_round bigint)
RETURNS TABLE (win_streak bigint, loss_streak bigint) LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN played.round_outcome IS NULL THEN base.wins
                WHEN played.round_outcome = 'WIN'
                THEN run.length + CASE WHEN other.round_number IS NULL THEN base.wins ELSE 0 END ELSE 0 END,
           CASE WHEN played.round_outcome IS NULL THEN base.losses
                WHEN played.round_outcome = 'LOSS'
                THEN run.length + CASE WHEN other.round_number IS NULL THEN base.losses ELSE 0 END ELSE 0 END
    FROM (SELECT coalesce(max(a.round_number), 0) AS round_number, coalesce(max(a.win_streak), 0) AS wins,
                 coalesce(max(a.loss_streak), 0) AS losses
          FROM archived_streaks a WHERE a.bot_id = $1 AND a.session_id = $2) AS base
    LEFT JOIN LATERAL (
        SELECT r.round_number, r.round_outcome FROM crash_game_rounds r
        WHERE r.bot_id = $1 AND r.session_id = $2 AND r.round_number > base.round_number AND r.round_number <= $3
          AND r.round_outcome IN ('WIN', 'LOSS')
        ORDER BY r.round_number DESC LIMIT 1) AS played ON true
    LEFT JOIN LATERAL (
        SELECT r.round_number FROM crash_game_rounds r
        WHERE r.bot_id = $1 AND r.session_id = $2 AND r.round_number > base.round_number
          AND r.round_number < played.round_number
          AND r.round_outcome IN ('WIN', 'LOSS') AND r.round_outcome <> played.round_outcome
        ORDER BY r.round_number DESC LIMIT 1) AS other ON true
    LEFT JOIN LATERAL (
        SELECT count(*) AS length FROM crash_game_rounds r
        WHERE r.bot_id = $1 AND r.session_id = $2 AND r.round_outcome = played.round_outcome
          AND r.round_number > coalesce(other.round_number, base.round_number)
          AND r.round_number <= played.round_number) AS run ON true
$$;

-- What cleanup archives next.
CREATE INDEX round_rollups_unarchived ON round_rollups (day) WHERE state <> 'archived';
CREATE INDEX crash_histograms_unarchived ON crash_histograms (day) WHERE stripe >= -1;

-- What goes with a round, and what is old and has none.
CREATE INDEX error_logs_round ON error_logs (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX error_logs_alone ON error_logs (timestamp) WHERE round_id IS NULL;
CREATE INDEX ocr_validation_logs_round ON ocr_validation_logs (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX ocr_validation_logs_alone ON ocr_validation_logs (timestamp) WHERE round_id IS NULL;
CREATE INDEX replaced_multiplier_events_multiplier ON replaced_multiplier_events (multiplier_id);
