package dev.crashanalytics.risk;

/**
 * What cleanup has to do with the summaries of days that the risk calls read, when it archives days. In this order:
 *
 * <ol>
 *   <li>Before its transaction, {@link RiskDays#keep}: the summaries of what is to be archived are made.
 *   <li>Within its transaction, once ingest is kept out and before the rollups are archived, {@code LOCK TABLE}
 *       {@link #TABLE} {@code IN SHARE ROW EXCLUSIVE MODE}, so that no call stores a summary beside, and {@link #ARCHIVE}. Where
 *       that answers a number above 0, rounds have come since the first step: roll back, and begin again.
 *   <li>In the same transaction, rollups in the state 'archived', with the changes they had. The rounds may go later.
 * </ol>
 *
 * A day of a strategy that is archived in several steps is in the order of its rounds within each of them.
 */
public final class PgRiskArchive {

    /** The table to lock. */
    public static final String TABLE = "risk_days";

    /**
     * {@code $1} a day. Archives the summaries of it and earlier days, of all bots, sessions and strategies that have rollups
     * there which are not archived. Answers one row: how many summaries of bots and strategies are missing or not valid, 0
     * if all is well.
     */
    public static final String ARCHIVE = """
            WITH due AS MATERIALIZED (
                SELECT bot_id, day, strategy_name, changes FROM round_rollups WHERE day <= $1 AND state <> 'archived'
            ), bots AS (
                SELECT d.bot_id, d.day, sum(d.changes) AS changes, coalesce((
                    SELECT sum(a.changes) FROM round_rollups a
                    WHERE a.bot_id = d.bot_id AND a.day = d.day AND a.state = 'archived'), 0) AS archived
                FROM due d GROUP BY d.bot_id, d.day
            ), strategies AS (
                SELECT d.strategy_name, d.day, sum(d.changes) AS changes, coalesce((
                    SELECT sum(a.changes) FROM round_rollups a
                    WHERE a.strategy_name = d.strategy_name AND a.day = d.day AND a.state = 'archived'), 0) AS archived
                FROM due d GROUP BY d.strategy_name, d.day
            ), scopes AS (
                SELECT bot_id, kind, '' AS name, day, changes, archived
                FROM bots CROSS JOIN (VALUES ('bot'), ('session')) AS kinds (kind)
                UNION ALL
                SELECT '', 'strategy', strategy_name, day, changes, archived FROM strategies
            ), done AS (
                UPDATE risk_days k SET state = 'archived', part = 1 + coalesce((
                    SELECT max(a.part) FROM risk_days a
                    WHERE a.bot_id = k.bot_id AND a.kind = k.kind AND a.name = k.name AND a.day = k.day
                      AND a.state = 'archived'), 0)
                FROM scopes s
                WHERE k.bot_id = s.bot_id AND k.kind = s.kind AND (k.kind = 'session' OR k.name = s.name) AND k.day = s.day
                  AND k.state = 'kept' AND k.changes = s.changes + s.archived AND k.archived_changes = s.archived
                RETURNING k.kind
            )
            SELECT (SELECT count(*) FROM bots) + (SELECT count(*) FROM strategies)
                 - (SELECT count(*) FROM done WHERE kind <> 'session') AS missing
            """;

    /** {@code $1} a day: drops all summaries of the days before it, for a cleanup that forgets. */
    public static final String FORGET = "DELETE FROM risk_days WHERE day < $1";

    private PgRiskArchive() {}
}
