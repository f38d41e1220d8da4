package dev.crashanalytics.page;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/** Reads the newest rounds of a bot or strategy and sums them up in buckets of as many rounds each. */
@ApplicationScoped
class PgCurves {

    /** So many of the newest rounds: enough for months of one bot, few enough to read while somebody waits. */
    private static final int MOST_ROUNDS = 100_000;

    private static final String OF_BOT = """
            SELECT * FROM crash_game_rounds WHERE bot_id COLLATE ucs_basic = $1
            ORDER BY round_start_timestamp DESC, id DESC LIMIT $4::bigint + 1
            """;

    /** The rollups say which bots played it on which days. */
    private static final String OF_STRATEGY = """
            SELECT r.* FROM (SELECT bot_id, day FROM round_rollups
                  WHERE strategy_name = $1 AND state <> 'archived' GROUP BY bot_id, day) AS played
            CROSS JOIN LATERAL (
                SELECT * FROM crash_game_rounds
                WHERE bot_id COLLATE ucs_basic = played.bot_id AND strategy_name = $1
                  AND round_start_timestamp >= played.day::timestamp AT TIME ZONE 'UTC'
                  AND round_start_timestamp < (played.day + 1)::timestamp AT TIME ZONE 'UTC') AS r
            ORDER BY r.round_start_timestamp DESC, r.id DESC LIMIT $4::bigint + 1
            """;

    /** {@code $1} name, {@code $2} currency or null, {@code $3} points, {@code $4} rounds. */
    private static final String CURVE = """
            WITH newest AS MATERIALIZED (
                SELECT round_start_timestamp, session_id, round_number, bot_id, currency, running_balance_before,
                       coalesce(profit_loss_amount, 0) AS gained
                FROM (%s) AS found
            ), currencies AS (
                SELECT array_agg(currency ORDER BY rounds DESC, currency) AS all_of_them, sum(rounds) AS rounds
                FROM (SELECT currency, count(*) AS rounds FROM newest GROUP BY currency) AS c
            ), ordered AS (
                SELECT n.gained, n.running_balance_before,
                       row_number() OVER in_order AS place, sum(n.gained) OVER in_order AS equity,
                       count(*) OVER () AS total
                FROM newest n, currencies c
                WHERE n.currency = coalesce($2, c.all_of_them[1])
                WINDOW in_order AS (ORDER BY n.round_start_timestamp, n.session_id COLLATE "C", n.round_number,
                                    n.bot_id COLLATE "C" ROWS UNBOUNDED PRECEDING)
            ), bucketed AS (
                SELECT (place - 1) * least($3::bigint, total) / total AS bucket, max(place) AS place,
                       sum(gained) AS gained, min(equity) AS low, max(equity) AS high,
                       max(running_balance_before) FILTER (WHERE place = 1) AS balance_before
                FROM ordered GROUP BY 1
            )
            SELECT c.all_of_them AS currencies, c.rounds <= $4 AS complete, b.place, b.balance_before, b.low, b.high,
                   sum(b.gained) OVER (ORDER BY b.bucket ROWS UNBOUNDED PRECEDING) AS profit
            FROM currencies c LEFT JOIN bucketed b ON true
            ORDER BY b.bucket
            """;

    private final Pool pool;

    PgCurves(Pool pool) {
        this.pool = pool;
    }

    /** The curve of a bot. */
    Uni<Curve> ofBot(String botId, String currency, int points) {
        return read(OF_BOT, botId, currency, points);
    }

    /** The curve of a strategy, whichever bots played it. */
    Uni<Curve> ofStrategy(String strategyName, String currency, int points) {
        return read(OF_STRATEGY, strategyName, currency, points);
    }

    private Uni<Curve> read(String rounds, String name, String currency, int points) {
        return pool.preparedQuery(CURVE.formatted(rounds))
                .execute(Tuple.of(name, currency, points, MOST_ROUNDS))
                .map(rows -> curve(rows.stream().toList(), currency));
    }

    private static Curve curve(List<Row> rows, String asked) {
        Row first = rows.get(0);
        String[] currencies = first.getArrayOfStrings("currencies");
        List<Row> points =
                rows.stream().filter(row -> row.getLong("place") != null).toList();
        return new Curve(
                asked != null || currencies == null ? asked : currencies[0],
                currencies == null ? List.of() : List.of(currencies),
                currencies == null || first.getBoolean("complete"),
                points.isEmpty() ? null : first.getBigDecimal("balance_before"),
                points.isEmpty() ? 0 : points.get(points.size() - 1).getLong("place"),
                list(points, row -> row.getLong("place")),
                decimals(points, "profit"),
                decimals(points, "low"),
                decimals(points, "high"));
    }

    private static List<BigDecimal> decimals(List<Row> rows, String column) {
        return list(rows, row -> row.getBigDecimal(column));
    }

    private static <T> List<T> list(List<Row> rows, Function<Row, T> value) {
        return rows.stream().map(value).toList();
    }
}
