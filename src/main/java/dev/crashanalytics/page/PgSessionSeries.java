package dev.crashanalytics.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.page.SessionSeries.Before;
import dev.crashanalytics.page.SessionSeries.Buckets;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads the rounds of a session in their order and sums them up in buckets: one pass, whose answer is as short as asked for. */
@ApplicationScoped
class PgSessionSeries {

    /** {@code $1} session, {@code $2} bot or null for the session created last. */
    private static final String SESSION = """
            SELECT s.bot_id, s.session_id, s.game_name, s.initial_balance, s.figures_by_currency::text AS figures_by_currency
            FROM session_logs s
            WHERE s.session_id COLLATE ucs_basic = $1 AND ($2::text IS NULL OR s.bot_id = $2)
            ORDER BY s.id DESC LIMIT 1
            """;

    /**
     * {@code $1} bot, {@code $2} session, {@code $3} currency or null, {@code $4} and {@code $5} the first and the last round,
     * {@code $6} buckets. Materialized, or else a planner that takes the session for short, as it does of rounds that have just
     * come, looks for the span once a round. Rounds before the first are bucket -1; archived ones are added to it.
     */
    private static final String BUCKETS = """
            WITH span AS MATERIALIZED (
                SELECT first, (last - first) / $6::bigint + 1 AS width
                FROM (SELECT min(round_number) AS first, max(round_number) AS last FROM crash_game_rounds
                      WHERE bot_id = $1 AND session_id = $2 AND round_number BETWEEN $4::bigint AND $5::bigint
                        AND ($3::text IS NULL OR currency = $3)) AS found
            ), archived AS MATERIALIZED (
                SELECT coalesce(sum(profit), 0) AS profit, coalesce(sum(wins), 0)::bigint AS wins,
                       coalesce(sum(wins + losses), 0)::bigint AS played
                FROM archived_sessions
                WHERE bot_id = $1 AND session_id = $2 AND ($3::text IS NULL OR currency = $3)
            ), bucketed AS MATERIALIZED (
                SELECT CASE WHEN r.round_number < $4::bigint THEN -1 ELSE (r.round_number - span.first) / span.width END AS bucket,
                       span.width,
                       min(r.round_number) AS first_round, max(r.round_number) AS last_round, count(*) AS rounds,
                       sum(r.gained) AS gained, min(r.equity) AS equity_min, max(r.equity) AS equity_max,
                       min(r.stake_value) AS stake_min, max(r.stake_value) AS stake_max, max(r.target_multiplier) AS target,
                       min(r.crash) FILTER (WHERE r.round_outcome = 'WIN') AS won_min,
                       max(r.crash) FILTER (WHERE r.round_outcome = 'WIN') AS won_max,
                       min(r.crash) FILTER (WHERE r.round_outcome = 'LOSS') AS lost_min,
                       max(r.crash) FILTER (WHERE r.round_outcome = 'LOSS') AS lost_max,
                       min(r.crash) FILTER (WHERE r.round_outcome NOT IN ('WIN', 'LOSS')) AS watched_min,
                       max(r.crash) FILTER (WHERE r.round_outcome NOT IN ('WIN', 'LOSS')) AS watched_max,
                       count(*) FILTER (WHERE r.round_outcome = 'WIN') AS wins,
                       count(*) FILTER (WHERE r.round_outcome IN ('WIN', 'LOSS')) AS played,
                       count(*) FILTER (WHERE r.round_outcome = 'ERROR' OR r.error_type IS NOT NULL) AS errors,
                       avg(r.multiplier_detection_confidence) AS confidence,
                       min(r.multiplier_detection_confidence) AS confidence_min
                FROM (SELECT round_number, stake_value, target_multiplier, round_outcome, error_type,
                             multiplier_detection_confidence, coalesce(crash_multiplier_detected, final_multiplier) AS crash,
                             coalesce(profit_loss_amount, 0) AS gained,
                             sum(coalesce(profit_loss_amount, 0))
                                 OVER (ORDER BY round_number ROWS UNBOUNDED PRECEDING) AS equity
                      FROM crash_game_rounds
                      WHERE bot_id = $1 AND session_id = $2 AND round_number <= $5::bigint
                        AND ($3::text IS NULL OR currency = $3)) AS r
                CROSS JOIN span
                GROUP BY 1, 2
            )
            SELECT b.bucket, b.width, b.first_round, b.last_round, b.rounds,
                   a.profit + sum(b.gained) OVER so_far AS profit,
                   a.profit + b.equity_min AS profit_min, a.profit + b.equity_max AS profit_max,
                   b.stake_min, b.stake_max, b.target, b.won_min, b.won_max, b.lost_min, b.lost_max, b.watched_min,
                   b.watched_max, a.wins + (sum(b.wins) OVER so_far)::bigint AS wins,
                   a.played + (sum(b.played) OVER so_far)::bigint AS played, b.errors, b.confidence, b.confidence_min
            FROM archived a
            LEFT JOIN bucketed b ON true
            WINDOW so_far AS (ORDER BY b.bucket ROWS UNBOUNDED PRECEDING)
            ORDER BY b.bucket
            """;

    private static final String ARCHIVED = """
            SELECT coalesce(sum(profit), 0) AS profit, coalesce(sum(wins), 0)::bigint AS wins,
                   coalesce(sum(wins + losses), 0)::bigint AS played
            FROM archived_sessions WHERE bot_id = $1 AND session_id = $2 AND ($3::text IS NULL OR currency = $3)
            """;

    private final Pool pool;
    private final ObjectMapper json;

    PgSessionSeries(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** A session whose series is wanted. */
    record Session(
            String botId, String sessionId, String gameName, BigDecimal initialBalance, List<String> currencies) {}

    /** The session; null where there is none. */
    Uni<Session> session(String sessionId, String botId) {
        return pool.preparedQuery(SESSION).execute(Tuple.of(sessionId, botId)).map(rows -> {
            if (rows.size() == 0) {
                return null;
            }
            Row row = rows.iterator().next();
            return new Session(
                    row.getString("bot_id"),
                    row.getString("session_id"),
                    row.getString("game_name"),
                    row.getBigDecimal("initial_balance"),
                    List.copyOf(CurrencySums.read(json, row.getString("figures_by_currency"))
                            .keySet()));
        });
    }

    /** The series of a session, over the rounds of one currency or, with null, of all. */
    Uni<SessionSeries> series(Session session, String currency, SeriesRange range) {
        Uni<RowSet<Row>> buckets = pool.preparedQuery(BUCKETS).execute(Tuple.from(new Object[] {
            session.botId(), session.sessionId(), currency, range.from(), range.to(), range.points()
        }));
        return pool.preparedQuery(ARCHIVED)
                .execute(Tuple.of(session.botId(), session.sessionId(), currency))
                .chain(archived -> buckets.map(
                        rows -> series(session, currency, archived.iterator().next(), rows)));
    }

    private static SessionSeries series(Session session, String currency, Row archived, RowSet<Row> found) {
        List<Row> rows = StreamSupport.stream(found.spliterator(), false)
                .filter(row -> row.getLong("bucket") != null)
                .toList();
        List<Row> buckets =
                rows.stream().filter(row -> row.getLong("bucket") >= 0).toList();
        boolean mixed = currency == null && session.currencies().size() > 1;
        Row start = rows.size() > buckets.size() ? rows.get(0) : archived;
        BigDecimal profit = start.getBigDecimal("profit");
        BigDecimal peak = start == archived ? profit : start.getBigDecimal("profit_max");
        String shown = currency != null || mixed || session.currencies().isEmpty()
                ? currency
                : session.currencies().get(0);
        return new SessionSeries(
                session.sessionId(),
                session.botId(),
                session.gameName(),
                shown,
                session.currencies(),
                mixed ? null : session.initialBalance(),
                buckets.isEmpty() ? 1 : buckets.get(0).getLong("width"),
                new Before(
                        mixed ? null : profit,
                        mixed ? null : peak.max(BigDecimal.ZERO),
                        start.getLong("wins"),
                        start.getLong("played")),
                buckets(buckets, mixed));
    }

    private static Buckets buckets(List<Row> rows, boolean mixed) {
        return new Buckets(
                counts(rows, "first_round"),
                counts(rows, "last_round"),
                counts(rows, "rounds"),
                money(rows, "profit", mixed),
                money(rows, "profit_min", mixed),
                money(rows, "profit_max", mixed),
                money(rows, "stake_min", mixed),
                money(rows, "stake_max", mixed),
                decimals(rows, "target"),
                decimals(rows, "won_min"),
                decimals(rows, "won_max"),
                decimals(rows, "lost_min"),
                decimals(rows, "lost_max"),
                decimals(rows, "watched_min"),
                decimals(rows, "watched_max"),
                counts(rows, "wins"),
                counts(rows, "played"),
                counts(rows, "errors"),
                decimals(rows, "confidence"),
                decimals(rows, "confidence_min"));
    }

    private static List<Long> counts(List<Row> rows, String column) {
        return list(rows, row -> row.getLong(column));
    }

    private static List<BigDecimal> decimals(List<Row> rows, String column) {
        return list(rows, row -> row.getBigDecimal(column));
    }

    private static List<BigDecimal> money(List<Row> rows, String column, boolean mixed) {
        return list(rows, row -> mixed ? null : row.getBigDecimal(column));
    }

    private static <T> List<T> list(List<Row> rows, Function<Row, T> value) {
        return rows.stream().map(value).toList();
    }
}
