package dev.crashanalytics.stats;

/**
 * What cleanup has to do with the summaries of days that the risk calls read, when it removes rounds. In this order:
 *
 * <ol>
 *   <li>Before its transaction, {@code RiskDays.keep(day, botIds)}: the summaries of these bots' rounds of the day are made,
 *       where they are not there or not valid.
 *   <li>Within its transaction, {@code LOCK TABLE} {@link #TABLE} {@code IN SHARE ROW EXCLUSIVE MODE}, after its locks on the
 *       rollups and before it changes their states: {@link #ARCHIVE}. Where that answers a number above 0, rounds have come
 *       since the first step: roll back, and begin again.
 *   <li>Rounds and rollups as cleanup does it: rollups in the state 'archived', with the changes they had.
 * </ol>
 *
 * Bots that share strategies are best archived together: a strategy's archived day is in the order of the rounds within what is
 * archived at once, and in the order of the archiving beyond.
 */
public final class PgRiskArchive {

    /** The table to lock. */
    public static final String TABLE = "risk_days";

    /**
     * {@code $1} the day, {@code $2} the bots. Marks the summaries of the bots, of their sessions and of their share in
     * strategies as archived. Answers one row: how many of them are not valid, 0 if all is well.
     */
    public static final String ARCHIVE = """
            WITH bots AS (
                SELECT bot_id, sum(changes) AS changes FROM round_rollups
                WHERE bot_id = ANY($2::text[]) AND day = $1 AND state <> 'archived' GROUP BY bot_id
            ), strategies AS (
                SELECT strategy_name, sum(changes) AS changes FROM round_rollups
                WHERE bot_id = ANY($2::text[]) AND day = $1 AND state <> 'archived' GROUP BY strategy_name
            ), of_bots AS (
                UPDATE risk_days k SET state = 'archived', part = 1
                FROM bots b
                WHERE k.bot_id = b.bot_id AND k.day = $1 AND k.kind IN ('bot', 'session') AND k.state = 'kept'
                  AND k.changes = b.changes AND k.archived_changes = 0
                RETURNING k.kind
            ), of_strategies AS (
                UPDATE risk_days k SET state = 'archived', part = 1 + coalesce((
                    SELECT max(a.part) FROM risk_days a
                    WHERE a.bot_id = '' AND a.kind = 'strategy' AND a.name = k.name AND a.day = $1 AND a.state = 'archived'), 0)
                FROM strategies s
                WHERE k.bot_id = '' AND k.kind = 'strategy' AND k.name = s.strategy_name AND k.day = $1 AND k.state = 'batch'
                  AND k.changes = s.changes
                RETURNING k.kind
            )
            SELECT (SELECT count(*) FROM bots) + (SELECT count(*) FROM strategies)
                 - (SELECT count(*) FROM of_bots WHERE kind = 'bot') - (SELECT count(*) FROM of_strategies) AS missing
            """;

    /** {@code $1} a day: drops all summaries of the days before it, for a cleanup that forgets. */
    public static final String FORGET = "DELETE FROM risk_days WHERE day < $1";

    private PgRiskArchive() {}
}
