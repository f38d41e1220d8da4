package dev.crashanalytics.live;

import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.session.SessionEntity;
import dev.crashanalytics.session.SessionSummaries;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Sessions as they stand, in the words of {@code GET /sessions/{session_id}}. */
@ApplicationScoped
class PgSessionStates {

    /** What {@link #read(Row)} takes. */
    static final String COLUMNS = """
            s.bot_id, s.session_id, s.game_name, s.status, s.start_time, s.end_time, s.duration_seconds, s.initial_balance,
            s.final_balance, s.total_profit_loss, s.total_roi_percent, s.total_rounds, s.winning_rounds,
            s.losing_rounds, s.win_rate, s.largest_win, s.largest_loss, s.average_win, s.average_loss, s.notes,
            s.figures_by_currency::text AS figures_by_currency, s.updated_commit_id, s.updated_position
            """;

    private static final String OF_KEYS = """
            SELECT %s
            FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS u (bot_id, session_id)) AS k
            JOIN session_logs s ON s.bot_id = ANY (ARRAY[k.bot_id]) AND s.session_id = k.session_id
            """.formatted(COLUMNS);

    private final SessionSummaries summaries;

    PgSessionStates(SessionSummaries summaries) {
        this.summaries = summaries;
    }

    /**
     * A session at one moment.
     *
     * @param json its summary
     * @param updatedCommit of the last event about its figures; null where there is none
     */
    record State(SessionKey key, String gameName, String json, Long updatedCommit, Integer updatedPosition) {

        boolean isOf(long commitId, int position) {
            return updatedCommit != null && updatedCommit == commitId && updatedPosition == position;
        }
    }

    /** Those of the sessions that exist. */
    Future<Map<SessionKey, State>> read(SqlConnection connection, Collection<SessionKey> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return connection
                .preparedQuery(OF_KEYS)
                .execute(Tuple.from(new Object[] {
                    keys.stream().map(SessionKey::botId).toArray(String[]::new),
                    keys.stream().map(SessionKey::sessionId).toArray(String[]::new)
                }))
                .map(rows -> {
                    Map<SessionKey, State> states = new HashMap<>();
                    for (Row row : rows) {
                        State state = read(row);
                        states.put(state.key(), state);
                    }
                    return states;
                });
    }

    /** A row of {@link #COLUMNS}. */
    State read(Row row) {
        SessionEntity session = new SessionEntity();
        session.botId = row.getString("bot_id");
        session.sessionId = row.getString("session_id");
        session.gameName = row.getString("game_name");
        session.status = row.getString("status");
        session.startTime = instant(row, "start_time");
        session.endTime = instant(row, "end_time");
        session.durationSeconds = row.getBigDecimal("duration_seconds");
        session.initialBalance = row.getBigDecimal("initial_balance");
        session.finalBalance = row.getBigDecimal("final_balance");
        session.totalProfitLoss = row.getBigDecimal("total_profit_loss");
        session.totalRoiPercent = row.getBigDecimal("total_roi_percent");
        session.totalRounds = row.getInteger("total_rounds");
        session.winningRounds = row.getInteger("winning_rounds");
        session.losingRounds = row.getInteger("losing_rounds");
        session.winRate = row.getBigDecimal("win_rate");
        session.largestWin = row.getBigDecimal("largest_win");
        session.largestLoss = row.getBigDecimal("largest_loss");
        session.averageWin = row.getBigDecimal("average_win");
        session.averageLoss = row.getBigDecimal("average_loss");
        session.notes = row.getString("notes");
        session.figuresByCurrency = row.getString("figures_by_currency");
        return new State(
                new SessionKey(session.botId, session.sessionId),
                session.gameName,
                summaries.json(session),
                row.getLong("updated_commit_id"),
                row.getInteger("updated_position"));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
