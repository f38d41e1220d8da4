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
            SELECT r.id, c.first_offset + r.position, %s
            FROM unnest($1::text[], $2::text[], $3::bigint[]) AS k (bot_id, session_id, round_number)
            JOIN crash_game_rounds r ON r.bot_id = k.bot_id AND r.session_id = k.session_id
                                    AND r.round_number = k.round_number
            JOIN commits c ON c.commit_id = r.commit_id
            """.formatted(PgColumns.cast(FACTS, "r", "text"));

    private static final String INSERT = """
            WITH r AS MATERIALIZED (
                SELECT * FROM unnest($1::bigint[], $2::int[], $3::int[], $4::int[], $5::boolean[], %s)
                    AS t (id, position, win_streak, loss_streak, has_early, %s)
            ), rounds AS (
                INSERT INTO crash_game_rounds (id, commit_id, position, %s)
                SELECT r.id, $6, r.position, %s FROM r
            ), multipliers AS (
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
                        AND e.is_crash_multiplier = m.is_crash))
            )
            INSERT INTO analytics_round_outcomes (round_id, bot_id, session_id, round_number, is_derived,
                win_streak_length, loss_streak_length, %s)
            SELECT r.id, r.bot_id, r.session_id, r.round_number, true, r.win_streak, r.loss_streak, %s
            FROM r
            """.formatted(
                    PgColumns.parameters(FACTS, 7),
                    PgColumns.names(FACTS),
                    PgColumns.names(FACTS),
                    PgColumns.cast(FACTS, "r", "jsonb"),
                    OutcomeColumns.NAMES,
                    OutcomeColumns.DERIVED);

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
        Tuple parameters = Tuple.tuple()
                .addValue(rounds.stream().map(RoundState::id).toArray(Long[]::new))
                .addValue(rounds.stream().map(RoundState::position).toArray(Integer[]::new))
                .addValue(rounds.stream().map(round -> round.streak().wins()).toArray(Integer[]::new))
                .addValue(rounds.stream().map(round -> round.streak().losses()).toArray(Integer[]::new))
                .addValue(rounds.stream().map(RoundState::mayHaveEarlyRows).toArray(Boolean[]::new))
                .addValue(commitId);
        PgColumns.addArrays(FACTS, rounds, RoundState::facts, parameters);
        return connection.preparedQuery(INSERT).execute(parameters);
    }

    static Tuple keyArrays(Collection<RoundKey> keys) {
        return Tuple.from(new Object[] {
            keys.stream().map(RoundKey::botId).toArray(String[]::new),
            keys.stream().map(RoundKey::sessionId).toArray(String[]::new),
            keys.stream().map(RoundKey::roundNumber).toArray(Long[]::new)
        });
    }
}
