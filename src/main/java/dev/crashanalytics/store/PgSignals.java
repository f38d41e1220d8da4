package dev.crashanalytics.store;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SignalFact;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;

/** Signals, what became of their predictions, and the rollups of both. */
final class PgSignals {

    private static final List<SignalFact> FACTS = List.of(
            SignalFact.BOT_ID,
            SignalFact.SESSION_ID,
            SignalFact.ROUND_NUMBER,
            SignalFact.GAME_NAME,
            SignalFact.TIMESTAMP,
            SignalFact.SIGNAL_TYPE,
            SignalFact.CONFIDENCE_SCORE,
            SignalFact.SIGNAL_STRENGTH,
            SignalFact.TIME_TO_CRASH_PREDICTED_MS,
            SignalFact.VOLATILITY_MEASURE,
            SignalFact.MOMENTUM_SCORE,
            SignalFact.PATTERN_MATCH_TYPE,
            SignalFact.SIMILAR_ROUNDS_COUNT,
            SignalFact.PREDICTED_MULTIPLIER,
            SignalFact.SIGNAL_CORRECTNESS,
            SignalFact.ACTUAL_MULTIPLIER,
            SignalFact.PREDICTION_ERROR,
            SignalFact.FEATURE_VECTOR,
            SignalFact.EVENT_ID);

    private static final PgRowSource<NewSignal> ROWS = new PgRowSource.Builder<NewSignal>()
            .add("id", ColumnType.BIGINT, NewSignal::id)
            .add("round_id", ColumnType.BIGINT, NewSignal::roundId)
            .add("position", ColumnType.INTEGER, NewSignal::position)
            .addAll(FACTS, NewSignal::facts)
            .build();

    /** A signal counts under the platform of its round once that is stored. */
    private static final String INSERT = """
            WITH inserted AS (
                INSERT INTO analytics_round_signals AS s
                    (id, round_id, predicted_ahead, position, commit_id, %s, date_bucket)
                SELECT n.id, n.round_id, n.round_id IS NULL, n.position, $%d, %s,
                       (n.timestamp AT TIME ZONE 'UTC')::date
                FROM (%s) AS n
                RETURNING s AS signal
            ), change AS (
                SELECT i.signal, coalesce(r.platform_code, '') AS platform_code, 1 AS sign
                FROM inserted i
                LEFT JOIN LATERAL (
                    SELECT platform_code FROM crash_game_rounds o
                    WHERE (i.signal).round_id IS NOT NULL AND o.bot_id = (i.signal).bot_id
                      AND o.session_id = (i.signal).session_id AND o.round_number = (i.signal).round_number
                    OFFSET 0) AS r ON true
            ), %s
            SELECT 1
            """.formatted(
                    PgColumns.names(FACTS),
                    ROWS.size() + 1,
                    PgColumns.cast(FACTS, "n", "jsonb"),
                    ROWS.ofMany(1),
                    PgSignalRollups.addChange(ROWS.size() + 2));

    /**
     * The error of a forecast is the actual value minus the predicted one (Hyndman and Athanasopoulos, Forecasting:
     * Principles and Practice, 3rd edition, section 5.8). A prediction is right where the flight got as far.
     */
    private static final String EVALUATE = """
            WITH evaluated AS (
                UPDATE analytics_round_signals s
                SET round_id = r.id,
                    actual_multiplier = coalesce(s.actual_multiplier, r.crash_multiplier_detected),
                    prediction_error = coalesce(s.prediction_error,
                        coalesce(s.actual_multiplier, r.crash_multiplier_detected) - s.predicted_multiplier),
                    signal_correctness = coalesce(s.signal_correctness,
                        coalesce(s.actual_multiplier, r.crash_multiplier_detected) >= s.predicted_multiplier)
                FROM unnest($1::text[], $2::text[], $3::bigint[]) AS k (bot_id, session_id, round_number)
                JOIN crash_game_rounds r ON r.bot_id = ANY (ARRAY[k.bot_id]) AND r.session_id = k.session_id
                                        AND r.round_number = k.round_number,
                LATERAL (SELECT o.id, o.round_id IS NULL AS was_early, o AS signal FROM analytics_round_signals o
                         WHERE o.bot_id = ANY (ARRAY[k.bot_id]) AND o.session_id = k.session_id
                           AND o.round_number = k.round_number) AS o
                WHERE s.bot_id = ANY (ARRAY[k.bot_id]) AND s.session_id = k.session_id AND s.round_number = k.round_number
                  AND s.id = o.id
                  AND (s.round_id IS NULL OR s.actual_multiplier IS NULL
                       OR s.prediction_error IS NULL AND s.predicted_multiplier IS NOT NULL)
                RETURNING s.bot_id, s.session_id, o.was_early, o.signal AS before, s AS after, r.platform_code
            ), change AS (
                SELECT e.after AS signal, e.platform_code, 1 AS sign FROM evaluated e
                UNION ALL
                SELECT e.before, CASE WHEN e.was_early THEN '' ELSE e.platform_code END, -1 FROM evaluated e
            ), %s
            UPDATE session_logs s
            SET early_rows = s.early_rows - l.rows
            FROM (SELECT bot_id, session_id, count(*) FILTER (WHERE was_early) AS rows
                  FROM evaluated GROUP BY bot_id, session_id) AS l
            WHERE s.bot_id = ANY (ARRAY[l.bot_id]) AND s.session_id = l.session_id AND l.rows > 0
            """.formatted(PgSignalRollups.addChange(4));

    private PgSignals() {}

    /**
     * A signal to insert.
     *
     * @param facts complete: key, game and timestamp are filled in
     * @param roundId null where the round is still to come: then it counts as predicted ahead
     */
    record NewSignal(long id, Long roundId, int position, Facts<SignalFact> facts) {}

    static Future<RowSet<Row>> insert(SqlConnection connection, List<NewSignal> signals, long commitId, int stripe) {
        return connection
                .preparedQuery(INSERT)
                .execute(ROWS.addMany(signals, Tuple.tuple()).addValue(commitId).addValue(stripe));
    }

    /** Links the signals of stored rounds and fills in what became of their predictions, where not yet known. */
    static Future<RowSet<Row>> evaluate(SqlConnection connection, Collection<RoundKey> rounds, int stripe) {
        return connection
                .preparedQuery(EVALUATE)
                .execute(PgRounds.keyArrays(rounds).addValue(stripe));
    }
}
