package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

/** Every bot that has rounds, sums or sessions, registered or not, in their order. */
final class PgBots {

    private static final String NEXT = """
            SELECT least(
                (SELECT min(bot_id) FROM bot_vm_registration WHERE bot_id > $1),
                (SELECT min(bot_id) FROM crash_game_rounds WHERE bot_id > $1),
                (SELECT min(bot_id) FROM session_logs WHERE bot_id > $1),
                (SELECT min(bot_id) FROM round_rollups WHERE bot_id > $1),
                (SELECT min(bot_id) FROM round_totals WHERE bot_id > $1))
            """;

    private PgBots() {}

    /** The first bot after another; null after the last. */
    static Uni<String> after(PgJobConnection connection, String botId) {
        return connection
                .execute(NEXT, Tuple.of(botId))
                .map(rows -> rows.iterator().next().getString(0));
    }
}
