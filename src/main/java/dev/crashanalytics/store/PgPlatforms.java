package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;

/** The games that are known, and the currency of each platform. */
final class PgPlatforms {

    private static final String OF_GAMES = """
            SELECT game_name, platform_code, currency FROM game_platform_config WHERE game_name = ANY ($1::text[])
            """;

    private PgPlatforms() {}

    static Future<RowSet<Row>> ofGames(SqlConnection connection, Collection<String> games) {
        return connection.preparedQuery(OF_GAMES).execute(Tuple.from(new Object[] {games.toArray(String[]::new)}));
    }
}
