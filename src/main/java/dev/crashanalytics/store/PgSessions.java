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
                   (SELECT c.first_offset FROM commits c WHERE c.commit_id = s.started_commit_id) + s.started_position,
                   b.archived_before
            FROM unnest($1::text[], $2::text[]) AS k (bot_id, session_id)
            JOIN session_logs s ON s.bot_id = ANY (ARRAY[k.bot_id]) AND s.session_id = k.session_id
            JOIN bot_vm_registration b ON b.bot_id = ANY (ARRAY[k.bot_id])
            ORDER BY k.bot_id, k.session_id
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

    /** What {@code n} is made from in {@link #UPDATE}. */
    static final PgRowSource<SessionState> ROWS = new PgRowSource.Builder<SessionState>()
            .add("bot_id", ColumnType.TEXT, session -> session.key.botId())
            .add("session_id", ColumnType.TEXT, session -> session.key.sessionId())
            .add("status", ColumnType.TEXT, session -> session.status)
            .add("start_time", ColumnType.TIMESTAMP, session -> session.startTime)
            .add("start_time_explicit", ColumnType.FLAG, session -> session.startTimeExplicit)
            .add("end_time", ColumnType.TIMESTAMP, session -> session.endTime)
            .add("duration_seconds", ColumnType.DECIMAL, SessionState::durationSeconds)
            .add("initial_balance", ColumnType.DECIMAL, session -> session.initialBalance)
            .add("initial_balance_explicit", ColumnType.FLAG, session -> session.initialBalanceExplicit)
            .add("closing_balance", ColumnType.DECIMAL, session -> session.closingBalance)
            .add("last_balance", ColumnType.DECIMAL, session -> session.lastBalance)
            .add("last_balance_round", ColumnType.BIGINT, session -> session.lastBalanceRound)
            .add("final_balance", ColumnType.DECIMAL, SessionState::finalBalance)
            .add("total_profit_loss", ColumnType.DECIMAL, sole(CurrencyFigures::profit))
            .add("total_roi_percent", ColumnType.DECIMAL, sole(CurrencyFigures::roiPercent))
            .add("total_rounds", ColumnType.INTEGER, session -> session.rounds)
            .add("winning_rounds", ColumnType.INTEGER, session -> session.wins)
            .add("losing_rounds", ColumnType.INTEGER, session -> session.losses)
            .add("win_rate", ColumnType.DECIMAL, SessionState::winRate)
            .add("largest_win", ColumnType.DECIMAL, sole(CurrencyFigures::largestWin))
            .add("largest_loss", ColumnType.DECIMAL, sole(CurrencyFigures::largestLoss))
            .add("average_win", ColumnType.DECIMAL, sole(CurrencyFigures::averageWin))
            .add("average_loss", ColumnType.DECIMAL, sole(CurrencyFigures::averageLoss))
            .add("notes", ColumnType.TEXT, session -> session.notes)
            .add("last_round_number", ColumnType.BIGINT, session -> session.lastRoundNumber)
            .add("last_round_at", ColumnType.TIMESTAMP, session -> session.lastRoundAt)
            .add("win_streak", ColumnType.INTEGER, session -> session.streak.wins())
            .add("loss_streak", ColumnType.INTEGER, session -> session.streak.losses())
            .add("early_rows", ColumnType.INTEGER, session -> session.earlyRows)
            .add("figures_by_currency", ColumnType.TEXT, session -> FiguresJson.write(session.figures))
            .add("started_commit_id", ColumnType.BIGINT, session -> commitId(session.started))
            .add("started_position", ColumnType.INTEGER, session -> position(session.started))
            .add("updated_commit_id", ColumnType.BIGINT, session -> commitId(session.updated))
            .add("updated_position", ColumnType.INTEGER, session -> position(session.updated))
            .add("closed_commit_id", ColumnType.BIGINT, session -> commitId(session.closed))
            .add("closed_position", ColumnType.INTEGER, session -> position(session.closed))
            .build();

    /** Writes back what a transaction changed; {@code n} is to be put in. */
    static final String UPDATE = """
            UPDATE session_logs s
            SET status = n.status, start_time = n.start_time, start_time_explicit = n.start_time_explicit,
                end_time = n.end_time, duration_seconds = n.duration_seconds,
                initial_balance = n.initial_balance, initial_balance_explicit = n.initial_balance_explicit,
                closing_balance = n.closing_balance, last_balance = n.last_balance,
                last_balance_round = n.last_balance_round, final_balance = n.final_balance,
                total_profit_loss = n.total_profit_loss, total_roi_percent = n.total_roi_percent,
                total_rounds = n.total_rounds, winning_rounds = n.winning_rounds,
                losing_rounds = n.losing_rounds, win_rate = n.win_rate, largest_win = n.largest_win,
                largest_loss = n.largest_loss, average_win = n.average_win, average_loss = n.average_loss,
                notes = n.notes, last_round_number = n.last_round_number, last_round_at = n.last_round_at,
                win_streak = n.win_streak, loss_streak = n.loss_streak, early_rows = n.early_rows,
                figures_by_currency = n.figures_by_currency::jsonb, started_commit_id = n.started_commit_id,
                started_position = n.started_position, updated_commit_id = n.updated_commit_id,
                updated_position = n.updated_position, closed_commit_id = n.closed_commit_id,
                closed_position = n.closed_position, updated_at = now()
            FROM (%s) AS n
            WHERE s.bot_id = ANY (ARRAY[n.bot_id]) AND s.session_id = n.session_id
            """;

    private static final String REMOVE = """
            DELETE FROM session_logs s USING unnest($1::text[], $2::text[]) AS k (bot_id, session_id)
            WHERE s.bot_id = ANY (ARRAY[k.bot_id]) AND s.session_id = k.session_id
            """;

    private static final String UPDATE_ALL = UPDATE.formatted(ROWS.ofMany(1));

    private PgSessions() {}

    /** Locks those of the sessions that exist, and reads them. */
    static Future<RowSet<Row>> lock(SqlConnection connection, Collection<SessionKey> keys) {
        return connection.preparedQuery(LOCK).execute(keyArrays(keys));
    }

    /** Removes sessions that this transaction has created for nothing. */
    static Future<RowSet<Row>> remove(SqlConnection connection, Collection<SessionKey> keys) {
        return connection.preparedQuery(REMOVE).execute(keyArrays(keys));
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
        return connection.preparedQuery(UPDATE_ALL).execute(ROWS.addMany(sessions, Tuple.tuple()));
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
        session.archivedBefore = row.getLocalDate(30);
        session.updated = position(row, 24);
        session.closed = position(row, 26);
        return session;
    }

    private static FeedPosition position(Row row, int column) {
        Long commitId = row.getLong(column);
        return commitId == null ? null : new FeedPosition(commitId, row.getInteger(column + 1));
    }

    /** A figure of the only currency; null where there are several. */
    static Function<SessionState, BigDecimal> sole(Function<CurrencyFigures, BigDecimal> figure) {
        return session -> {
            CurrencyFigures sole = session.soleFigures();
            return sole == null ? null : figure.apply(sole);
        };
    }

    private static Long commitId(FeedPosition position) {
        return position == null ? null : position.commitId();
    }

    private static Integer position(FeedPosition position) {
        return position == null ? null : position.position();
    }

    private static Tuple keyArrays(Collection<SessionKey> keys) {
        return Tuple.from(new Object[] {
            keys.stream().map(SessionKey::botId).toArray(String[]::new),
            keys.stream().map(SessionKey::sessionId).toArray(String[]::new)
        });
    }

    private static <R, T> T[] array(List<R> rows, Function<R, T> value, IntFunction<T[]> newArray) {
        return rows.stream().map(value).toArray(newArray);
    }
}
