package dev.crashanalytics.store;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.RoundKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;

/** Multipliers that bots log themselves. */
final class PgMultipliers {

    private static final List<MultiplierFact> FACTS = List.of(
            MultiplierFact.BOT_ID,
            MultiplierFact.SESSION_ID,
            MultiplierFact.ROUND_NUMBER,
            MultiplierFact.GAME_NAME,
            MultiplierFact.PLATFORM_CODE,
            MultiplierFact.ROUND_EXTERNAL_ID,
            MultiplierFact.MULTIPLIER,
            MultiplierFact.TIMESTAMP,
            MultiplierFact.IS_CRASH_MULTIPLIER,
            MultiplierFact.IS_CASHOUT_MULTIPLIER,
            MultiplierFact.MAX_IN_ROUND,
            MultiplierFact.OCR_CONFIDENCE,
            MultiplierFact.DATA_QUALITY_SCORE,
            MultiplierFact.EVENT_ID);

    private static final PgRowSource<NewMultiplier> ROWS = new PgRowSource.Builder<NewMultiplier>()
            .add("id", ColumnType.BIGINT, NewMultiplier::id)
            .add("round_id", ColumnType.BIGINT, NewMultiplier::roundId)
            .add("position", ColumnType.INTEGER, NewMultiplier::position)
            .addAll(FACTS, NewMultiplier::facts)
            .build();

    /** The crash or cash-out a bot states replaces the one there is, be it derived or stated before. */
    private static final String INSERT =
            """
            INSERT INTO analytics_round_multipliers AS m (id, round_id, position, commit_id, %s, date_bucket)
            SELECT n.id, n.round_id, n.position, $%d, %s, (n.timestamp AT TIME ZONE 'UTC')::date
            FROM (%s) AS n
            ON CONFLICT (bot_id, session_id, round_number, is_crash_multiplier)
                WHERE is_crash_multiplier OR is_cashout_multiplier
            DO UPDATE SET multiplier = excluded.multiplier, timestamp = excluded.timestamp,
                round_external_id = coalesce(excluded.round_external_id, m.round_external_id),
                max_in_round = excluded.max_in_round, ocr_confidence = excluded.ocr_confidence,
                data_quality_score = excluded.data_quality_score, is_derived = false,
                event_id = coalesce(excluded.event_id, m.event_id), date_bucket = excluded.date_bucket,
                commit_id = excluded.commit_id, position = excluded.position
            RETURNING m.bot_id, m.session_id, m.round_number, m.is_crash_multiplier, m.is_cashout_multiplier, m.id
            """.formatted(PgColumns.names(FACTS), ROWS.size() + 1, PgColumns.cast(FACTS, "n", "jsonb"), ROWS.ofMany(1));

    /** Of the rows that those to come will replace, the event ids are kept. */
    private static final String KEEP_REPLACED = """
            INSERT INTO replaced_multiplier_events
                (bot_id, session_id, event_id, multiplier_id, round_id, commit_id, position)
            SELECT m.bot_id, m.session_id, m.event_id, m.id, m.round_id, m.commit_id, m.position
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::boolean[], $5::text[])
                AS n (bot_id, session_id, round_number, is_crash, event_id)
            CROSS JOIN LATERAL (
                SELECT * FROM analytics_round_multipliers m
                WHERE m.bot_id = n.bot_id AND m.session_id = n.session_id AND m.round_number = n.round_number
                  AND m.is_crash_multiplier = n.is_crash AND (m.is_crash_multiplier OR m.is_cashout_multiplier)
                OFFSET 0) AS m
            WHERE m.event_id <> n.event_id
            ON CONFLICT DO NOTHING
            """;

    private static final String LINK = """
            WITH linked AS (
                UPDATE analytics_round_multipliers m
                SET round_id = r.id, platform_code = coalesce(m.platform_code, r.platform_code),
                    round_external_id = coalesce(m.round_external_id, r.round_external_id)
                FROM unnest($1::text[], $2::text[], $3::bigint[]) AS k (bot_id, session_id, round_number)
                JOIN crash_game_rounds r ON r.bot_id = ANY (ARRAY[k.bot_id]) AND r.session_id = k.session_id
                                        AND r.round_number = k.round_number
                WHERE m.bot_id = ANY (ARRAY[k.bot_id]) AND m.session_id = k.session_id AND m.round_number = k.round_number
                  AND m.round_id IS NULL
                RETURNING m.bot_id, m.session_id
            )
            UPDATE session_logs s
            SET early_rows = s.early_rows - l.rows
            FROM (SELECT bot_id, session_id, count(*) AS rows FROM linked GROUP BY bot_id, session_id) AS l
            WHERE s.bot_id = ANY (ARRAY[l.bot_id]) AND s.session_id = l.session_id
            """;

    private PgMultipliers() {}

    /**
     * A multiplier to insert.
     *
     * @param facts complete: key, game and timestamp are filled in
     * @param roundId null where the round is still to come
     */
    record NewMultiplier(long id, Long roundId, int position, Facts<MultiplierFact> facts) {

        boolean isTick() {
            return !facts.flag(MultiplierFact.IS_CRASH_MULTIPLIER) && !facts.flag(MultiplierFact.IS_CASHOUT_MULTIPLIER);
        }
    }

    /** Inserts ticks, and inserts or replaces crash and cash-out rows; answers which id each of those has. */
    static Future<RowSet<Row>> insert(SqlConnection connection, List<NewMultiplier> multipliers, long commitId) {
        return connection
                .preparedQuery(INSERT)
                .execute(ROWS.addMany(multipliers, Tuple.tuple()).addValue(commitId));
    }

    /** To be sent before {@link #insert} of the same crash and cash-out rows. */
    static Future<RowSet<Row>> keepReplaced(SqlConnection connection, List<NewMultiplier> marks) {
        return connection.preparedQuery(KEEP_REPLACED).execute(Tuple.from(new Object[] {
            marks.stream().map(mark -> mark.facts().text(MultiplierFact.BOT_ID)).toArray(String[]::new),
            marks.stream()
                    .map(mark -> mark.facts().text(MultiplierFact.SESSION_ID))
                    .toArray(String[]::new),
            marks.stream()
                    .map(mark -> mark.facts().whole(MultiplierFact.ROUND_NUMBER))
                    .toArray(Long[]::new),
            marks.stream()
                    .map(mark -> mark.facts().flag(MultiplierFact.IS_CRASH_MULTIPLIER))
                    .toArray(Boolean[]::new),
            marks.stream()
                    .map(mark -> mark.facts().text(MultiplierFact.EVENT_ID))
                    .toArray(String[]::new)
        }));
    }

    /** Links rows that came before their rounds. */
    static Future<RowSet<Row>> link(SqlConnection connection, Collection<RoundKey> rounds) {
        return connection.preparedQuery(LINK).execute(PgRounds.keyArrays(rounds));
    }
}
