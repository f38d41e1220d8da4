package dev.crashanalytics.stats;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The house edge that platforms state. */
@ApplicationScoped
public class PgStatedEdge {

    private static final String EDGE = """
            SELECT min(house_edge_percent) FROM game_platform_config
            WHERE game_name = $1 AND ($2::text IS NULL OR platform_code = $2)
            HAVING count(DISTINCT house_edge_percent) = 1
            """;

    private static final String EDGES = """
            SELECT game_name, platform_code, house_edge_percent FROM game_platform_config
            WHERE game_name = ANY($1) AND house_edge_percent IS NOT NULL
            """;

    private final Pool pool;

    PgStatedEdge(Pool pool) {
        this.pool = pool;
    }

    /** In percent; empty where the platforms state none, or more than one. */
    Uni<Optional<BigDecimal>> percent(Scope game) {
        return pool.preparedQuery(EDGE)
                .execute(Tuple.of(game.name(), game.platformCode()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBigDecimal(0)));
    }

    /** Those of all platforms of some games. */
    public Uni<StatedEdges> ofGames(Collection<String> games) {
        return pool.preparedQuery(EDGES)
                .execute(Tuple.tuple().addArrayOfString(games.toArray(String[]::new)))
                .map(rows -> {
                    Map<GamePlatform, BigDecimal> edges = new HashMap<>();
                    rows.forEach(row ->
                            edges.put(new GamePlatform(row.getString(0), row.getString(1)), row.getBigDecimal(2)));
                    return new StatedEdges(edges);
                });
    }
}
