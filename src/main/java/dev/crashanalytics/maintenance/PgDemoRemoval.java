package dev.crashanalytics.maintenance;

import dev.crashanalytics.store.PgRemovedEvents;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Removes what demo bots wrote: sessions of the game {@link DemoBots#GAME} of bots whose ids are those of demo bots, with
 * everything that belongs to them. Sessions of other bots and other games stay as they are.
 */
final class PgDemoRemoval {

    /** Rounds removed at once, each with its ticks: their session waits for one piece at the most. */
    static final int PIECE = 500;

    private static final String IS_DEMO_BOT = "bot_id ~ '^" + DemoBots.PREFIX + "[a-z]+-[0-9]+$'";

    private static final String OF_GAME =
            "game_name = '" + DemoBots.GAME + "' AND platform_code = '" + DemoBots.PLATFORM + "'";

    private static final String OTHERS_PLAY =
            "EXISTS (SELECT FROM round_rollups WHERE " + OF_GAME + " AND NOT " + IS_DEMO_BOT + ")";

    private static final String REMOVE_PLATFORM =
            "DELETE FROM game_platform_config WHERE " + OF_GAME + " AND NOT " + OTHERS_PLAY;

    private static final String NEXT_BOT = """
            SELECT bot_id FROM bot_vm_registration WHERE bot_id > $1 AND %s ORDER BY bot_id LIMIT 1
            """.formatted(IS_DEMO_BOT);

    private static final String NEXT_SESSION = """
            SELECT session_id FROM session_logs WHERE bot_id = $1 AND session_id > $2 AND game_name = '%s'
            ORDER BY session_id LIMIT 1
            """.formatted(DemoBots.GAME);

    private static final String LOCK_SESSION = """
            SELECT 1 FROM session_logs WHERE bot_id = $1 AND session_id = $2 FOR UPDATE
            """;

    private static final String REMOVE_ROUNDS = """
            WITH due AS MATERIALIZED (
                SELECT bot_id, session_id, round_number, id FROM crash_game_rounds
                WHERE bot_id = $1 AND session_id = $2 ORDER BY round_number LIMIT $3
            ), multipliers AS (
                DELETE FROM analytics_round_multipliers m USING due d
                WHERE m.bot_id = d.bot_id AND m.session_id = d.session_id AND m.round_number = d.round_number
            ), signals AS (
                DELETE FROM analytics_round_signals s USING due d
                WHERE s.bot_id = d.bot_id AND s.session_id = d.session_id AND s.round_number = d.round_number
            ), outcomes AS (
                DELETE FROM analytics_round_outcomes o USING due d
                WHERE o.bot_id = d.bot_id AND o.session_id = d.session_id AND o.round_number = d.round_number
            )
            DELETE FROM crash_game_rounds r USING due d
            WHERE r.bot_id = d.bot_id AND r.session_id = d.session_id AND r.round_number = d.round_number
            """;

    private static final String REMOVE_OF_SESSIONS = """
            DELETE FROM %1$s t USING session_logs s
            WHERE s.bot_id = $1 AND s.game_name = '%2$s' AND t.bot_id = s.bot_id AND t.session_id = s.session_id
            """;

    /** Rounds that came after the pieces, and what waits for a round or needs none. */
    private static final List<String> TABLES_OF_SESSIONS = List.of(
            "analytics_round_multipliers",
            "replaced_multiplier_events",
            "analytics_round_signals",
            "analytics_round_outcomes",
            "ocr_validation_logs",
            "error_logs",
            "archived_sessions",
            "archived_streaks");

    /** What was kept of the bot, of its sessions, and of its strategies on the days it played. */
    private static final String REMOVE_RISK = """
            WITH days AS (
                SELECT DISTINCT strategy_name, day FROM round_rollups WHERE bot_id = $1 AND game_name = '%1$s'
            ), strategies AS (
                DELETE FROM risk_days k USING days d
                WHERE k.bot_id = '' AND k.kind = 'strategy' AND k.name = d.strategy_name AND k.day = d.day
                  AND (k.state = 'kept' OR NOT EXISTS (
                      SELECT FROM round_rollups o
                      WHERE o.strategy_name = d.strategy_name AND o.day = d.day
                        AND NOT (o.bot_id = $1 AND o.game_name = '%1$s')))
            )
            DELETE FROM risk_days k
            WHERE k.bot_id = $1 AND (
                k.kind = 'bot' AND (k.state = 'kept' OR NOT EXISTS (
                    SELECT FROM round_rollups o WHERE o.bot_id = $1 AND o.game_name <> '%1$s' AND o.day = k.day))
                OR k.kind = 'session' AND EXISTS (
                    SELECT FROM session_logs s
                    WHERE s.bot_id = $1 AND s.session_id = k.name AND s.game_name = '%1$s'))
            """.formatted(DemoBots.GAME);

    private static final String REMOVE_SUMS =
            "DELETE FROM %s WHERE bot_id = $1 AND game_name = '" + DemoBots.GAME + "'";

    private static final List<String> TABLES_OF_SUMS =
            List.of("round_rollups", "round_totals", "signal_rollups", "signal_totals");

    private static final String REMOVE_SESSIONS =
            "DELETE FROM session_logs WHERE bot_id = $1 AND game_name = '" + DemoBots.GAME + "'";

    private static final String REMOVE_BOT = """
            DELETE FROM bot_vm_registration WHERE bot_id = $1 AND NOT EXISTS (SELECT FROM session_logs WHERE bot_id = $1)
            """;

    private static final String REMOVE_HISTOGRAM_TOTALS = "DELETE FROM crash_histogram_totals WHERE " + OF_GAME;

    /** Answers the days that have to be counted anew: those on which others have played it too. */
    private static final String REMOVE_HISTOGRAMS = """
            WITH removed AS (
                DELETE FROM crash_histograms WHERE %1$s RETURNING day
            )
            SELECT DISTINCT day FROM removed
            WHERE EXISTS (SELECT FROM round_rollups u
                          WHERE u.game_name = '%2$s' AND u.platform_code = '%3$s' AND u.day = removed.day)
            """.formatted(OF_GAME, DemoBots.GAME, DemoBots.PLATFORM);

    private final PgJobConnection connection;

    PgDemoRemoval(PgJobConnection connection) {
        this.connection = connection;
    }

    /** What was removed at last of a bot. */
    record Rest(long rounds, long sessions, long bots) {}

    /** Removes the game, unless others play it: transactions that know it have ended then. */
    Uni<Void> removePlatform() {
        return connection
                .inTransaction(() -> connection.keepIngestOut().chain(() -> connection.execute(REMOVE_PLATFORM)))
                .replaceWithVoid();
    }

    /** The first demo bot after another; null after the last. */
    Uni<String> botAfter(String bot) {
        return connection.execute(NEXT_BOT, Tuple.of(bot)).map(PgDemoRemoval::text);
    }

    /** A bot's first session of the game after another; null after the last. */
    Uni<String> sessionAfter(String bot, String session) {
        return connection.execute(NEXT_SESSION, Tuple.of(bot, session)).map(PgDemoRemoval::text);
    }

    /** Removes some rounds of a session, the first ones, with their rows; answers how many. */
    Uni<Long> removeRounds(String bot, String session) {
        return connection.inTransaction(() -> connection
                .execute(LOCK_SESSION, Tuple.of(bot, session))
                .chain(() -> connection.execute(REMOVE_ROUNDS, Tuple.of(bot, session, PIECE)))
                .call(() -> PgRemovedEvents.noteAll(connection.connection(), bot))
                .map(rows -> (long) rows.rowCount()));
    }

    /** Removes what is left of a bot: what came meanwhile, sessions and sums, and the bot unless it plays other games. */
    Uni<Rest> removeRest(String bot) {
        return connection.inTransaction(() -> connection
                .keepSettlersOut()
                .chain(connection::keepIngestOut)
                .chain(() -> PgRemovedEvents.noteAll(connection.connection(), bot))
                .chain(() -> each(REMOVE_OF_SESSIONS, TABLES_OF_SESSIONS, bot))
                .chain(() -> count(REMOVE_OF_SESSIONS.formatted("crash_game_rounds", DemoBots.GAME), bot))
                .call(() -> count(REMOVE_RISK, bot))
                .call(() -> each(REMOVE_SUMS, TABLES_OF_SUMS, bot))
                .chain(rounds -> count(REMOVE_SESSIONS, bot)
                        .chain(sessions -> count(REMOVE_BOT, bot).map(bots -> new Rest(rounds, sessions, bots)))));
    }

    /** Removes the histograms of the game; answers the days that others have played it on. */
    Uni<List<LocalDate>> removeHistograms() {
        return connection.inTransaction(() -> connection
                .keepSettlersOut()
                .chain(connection::keepIngestOut)
                .chain(() -> connection.execute(REMOVE_HISTOGRAM_TOTALS))
                .chain(() -> connection.execute(REMOVE_HISTOGRAMS))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLocalDate(0))
                        .toList()));
    }

    private Uni<Void> each(String statement, List<String> tables, String bot) {
        return Multi.createFrom()
                .iterable(tables)
                .onItem()
                .transformToUniAndConcatenate(table -> count(statement.formatted(table, DemoBots.GAME), bot))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Long> count(String statement, String bot) {
        return connection.execute(statement, Tuple.of(bot)).map(rows -> (long) rows.rowCount());
    }

    private static String text(RowSet<Row> rows) {
        return rows.size() == 0 ? null : rows.iterator().next().getString(0);
    }
}
