package dev.crashanalytics.store;

import dev.crashanalytics.round.CurrencyFigures;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.round.Streak;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Bots and sessions in the ingest transaction: create, lock, write back. */
final class PgSessions {

    /**
     * A waiting lock sees the row as the other transaction left it, so whatever is read after this statement is of
     * after the lock. Locked in key order: two transactions never wait for each other.
     */
    private static final String LOCK = """
            SELECT s.bot_id, s.session_id, s.game_name, s.status, s.start_time, s.start_time_explicit, s.end_time,
                   s.initial_balance, s.initial_balance_explicit, s.closing_balance, s.last_balance,
                   s.last_balance_round, s.notes, s.total_rounds, s.winning_rounds, s.losing_rounds,
                   s.last_round_number, s.last_round_at, s.win_streak, s.loss_streak, s.early_rows,
                   s.figures_by_currency::text, s.started_commit_id, s.started_position, s.updated_commit_id,
                   s.updated_position, s.closed_commit_id, s.closed_position, b.strategy_name,
                   (SELECT c.first_offset FROM commits c WHERE c.commit_id = s.started_commit_id) + s.started_position
            FROM unnest($1::text[], $2::text[]) AS k (bot_id, session_id)
            JOIN session_logs s ON s.bot_id = k.bot_id AND s.session_id = k.session_id
            JOIN bot_vm_registration b ON b.bot_id = s.bot_id
            ORDER BY s.bot_id, s.session_id
            FOR UPDATE OF s
            """;

    private static final String REGISTER_BOTS = """
            INSERT INTO bot_vm_registration AS b (bot_id, session_id)
            SELECT bot_id, session_id FROM unnest($1::text[], $2::text[]) AS n (bot_id, session_id) ORDER BY bot_id
            ON CONFLICT (bot_id) DO UPDATE
            SET session_id = excluded.session_id, updated_at = now()
            WHERE excluded.session_id IS NOT NULL
            """;

    private static final String CREATE = """
            INSERT INTO session_logs (bot_id, session_id, game_name, start_time, started_commit_id, started_position)
            SELECT bot_id, session_id, game_name, start_time, $5, 0
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
                AS n (bot_id, session_id, game_name, start_time)
            ORDER BY bot_id, session_id
            ON CONFLICT DO NOTHING
            RETURNING bot_id, session_id
            """;

    private static final String UPDATE = """
            UPDATE session_logs s
            SET status = n.status, start_time = n.start_time, start_time_explicit = n.start_time_explicit,
                end_time = n.end_time, duration_seconds = n.duration_seconds,
                initial_balance = n.initial_balance, initial_balance_explicit = n.initial_balance_explicit,
                closing_balance = n.closing_balance, last_balance = n.last_balance,
                last_balance_round = n.last_balance_round, final_balance = n.final_balance,
                total_profit_loss = n.total_profit_loss, total_roi_percent = n.total_roi_percent,
                total_rounds = n.total_rounds, winning_rounds = n.winning_rounds, losing_rounds = n.losing_rounds,
                win_rate = n.win_rate, largest_win = n.largest_win, largest_loss = n.largest_loss,
                average_win = n.average_win, average_loss = n.average_loss, notes = n.notes,
                last_round_number = n.last_round_number, last_round_at = n.last_round_at,
                win_streak = n.win_streak, loss_streak = n.loss_streak, early_rows = n.early_rows,
                figures_by_currency = n.figures_by_currency::jsonb, updated_at = now(),
                started_commit_id = n.started_commit_id, started_position = n.started_position,
                updated_commit_id = n.updated_commit_id, updated_position = n.updated_position,
                closed_commit_id = n.closed_commit_id, closed_position = n.closed_position
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[], $6::timestamptz[],
                        $7::numeric[], $8::numeric[], $9::boolean[], $10::numeric[], $11::numeric[], $12::bigint[],
                        $13::numeric[], $14::numeric[], $15::numeric[], $16::int[], $17::int[], $18::int[],
                        $19::numeric[], $20::numeric[], $21::numeric[], $22::numeric[], $23::numeric[], $24::text[],
                        $25::bigint[], $26::timestamptz[], $27::int[], $28::int[], $29::int[], $30::text[],
                        $31::bigint[], $32::int[], $33::bigint[], $34::int[], $35::bigint[], $36::int[])
                AS n (bot_id, session_id, status, start_time, start_time_explicit, end_time, duration_seconds,
                      initial_balance, initial_balance_explicit, closing_balance, last_balance, last_balance_round,
                      final_balance, total_profit_loss, total_roi_percent, total_rounds, winning_rounds,
                      losing_rounds, win_rate, largest_win, largest_loss, average_win, average_loss, notes,
                      last_round_number, last_round_at, win_streak, loss_streak, early_rows, figures_by_currency,
                      started_commit_id, started_position, updated_commit_id, updated_position,
                      closed_commit_id, closed_position)
            WHERE s.bot_id = n.bot_id AND s.session_id = n.session_id
            """;

    private PgSessions() {}

    /** Locks those of the sessions that exist, and reads them. */
    static Future<RowSet<Row>> lock(SqlConnection connection, Collection<SessionKey> keys) {
        return connection.preparedQuery(LOCK).execute(Tuple.from(new Object[] {
            keys.stream().map(SessionKey::botId).toArray(String[]::new),
            keys.stream().map(SessionKey::sessionId).toArray(String[]::new)
        }));
    }

    /** Registers bots nobody registered; {@code currentSessions} holds the session of each, or null. */
    static Future<RowSet<Row>> registerBots(SqlConnection connection, Map<String, String> currentSessions) {
        return connection.preparedQuery(REGISTER_BOTS).execute(Tuple.from(new Object[] {
            currentSessions.keySet().toArray(String[]::new),
            currentSessions.values().toArray(String[]::new)
        }));
    }

    /** What opens a session nobody opened. */
    record Opening(SessionKey key, String gameName, OffsetDateTime startTime) {}

    /** Creates sessions and answers the keys of those that no other transaction created first. */
    static Future<List<SessionKey>> create(SqlConnection connection, List<Opening> openings, long commitId) {
        return connection
                .preparedQuery(CREATE)
                .execute(Tuple.from(new Object[] {
                    array(openings, opening -> opening.key().botId(), String[]::new),
                    array(openings, opening -> opening.key().sessionId(), String[]::new),
                    array(openings, Opening::gameName, String[]::new),
                    array(openings, Opening::startTime, OffsetDateTime[]::new),
                    commitId
                }))
                .map(rows -> rows.stream()
                        .map(row -> new SessionKey(row.getString(0), row.getString(1)))
                        .collect(Collectors.toList()));
    }

    /** Writes back what the transaction changed. */
    static Future<RowSet<Row>> update(SqlConnection connection, List<SessionState> sessions) {
        List<CurrencyFigures> figures = new ArrayList<>();
        sessions.forEach(session -> figures.add(session.soleFigures()));
        return connection.preparedQuery(UPDATE).execute(Tuple.from(new Object[] {
            array(sessions, session -> session.key.botId(), String[]::new),
            array(sessions, session -> session.key.sessionId(), String[]::new),
            array(sessions, session -> session.status, String[]::new),
            array(sessions, session -> session.startTime, OffsetDateTime[]::new),
            array(sessions, session -> session.startTimeExplicit, Boolean[]::new),
            array(sessions, session -> session.endTime, OffsetDateTime[]::new),
            array(sessions, SessionState::durationSeconds, BigDecimal[]::new),
            array(sessions, session -> session.initialBalance, BigDecimal[]::new),
            array(sessions, session -> session.initialBalanceExplicit, Boolean[]::new),
            array(sessions, session -> session.closingBalance, BigDecimal[]::new),
            array(sessions, session -> session.lastBalance, BigDecimal[]::new),
            array(sessions, session -> session.lastBalanceRound, Long[]::new),
            array(sessions, SessionState::finalBalance, BigDecimal[]::new),
            array(figures, sole -> sole == null ? null : sole.profit(), BigDecimal[]::new),
            array(figures, sole -> sole == null ? null : sole.roiPercent(), BigDecimal[]::new),
            array(sessions, session -> session.rounds, Integer[]::new),
            array(sessions, session -> session.wins, Integer[]::new),
            array(sessions, session -> session.losses, Integer[]::new),
            array(sessions, SessionState::winRate, BigDecimal[]::new),
            array(figures, sole -> sole == null ? null : sole.largestWin(), BigDecimal[]::new),
            array(figures, sole -> sole == null ? null : sole.largestLoss(), BigDecimal[]::new),
            array(figures, sole -> sole == null ? null : sole.averageWin(), BigDecimal[]::new),
            array(figures, sole -> sole == null ? null : sole.averageLoss(), BigDecimal[]::new),
            array(sessions, session -> session.notes, String[]::new),
            array(sessions, session -> session.lastRoundNumber, Long[]::new),
            array(sessions, session -> session.lastRoundAt, OffsetDateTime[]::new),
            array(sessions, session -> session.streak.wins(), Integer[]::new),
            array(sessions, session -> session.streak.losses(), Integer[]::new),
            array(sessions, session -> session.earlyRows, Integer[]::new),
            array(sessions, session -> FiguresJson.write(session.figures), String[]::new),
            array(sessions, session -> commitId(session.started), Long[]::new),
            array(sessions, session -> position(session.started), Integer[]::new),
            array(sessions, session -> commitId(session.updated), Long[]::new),
            array(sessions, session -> position(session.updated), Integer[]::new),
            array(sessions, session -> commitId(session.closed), Long[]::new),
            array(sessions, session -> position(session.closed), Integer[]::new)
        }));
    }

    /** A row of {@link #LOCK}. */
    static SessionState read(Row row, Predicate<SessionKey> isCreated) {
        SessionKey key = new SessionKey(row.getString(0), row.getString(1));
        SessionState session = new SessionState(key, isCreated.test(key), row.getString(28));
        session.gameName = row.getString(2);
        session.status = row.getString(3);
        session.startTime = row.getOffsetDateTime(4);
        session.startTimeExplicit = row.getBoolean(5);
        session.endTime = row.getOffsetDateTime(6);
        session.initialBalance = row.getBigDecimal(7);
        session.initialBalanceExplicit = row.getBoolean(8);
        session.closingBalance = row.getBigDecimal(9);
        session.lastBalance = row.getBigDecimal(10);
        session.lastBalanceRound = row.getLong(11);
        session.notes = row.getString(12);
        session.rounds = row.getInteger(13);
        session.wins = row.getInteger(14);
        session.losses = row.getInteger(15);
        session.lastRoundNumber = row.getLong(16);
        session.lastRoundAt = row.getOffsetDateTime(17);
        session.streak = new Streak(row.getInteger(18), row.getInteger(19));
        session.earlyRows = row.getInteger(20);
        session.figures.putAll(FiguresJson.read(row.getString(21)));
        session.started = position(row, 22);
        session.startedOffset = row.getLong(29);
        session.updated = position(row, 24);
        session.closed = position(row, 26);
        return session;
    }

    private static FeedPosition position(Row row, int column) {
        Long commitId = row.getLong(column);
        return commitId == null ? null : new FeedPosition(commitId, row.getInteger(column + 1));
    }

    private static Long commitId(FeedPosition position) {
        return position == null ? null : position.commitId();
    }

    private static Integer position(FeedPosition position) {
        return position == null ? null : position.position();
    }

    private static <R, T> T[] array(List<R> rows, Function<R, T> value, IntFunction<T[]> newArray) {
        return rows.stream().map(value).toArray(newArray);
    }
}
