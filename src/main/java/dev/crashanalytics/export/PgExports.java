package dev.crashanalytics.export;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Opens cursors for exports, each in a transaction of its own that sees one snapshot and writes nothing.
 *
 * <p>Every statement follows an index on time backwards, or the key of a session's rounds, so that rows come newest first without a
 * sort and the first of them at once, and finds what belongs to a round through the primary keys. The planner, which
 * does not know that a client reads along and what it may cost to wait, would hash and sort whole tables; {@link #BEGIN}
 * leaves it no other plan, whatever the statistics say. Each execution is planned anew, so a filter that is not set is not
 * there for the planner, and one that is can lead to an index.
 */
@ApplicationScoped
class PgExports {

    static final String BEGIN = """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL enable_seqscan = off;
            SET LOCAL enable_bitmapscan = off;
            SET LOCAL enable_hashjoin = off;
            SET LOCAL enable_mergejoin = off;
            SET LOCAL enable_sort = off;
            SET LOCAL enable_memoize = off;
            SET LOCAL max_parallel_workers_per_gather = 0;
            SET LOCAL plan_cache_mode = force_custom_plan;
            SET LOCAL jit = off
            """;

    private static final String ROUNDS_WHERE = """
            SELECT id, round_number, game_name, stake_value, crash_multiplier_detected, cashout_multiplier,
                round_outcome, profit_loss_amount, roi_percent, round_start_timestamp
            FROM crash_game_rounds
            WHERE round_start_timestamp >= coalesce($1::timestamptz, '-infinity')
                AND round_start_timestamp < coalesce($2::timestamptz, 'infinity')
                AND %s
            ORDER BY %s
            LIMIT $3
            """;

    /** By crash_game_rounds_bot_time: docs/adr/0009 has the reason for the collation. From, to, limit, bot; null is no filter. */
    static final String ROUNDS = ROUNDS_WHERE.formatted(
            "bot_id COLLATE ucs_basic = ANY (ARRAY[$4::text])",
            "bot_id COLLATE ucs_basic DESC, round_start_timestamp DESC, id DESC");

    /** By the primary key, so by number. From, to, limit, bot, session. */
    static final String ROUNDS_OF_SESSION =
            ROUNDS_WHERE.formatted("bot_id = $4 AND session_id = $5", "round_number DESC");

    /** Rounds that start in a range, of one bot or of all. */
    private static final String OF_BOT = "($4::text IS NULL OR r.bot_id COLLATE ucs_basic = ANY (ARRAY[$4::text]))";

    private static final String BY_TIME = "CASE WHEN $4::text IS NOT NULL THEN r.bot_id COLLATE ucs_basic END DESC,"
            + " r.round_start_timestamp DESC, r.id DESC";

    /**
     * All of a game, by analytics_round_multipliers_game_time, without a look at the rounds. Multipliers whose round is not
     * stored yet are left out. Limit, game.
     */
    static final String MULTIPLIERS_OF_GAME = """
            SELECT round_id, multiplier, timestamp, is_crash_multiplier, is_cashout_multiplier, ocr_confidence,
                data_quality_score
            FROM analytics_round_multipliers
            WHERE game_name = $2 AND round_id IS NOT NULL
            ORDER BY timestamp DESC, id DESC
            LIMIT $1
            """;

    private static final String MULTIPLIERS_WHERE = """
            SELECT r.id, m.multiplier, m.timestamp, m.is_crash_multiplier, m.is_cashout_multiplier, m.ocr_confidence,
                m.data_quality_score
            FROM crash_game_rounds r
            CROSS JOIN LATERAL (
                SELECT * FROM analytics_round_multipliers
                WHERE bot_id = r.bot_id AND session_id = r.session_id AND round_number = r.round_number OFFSET 0) m
            WHERE r.round_start_timestamp >= coalesce($1::timestamptz, '-infinity')
                AND r.round_start_timestamp < coalesce($2::timestamptz, 'infinity')
                AND %s AND r.game_name = $5
            ORDER BY %s, m.timestamp DESC, m.id DESC
            LIMIT $3
            """;

    /**
     * Those of a bot or a range: by crash_game_rounds_time, or with a bot by crash_game_rounds_bot_time, as rounds say when
     * they started. From, to, limit, bot, game; null is no filter.
     */
    static final String MULTIPLIERS = MULTIPLIERS_WHERE.formatted(OF_BOT, BY_TIME);

    /** By the primary key of the rounds. From, to, limit, bot, game, session. */
    static final String MULTIPLIERS_OF_SESSION =
            MULTIPLIERS_WHERE.formatted("r.bot_id = $4 AND r.session_id = $6", "r.round_number DESC");

    /**
     * Like multipliers. The outcome is that of the analytics row, which the bot may have stated itself. A feature row is
     * the signal of its round and type that was predicted ahead last. From, to, limit, bot, game, signal type; null is no
     * filter.
     */
    private static final String SIGNALS_WHERE = """
            SELECT s.id, r.id, r.bot_id, r.session_id, r.round_number, r.game_name, r.platform_code, s.signal_type,
                s.timestamp, s.confidence_score, s.signal_strength, s.time_to_crash_predicted_ms, s.volatility_measure,
                s.momentum_score, s.pattern_match_type, s.similar_rounds_count::bigint, s.predicted_multiplier,
                s.feature_vector::text, s.predicted_ahead,
                s.predicted_ahead AND NOT EXISTS (
                    SELECT 1 FROM analytics_round_signals l
                    WHERE l.bot_id = s.bot_id AND l.session_id = s.session_id AND l.round_number = s.round_number
                        AND l.id > s.id AND l.predicted_ahead AND l.signal_type IS NOT DISTINCT FROM s.signal_type),
                s.actual_multiplier, s.prediction_error, s.signal_correctness, r.round_start_timestamp, r.strategy_name,
                r.target_multiplier, r.crash_multiplier_detected, r.cashout_multiplier,
                coalesce(o.outcome, r.round_outcome), o.outcome_category, r.currency, r.stake_value,
                coalesce(o.profit_loss, r.profit_loss_amount), coalesce(o.roi_percent, r.roi_percent)
            FROM crash_game_rounds r
            CROSS JOIN LATERAL (
                SELECT * FROM analytics_round_signals
                WHERE bot_id = r.bot_id AND session_id = r.session_id AND round_number = r.round_number OFFSET 0) s
            LEFT JOIN LATERAL (
                SELECT * FROM analytics_round_outcomes
                WHERE bot_id = r.bot_id AND session_id = r.session_id AND round_number = r.round_number OFFSET 0) o ON true
            WHERE r.round_start_timestamp >= coalesce($1::timestamptz, '-infinity')
                AND r.round_start_timestamp < coalesce($2::timestamptz, 'infinity')
                AND %s
                AND ($5::text IS NULL OR r.game_name = $5) AND ($6::text IS NULL OR s.signal_type = $6)
            ORDER BY %s, s.id DESC
            LIMIT $3
            """;

    static final String SIGNALS = SIGNALS_WHERE.formatted(OF_BOT, BY_TIME);

    /** The same of a session, by the primary key of the rounds; session is the last parameter. */
    static final String SIGNALS_OF_SESSION =
            SIGNALS_WHERE.formatted("r.bot_id = $4 AND r.session_id = $7", "r.round_number DESC");

    private static final String BOT = "SELECT 1 FROM bot_vm_registration WHERE bot_id = $1";

    private static final String GAME = "SELECT 1 FROM game_platform_config WHERE game_name = $1 LIMIT 1";

    private static final String BACKEND = "SELECT pg_backend_pid()";

    private final Pool pool;

    private record Query(String sql, Tuple parameters) {}

    PgExports(Pool pool) {
        this.pool = pool;
    }

    /**
     * Begins to read. The cursor comes once the statement is prepared, before its first row is looked for; whoever gets it
     * has to close it. Fails with {@code bot_not_found} or {@code game_not_found} where the path names what is not there.
     */
    Future<PgExportCursor> open(ExportRequest request) {
        return pool.getConnection()
                .compose(connection -> begin(connection, request)
                        .recover(failure -> end(connection).transform(ended -> Future.failedFuture(failure))));
    }

    /** Ends the transaction, whatever its state, and gives the connection back. */
    static Future<Void> end(SqlConnection connection) {
        return connection.query("COMMIT").execute().transform(ended -> connection.close());
    }

    private Future<PgExportCursor> begin(SqlConnection connection, ExportRequest request) {
        Future<?> begun = connection.query(BEGIN).execute();
        Future<Integer> backend = connection
                .query(BACKEND)
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
        Query query = query(request);
        return begun.compose(ready -> requireSubject(connection, request))
                .compose(known -> connection.prepare(query.sql))
                .compose(prepared -> backend.map(pid -> new PgExportCursor(
                        pool, connection, pid, prepared.cursor(query.parameters), request.dataset())));
    }

    private static Future<Void> requireSubject(SqlConnection connection, ExportRequest request) {
        return switch (request.dataset()) {
            case ROUNDS -> require(connection, BOT, request.botId(), ProblemCode.BOT_NOT_FOUND, "bot");
            case MULTIPLIERS -> require(connection, GAME, request.gameName(), ProblemCode.GAME_NOT_FOUND, "game");
            case SIGNALS -> Future.succeededFuture();
        };
    }

    private static Future<Void> require(
            SqlConnection connection, String sql, String name, ProblemCode code, String what) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(name))
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ProblemException(code, "There is no such " + what + ".")));
    }

    /** The columns of the dataset, in their order. */
    private static Query query(ExportRequest request) {
        Tuple range = Tuple.of(utc(request.from()), utc(request.to()), request.limit(), request.botId());
        String game = request.gameName();
        boolean isSession = request.sessionId() != null;
        return switch (request.dataset()) {
            case ROUNDS ->
                isSession
                        ? new Query(ROUNDS_OF_SESSION, range.addString(request.sessionId()))
                        : new Query(ROUNDS, range);
            case MULTIPLIERS ->
                request.isWholeGame()
                        ? new Query(MULTIPLIERS_OF_GAME, Tuple.of(request.limit(), game))
                        : isSession
                                ? new Query(
                                        MULTIPLIERS_OF_SESSION,
                                        range.addString(game).addString(request.sessionId()))
                                : new Query(MULTIPLIERS, range.addString(game));
            case SIGNALS -> {
                Tuple filters = range.addString(game).addString(request.signalType());
                yield isSession
                        ? new Query(SIGNALS_OF_SESSION, filters.addString(request.sessionId()))
                        : new Query(SIGNALS, filters);
            }
        };
    }

    private static OffsetDateTime utc(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
