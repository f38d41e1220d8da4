package dev.crashanalytics.stats;

import dev.crashanalytics.fact.Decimals;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;

/** How the newest multipliers of a game are distributed. */
@ApplicationScoped
class PgDistribution {

    private static final String NEWEST = """
            SELECT count(*), avg(multiplier), min(multiplier), max(multiplier),
                   percentile_cont(0.1) WITHIN GROUP (ORDER BY multiplier::float8),
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY multiplier::float8),
                   percentile_cont(0.9) WITHIN GROUP (ORDER BY multiplier::float8),
                   count(*) FILTER (WHERE is_crash_multiplier), count(*) FILTER (WHERE is_cashout_multiplier)
            FROM (SELECT multiplier, is_crash_multiplier, is_cashout_multiplier FROM analytics_round_multipliers
                  WHERE game_name = $1 ORDER BY timestamp DESC LIMIT $2) AS newest
            """;

    private final Pool pool;

    PgDistribution(Pool pool) {
        this.pool = pool;
    }

    Uni<MultiplierDistribution> newest(Scope game, int limit) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(game.name(), limit))
                .map(rows -> read(game.name(), rows.iterator().next()));
    }

    private static MultiplierDistribution read(String game, Row row) {
        return new MultiplierDistribution(
                game,
                row.getLong(0),
                shown(row.getBigDecimal(1)),
                shown(row.getBigDecimal(2)),
                shown(row.getBigDecimal(3)),
                Estimate.of(row.getDouble(4)),
                Estimate.of(row.getDouble(5)),
                Estimate.of(row.getDouble(6)),
                row.getLong(7),
                row.getLong(8));
    }

    private static BigDecimal shown(BigDecimal value) {
        return value == null ? null : Decimals.canonical(value);
    }
}
