package dev.crashanalytics.stats;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether a bot, strategy or game is known, also where it has no rounds. */
@ApplicationScoped
public class PgKnown {

    private static final String BOT = "SELECT EXISTS (SELECT FROM bot_vm_registration WHERE bot_id = $1)";

    private static final String GAME = "SELECT EXISTS (SELECT FROM game_platform_config WHERE game_name = $1)";

    private static final String STRATEGY = """
            SELECT EXISTS (SELECT FROM bot_vm_registration WHERE strategy_name = $1)
                OR EXISTS (SELECT FROM round_rollups WHERE strategy_name = $1)
                OR EXISTS (SELECT FROM round_totals WHERE strategy_name = $1)
            """;

    private final Pool pool;

    PgKnown(Pool pool) {
        this.pool = pool;
    }

    /** Fails where the scope is of nothing that is known. */
    public Uni<Void> require(Scope scope) {
        String question = switch (scope.kind()) {
            case BOT -> BOT;
            case STRATEGY -> STRATEGY;
            case GAME -> GAME;
        };
        return pool.preparedQuery(question)
                .execute(Tuple.of(scope.name()))
                .map(rows -> rows.iterator().next().getBoolean(0))
                .invoke(isKnown -> {
                    if (!isKnown) {
                        throw scope.kind().notFound();
                    }
                })
                .replaceWithVoid();
    }
}
