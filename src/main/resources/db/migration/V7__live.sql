-- The live feed. What a commit publishes is read back by its commit_id; its offsets are first_offset + position.

-- How many offsets the commit took, and what it published of sessions: rows of rounds, multipliers, signals and errors name
-- their commit themselves, but a session has one row for all that ever happens to it. Four arrays of one length: event i is
-- of the session (session_bots[i], session_ids[i]), of the kind session_kinds[i] (started, updated, closed), at
-- session_positions[i]. Null where the commit published nothing of sessions.
ALTER TABLE commits
    ADD COLUMN event_count integer NOT NULL DEFAULT 0,
    ADD COLUMN session_bots text[],
    ADD COLUMN session_ids text[],
    ADD COLUMN session_kinds text[],
    ADD COLUMN session_positions integer[];

-- What the commits so far took: up to the next greater offset.
UPDATE commits c
SET event_count = n.event_count
FROM (SELECT commit_id,
             coalesce(min(first_offset) OVER (ORDER BY first_offset RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING),
                      (SELECT next_offset FROM feed_head)) - first_offset AS event_count
      FROM commits
      WHERE first_offset IS NOT NULL) AS n
WHERE c.commit_id = n.commit_id;

UPDATE commits c
SET session_bots = n.bots, session_ids = n.sessions, session_kinds = n.kinds, session_positions = n.positions
FROM (SELECT e.commit_id, array_agg(e.bot_id ORDER BY e.position) AS bots,
             array_agg(e.session_id ORDER BY e.position) AS sessions, array_agg(e.kind ORDER BY e.position) AS kinds,
             array_agg(e.position ORDER BY e.position) AS positions
      FROM (SELECT started_commit_id AS commit_id, started_position AS position, bot_id, session_id, 'started' AS kind
            FROM session_logs
            UNION ALL
            SELECT updated_commit_id, updated_position, bot_id, session_id, 'updated' FROM session_logs
            UNION ALL
            SELECT closed_commit_id, closed_position, bot_id, session_id, 'closed' FROM session_logs) AS e
      WHERE e.commit_id IS NOT NULL
      GROUP BY e.commit_id) AS n
WHERE c.commit_id = n.commit_id;

-- The feed from an offset on, for live subscribers and for those who come back.
CREATE INDEX commits_feed ON commits (first_offset) WHERE event_count > 0;
-- What a commit published, for the same.
CREATE INDEX crash_game_rounds_commit ON crash_game_rounds (commit_id);
CREATE INDEX analytics_round_multipliers_commit ON analytics_round_multipliers (commit_id) WHERE commit_id IS NOT NULL;
CREATE INDEX analytics_round_signals_commit ON analytics_round_signals (commit_id);
CREATE INDEX error_logs_commit ON error_logs (commit_id);
-- Sessions that may have fallen silent. Not by updated_at: that changes with every commit of a session, and its row is
-- updated in place as long as no index has it.
CREATE INDEX session_logs_active ON session_logs (id) WHERE status = 'active';

-- Up to which offset events of a bot may be gone from the feed, since their rows were removed: whoever has seen less cannot
-- be told what it missed. Written in the transactions that remove rows.
CREATE TABLE feed_removals (
    bot_id      varchar(50) PRIMARY KEY,
    last_offset bigint NOT NULL
);
-- Of bots that have been cleaned up nobody knows how far.
INSERT INTO feed_removals (bot_id, last_offset)
SELECT b.bot_id, h.next_offset - 1 FROM bot_vm_registration b CROSS JOIN feed_head h WHERE b.archived_before IS NOT NULL;
