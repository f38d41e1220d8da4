package dev.crashanalytics.live;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.live.Interest.Wanted;
import dev.crashanalytics.round.RoundFact;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows that commits published: rounds, multipliers, signals, errors. Stateless. */
final class PgFeedRows {

    /** Columns of every statement that are not data: commit, position, bot, session, game. */
    private static final int DATA = 5;

    /** A round as {@code GET /rounds/{round_id}} answers it. */
    static final String ROUND =
            "r.id, " + columns("r", RoundFact.values()).replace("r.metadata", "r.metadata::text AS metadata")
                    + ", r.created_at, r.updated_at";

    private static final String ROUNDS = """
            SELECT r.commit_id, r.position, r.bot_id, r.session_id, r.game_name, %s
            FROM crash_game_rounds r
            """.formatted(ROUND);

    private static final String MULTIPLIERS = """
            SELECT r.commit_id, r.position, r.bot_id, r.session_id, r.game_name,
                   r.id, r.round_id, r.bot_id, r.session_id, r.round_number, r.round_external_id, r.multiplier,
                   r.timestamp, r.game_name, r.platform_code, r.is_crash_multiplier, r.is_cashout_multiplier,
                   r.max_in_round, r.ocr_confidence, r.data_quality_score, r.event_id, r.created_at
            FROM analytics_round_multipliers r
            """;

    private static final String SIGNALS = """
            SELECT r.commit_id, r.position, r.bot_id, r.session_id, r.game_name,
                   r.id, r.round_id, r.bot_id, r.session_id, r.round_number, r.timestamp, r.game_name, r.signal_type,
                   r.confidence_score, r.signal_strength, r.time_to_crash_predicted_ms, r.volatility_measure,
                   r.momentum_score, r.pattern_match_type, r.similar_rounds_count, r.predicted_multiplier,
                   r.predicted_ahead, r.signal_correctness, r.actual_multiplier, r.prediction_error,
                   r.feature_vector::text AS feature_vector, r.event_id, r.created_at
            FROM analytics_round_signals r
            """;

    private static final String ERRORS = """
            SELECT r.commit_id, r.position, r.bot_id, r.session_id,
                   (SELECT s.game_name FROM session_logs s WHERE s.bot_id = r.bot_id AND s.session_id = r.session_id),
                   r.id, r.round_id, r.bot_id, r.session_id, r.error_type, r.error_message, r.error_trace,
                   r.recovery_action, r.timestamp, r.event_id
            FROM error_logs r
            """;

    /** Through the index by commit whatever the planner believes: of a bot's key it must see an expression. */
    private static final String OF_COMMITS = """
            WHERE r.commit_id = ANY ($1::bigint[]) AND ($2::boolean OR (r.bot_id || '') = ANY ($3::text[]))
            """;

    private static final Map<FeedEvent.Kind, String> STATEMENTS = Map.of(
            FeedEvent.Kind.ROUND, ROUNDS + OF_COMMITS,
            FeedEvent.Kind.MULTIPLIER, MULTIPLIERS + OF_COMMITS,
            FeedEvent.Kind.SIGNAL, SIGNALS + OF_COMMITS,
            FeedEvent.Kind.ERROR, ERRORS + OF_COMMITS);

    private PgFeedRows() {}

    /**
     * Reads what is wanted of the commits' rows, in no order.
     *
     * @param firstOffsets by commit id
     */
    static Future<List<FeedEvent>> read(SqlConnection connection, Map<Long, Long> firstOffsets, Wanted wanted) {
        List<Future<List<FeedEvent>>> statements = new ArrayList<>();
        STATEMENTS.forEach((kind, sql) -> statements.add(read(connection, kind, sql, firstOffsets, wanted)));
        return Future.all(statements).map(read -> {
            List<FeedEvent> events = new ArrayList<>();
            statements.forEach(statement -> events.addAll(statement.result()));
            return events;
        });
    }

    private static Future<List<FeedEvent>> read(
            SqlConnection connection, FeedEvent.Kind kind, String sql, Map<Long, Long> firstOffsets, Wanted wanted) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.from(
                        new Object[] {firstOffsets.keySet().toArray(Long[]::new), wanted.everything(), wanted.bots()}))
                .map(rows -> {
                    List<FeedEvent> events = new ArrayList<>(rows.size());
                    rows.forEach(row -> events.add(event(kind, row, firstOffsets)));
                    return events;
                });
    }

    private static FeedEvent event(FeedEvent.Kind kind, Row row, Map<Long, Long> firstOffsets) {
        return new FeedEvent(
                firstOffsets.get(row.getLong(0)) + row.getInteger(1),
                kind,
                row.getString(2),
                row.getString(3),
                row.getString(4),
                PgRowJson.write(row, DATA));
    }

    private static String columns(String table, Fact[] facts) {
        return Arrays.stream(facts).map(fact -> table + "." + fact.column()).collect(Collectors.joining(", "));
    }
}
