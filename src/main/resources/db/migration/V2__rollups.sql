-- Sums over rounds, kept by the transactions that store them, so that a statistic never lags an ack and costs as much as
-- it has days, not rounds. Only the server writes here; day is the UTC day of round_start_timestamp.

-- A bot's rounds of one day. Rows that ingest adds to are 'live'. Some days later they are settled: added to the totals
-- and to the 'settled' row of their key. Where cleanup has removed the rounds the row is 'archived'. Updated by every
-- commit of the bot, so the pages keep room for updates in place.
CREATE TABLE round_rollups (
    bot_id             varchar(50) NOT NULL,
    day                date        NOT NULL,
    game_name          varchar(50) NOT NULL,
    platform_code      varchar(50) NOT NULL,
    strategy_name      varchar(50) NOT NULL,
    currency           varchar(10) NOT NULL,
    state              varchar(10) NOT NULL,
    rounds             bigint      NOT NULL,
    wins               bigint      NOT NULL,
    losses             bigint      NOT NULL,
    skips              bigint      NOT NULL,
    errors             bigint      NOT NULL,
    stakes             numeric     NOT NULL,
    profit             numeric     NOT NULL,
    profit_squared     numeric     NOT NULL,
    win_profit         numeric     NOT NULL,
    loss_profit        numeric     NOT NULL,
    largest_win        numeric,
    largest_loss       numeric,
    lowest_profit      numeric,
    highest_profit     numeric,
    multipliers        bigint      NOT NULL,
    multiplier_sum     numeric     NOT NULL,
    lowest_multiplier  numeric,
    highest_multiplier numeric,
    -- Grows with every change: whatever is derived from the rounds of a day and kept is valid while this stands.
    changes            bigint      NOT NULL DEFAULT 1,
    PRIMARY KEY (bot_id, day, game_name, platform_code, strategy_name, currency, state)
) WITH (fillfactor = 50);
-- A strategy's statistics over a range, and what is live of it.
CREATE INDEX round_rollups_strategy ON round_rollups (strategy_name, day);
-- A game's statistics over a range, and what is live of it.
CREATE INDEX round_rollups_game ON round_rollups (game_name, day);
-- What is live beside the totals, and what is to be settled.
CREATE INDEX round_rollups_live ON round_rollups (day) WHERE state = 'live';

-- The sums of all settled and archived days: what a statistic over all time reads, beside the live days.
CREATE TABLE round_totals (
    bot_id             varchar(50) NOT NULL,
    game_name          varchar(50) NOT NULL,
    platform_code      varchar(50) NOT NULL,
    strategy_name      varchar(50) NOT NULL,
    currency           varchar(10) NOT NULL,
    rounds             bigint      NOT NULL,
    wins               bigint      NOT NULL,
    losses             bigint      NOT NULL,
    skips              bigint      NOT NULL,
    errors             bigint      NOT NULL,
    stakes             numeric     NOT NULL,
    profit             numeric     NOT NULL,
    profit_squared     numeric     NOT NULL,
    win_profit         numeric     NOT NULL,
    loss_profit        numeric     NOT NULL,
    largest_win        numeric,
    largest_loss       numeric,
    lowest_profit      numeric,
    highest_profit     numeric,
    multipliers        bigint      NOT NULL,
    multiplier_sum     numeric     NOT NULL,
    lowest_multiplier  numeric,
    highest_multiplier numeric,
    PRIMARY KEY (bot_id, game_name, platform_code, strategy_name, currency)
);
-- A strategy's statistics over all time.
CREATE INDEX round_totals_strategy ON round_totals (strategy_name);
-- A game's statistics over all time.
CREATE INDEX round_totals_game ON round_totals (game_name);

-- How many crash multipliers of a day fell into each bin, 64 bins a row. Every ingest connection of every server has a
-- stripe of its own (0 and up), so that none waits for another here; -1 is settled, -2 archived.
CREATE TABLE crash_histograms (
    game_name     varchar(50) NOT NULL,
    platform_code varchar(50) NOT NULL,
    day           date        NOT NULL,
    stripe        smallint    NOT NULL,
    chunk         smallint    NOT NULL,
    counts        bigint[]    NOT NULL,
    PRIMARY KEY (game_name, platform_code, day, stripe, chunk)
) WITH (fillfactor = 50);
-- What is live beside the totals, and what is to be settled.
CREATE INDEX crash_histograms_live ON crash_histograms (day) WHERE stripe >= 0;

-- The counts of all settled and archived days.
CREATE TABLE crash_histogram_totals (
    game_name     varchar(50) NOT NULL,
    platform_code varchar(50) NOT NULL,
    chunk         smallint    NOT NULL,
    counts        bigint[]    NOT NULL,
    PRIMARY KEY (game_name, platform_code, chunk)
);

-- GET /games/{game_name}/multiplier-distribution: the newest rows of a game.
CREATE INDEX analytics_round_multipliers_game_time ON analytics_round_multipliers (game_name, timestamp);
