package dev.crashanalytics.store;

import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;

/** Rounds in the ingest transaction: look up those that are there, insert the new ones with their derived rows. */
final class PgRounds {

    private static final List<RoundFact> FACTS = List.of(RoundFact.values());

    /** The statements name every column of the table, so their text follows the enum. */
    private static final String LOOK_UP = """
            SELECT r.id, (SELECT c.first_offset FROM commits c WHERE c.commit_id = r.commit_id) + r.position, %s
            FROM unnest($1::text[], $2::text[], $3::bigint[]) AS k (bot_id, session_id, round_number)
            CROSS JOIN LATERAL (
                SELECT * FROM crash_game_rounds o
                WHERE o.bot_id = k.bot_id AND o.session_id = k.session_id AND o.round_number = k.round_number
                OFFSET 0) AS r
            """.formatted(PgColumns.cast(FACTS, "r", "text"));

    /** What {@code r} is made from in the statements below; it has {@code commit_id} besides. */
    static final PgRowSource<RoundState> ROWS = new PgRowSource.Builder<RoundState>()
            .add("id", ColumnType.BIGINT, RoundState::id)
            .add("position", ColumnType.INTEGER, RoundState::position)
            .add("win_streak", ColumnType.INTEGER, round -> round.streak().wins())
            .add("loss_streak", ColumnType.INTEGER, round -> round.streak().losses())
            .add("has_early", ColumnType.FLAG, RoundState::mayHaveEarlyRows)
            .addAll(FACTS, RoundState::facts)
            .build();

    /** Stores the rounds of {@code r}. */
    static final String INSERT_ROUNDS = """
            INSERT INTO crash_game_rounds (id, commit_id, position, %s)
            SELECT r.id, r.commit_id, r.position, %s FROM r
            """.formatted(PgColumns.names(FACTS), PgColumns.cast(FACTS, "r", "jsonb"));

    /** Derives their crash and cash-out rows, but for those that a bot has stated before. */
    static final String INSERT_MULTIPLIERS = """
            INSERT INTO analytics_round_multipliers (round_id, bot_id, session_id, round_number, round_external_id,
                multiplier, timestamp, game_name, platform_code, is_crash_multiplier, is_cashout_multiplier,
                ocr_confidence, is_derived, date_bucket)
            SELECT r.id, r.bot_id, r.session_id, r.round_number, r.round_external_id,
                   m.multiplier, coalesce(r.round_end_timestamp, r.round_start_timestamp), r.game_name,
                   r.platform_code, m.is_crash, NOT m.is_crash, m.confidence, true,
                   (coalesce(r.round_end_timestamp, r.round_start_timestamp) AT TIME ZONE 'UTC')::date
            FROM r
            CROSS JOIN LATERAL (VALUES
                (true, r.crash_multiplier_detected, r.multiplier_detection_confidence),
                (false, CASE WHEN r.round_outcome = 'WIN' THEN r.cashout_multiplier END,
                 r.cashout_detection_confidence)) AS m (is_crash, multiplier, confidence)
            WHERE m.multiplier IS NOT NULL
              AND NOT (r.has_early AND EXISTS (
                  SELECT 1 FROM analytics_round_multipliers e
                  WHERE e.bot_id = r.bot_id AND e.session_id = r.session_id AND e.round_number = r.round_number
                    AND (e.is_crash_multiplier OR e.is_cashout_multiplier)
                    AND e.is_crash_multiplier = m.is_crash OFFSET 0))
            """;

    /** Derives their outcomes. */
    static final String INSERT_OUTCOMES = """
            INSERT INTO analytics_round_outcomes (round_id, bot_id, session_id, round_number, is_derived,
                win_streak_length, loss_streak_length, %s)
            SELECT r.id, r.bot_id, r.session_id, r.round_number, true, r.win_streak, r.loss_streak, %s
            FROM r
            """.formatted(OutcomeColumns.NAMES, OutcomeColumns.DERIVED);

    private static final String INSERT =
            """
            WITH r AS MATERIALIZED (
                SELECT $%d::bigint AS commit_id, n.* FROM (%s) AS n
            ), rounds AS (
                %s
            ), multipliers AS (
                %s
            )
            %s
            """.formatted(ROWS.size() + 1, ROWS.ofMany(1), INSERT_ROUNDS, INSERT_MULTIPLIERS, INSERT_OUTCOMES);

    private PgRounds() {}

    /** Reads those of the rounds that are stored. */
    static Future<RowSet<Row>> lookUp(SqlConnection connection, Collection<RoundKey> keys) {
        return connection.preparedQuery(LOOK_UP).execute(keyArrays(keys));
    }

    /** A row of {@link #LOOK_UP}. */
    static RoundState read(Row row) {
        var facts = PgColumns.read(RoundFact.class, FACTS, row, 2);
        RoundKey key = new RoundKey(
                facts.text(RoundFact.BOT_ID), facts.text(RoundFact.SESSION_ID), facts.whole(RoundFact.ROUND_NUMBER));
        return new RoundState(key, row.getLong(0), facts, row.getLong(1), 0, null, false);
    }

    /** Inserts rounds, their crash and cash-out rows, and their outcomes. */
    static Future<RowSet<Row>> insert(SqlConnection connection, List<RoundState> rounds, long commitId) {
        return connection
                .preparedQuery(INSERT)
                .execute(ROWS.addMany(rounds, Tuple.tuple()).addValue(commitId));
    }

    static Tuple keyArrays(Collection<RoundKey> keys) {
        return Tuple.from(new Object[] {
            keys.stream().map(RoundKey::botId).toArray(String[]::new),
            keys.stream().map(RoundKey::sessionId).toArray(String[]::new),
            keys.stream().map(RoundKey::roundNumber).toArray(Long[]::new)
        });
    }
}
