-- What the risk calls need of a UTC day's rounds, summed up in the order of the rounds, so that an answer costs as much as it
-- has days. Made when it is asked for first, from the rounds; only the server writes here.

-- A row is of a bot, of a session of a bot, or of a strategy, which is no bot's: its bot_id is ''. A 'kept' one holds while
-- the rollups of its day (for a session, of its bot's day) add up to the same changes and archived_changes; it can be made
-- again at any time. An 'archived' one stands for rounds that cleanup has removed, and nothing replaces it; a strategy may
-- have several of a day (part 1, 2, ...), one after another.
CREATE TABLE risk_days (
    bot_id           varchar(50)  NOT NULL,
    kind             varchar(10)  NOT NULL CHECK (kind IN ('bot', 'session', 'strategy')),
    -- The session or strategy; '' for a bot.
    name             varchar(100) NOT NULL,
    day              date         NOT NULL,
    state            varchar(10)  NOT NULL CHECK (state IN ('kept', 'archived')),
    part             smallint     NOT NULL DEFAULT 0,
    changes          bigint       NOT NULL,
    archived_changes bigint       NOT NULL DEFAULT 0,
    -- Which version of the server's format the summary is in.
    format           smallint     NOT NULL,
    summary          jsonb        NOT NULL,
    PRIMARY KEY (bot_id, kind, name, day, state, part)
);
-- Cleanup, which archives and forgets by day.
CREATE INDEX risk_days_day ON risk_days (day);
