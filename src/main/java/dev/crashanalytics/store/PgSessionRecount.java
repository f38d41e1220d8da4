package dev.crashanalytics.store;

import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.round.CurrencyFigures;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.round.Streak;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The figures of sessions, counted anew from their rounds and from what is archived of them. What does not follow from the rounds alone stays as it is: the
 * balance and the time a session began with depend on which round came first.
 */
public final class PgSessionRecount {

    /** A figure that follows from the rounds: its column, and what it must be. */
    private record Figure(String column, Function<Row, Object> stored, Function<SessionState, Object> counted) {

        static Figure whole(String column, Function<SessionState, Number> counted) {
            return new Figure(
                    column,
                    row -> row.getValue(column) == null ? null : ((Number) row.getValue(column)).longValue(),
                    session -> counted.apply(session) == null
                            ? null
                            : counted.apply(session).longValue());
        }

        static Figure decimal(String column, Function<SessionState, BigDecimal> counted) {
            return new Figure(
                    column, row -> canonical(row.getBigDecimal(column)), session -> canonical(counted.apply(session)));
        }
    }

    private static final List<Figure> FIGURES = List.of(
            Figure.whole("total_rounds", session -> session.rounds),
            Figure.whole("winning_rounds", session -> session.wins),
            Figure.whole("losing_rounds", session -> session.losses),
            Figure.whole("last_round_number", session -> session.lastRoundNumber),
            new Figure("last_round_at", row -> row.getOffsetDateTime("last_round_at"), session -> session.lastRoundAt),
            Figure.whole("last_balance_round", session -> session.lastBalanceRound),
            Figure.decimal("last_balance", session -> session.lastBalance),
            Figure.whole("win_streak", session -> session.streak.wins()),
            Figure.whole("loss_streak", session -> session.streak.losses()),
            new Figure(
                    "figures_by_currency",
                    row -> figures(row.getString("figures_by_currency")),
                    session -> session.figures),
            Figure.decimal("duration_seconds", SessionState::durationSeconds),
            Figure.decimal("final_balance", SessionState::finalBalance),
            Figure.decimal("win_rate", SessionState::winRate),
            Figure.decimal("total_profit_loss", PgSessions.sole(CurrencyFigures::profit)),
            Figure.decimal("total_roi_percent", PgSessions.sole(CurrencyFigures::roiPercent)),
            Figure.decimal("largest_win", PgSessions.sole(CurrencyFigures::largestWin)),
            Figure.decimal("largest_loss", PgSessions.sole(CurrencyFigures::largestLoss)),
            Figure.decimal("average_win", PgSessions.sole(CurrencyFigures::averageWin)),
            Figure.decimal("average_loss", PgSessions.sole(CurrencyFigures::averageLoss)));

    /**
     * Sessions with their stored figures and those of their rows. One statement sees one state of both, and ingest changes
     * both in one transaction: a difference is real.
     */
    private static final String COUNT = """
            SELECT s.session_id, s.start_time, s.end_time, s.initial_balance, s.closing_balance,
                   %s, s.figures_by_currency::text,
                   sums.figures::text AS counted_figures, ends.last_number, ends.last_at,
                   balance.round_number AS balance_round, balance.running_balance_after AS balance,
                   streak.win_streak AS counted_wins, streak.loss_streak AS counted_losses
            FROM (SELECT * FROM session_logs
                  WHERE bot_id = $1 AND session_id >= $2 AND ($4 OR session_id > $2)
                  ORDER BY session_id LIMIT $3) AS s
            CROSS JOIN LATERAL (
                SELECT coalesce(jsonb_object_agg(c.currency, to_jsonb(c) - 'currency'), '{}') AS figures
                FROM (SELECT p.currency, sum(p.rounds) AS rounds, sum(p.wins) AS wins, sum(p.losses) AS losses,
                             sum(p.stakes) AS stakes, sum(p.profit) AS profit, sum(p.win_profit) AS win_profit,
                             sum(p.loss_profit) AS loss_profit, max(p.largest_win) AS largest_win,
                             min(p.largest_loss) AS largest_loss
                      FROM (
                      SELECT a.currency, a.rounds, a.wins, a.losses, a.stakes, a.profit, a.win_profit, a.loss_profit,
                             a.largest_win, a.largest_loss
                      FROM archived_sessions a WHERE a.bot_id = s.bot_id AND a.session_id = s.session_id
                      UNION ALL
                      SELECT r.currency, count(*) AS rounds, count(*) FILTER (WHERE r.round_outcome = 'WIN') AS wins,
                             count(*) FILTER (WHERE r.round_outcome = 'LOSS') AS losses,
                             sum(r.stake_value) AS stakes, sum(r.profit_loss_amount) AS profit,
                             coalesce(sum(r.profit_loss_amount) FILTER (WHERE r.round_outcome = 'WIN'), 0)
                                 AS win_profit,
                             coalesce(sum(r.profit_loss_amount) FILTER (WHERE r.round_outcome = 'LOSS'), 0)
                                 AS loss_profit,
                             greatest(max(r.profit_loss_amount) FILTER (WHERE r.round_outcome = 'WIN'), 0)
                                 AS largest_win,
                             least(min(r.profit_loss_amount) FILTER (WHERE r.round_outcome = 'LOSS'), 0)
                                 AS largest_loss
                      FROM crash_game_rounds r WHERE r.bot_id = s.bot_id AND r.session_id = s.session_id
                      GROUP BY r.currency) AS p
                      GROUP BY p.currency) AS c) AS sums
            CROSS JOIN LATERAL (
                SELECT coalesce(max(e.round_number), 0) AS last_number, max(e.at) AS last_at
                FROM (SELECT r.round_number, coalesce(r.round_end_timestamp, r.round_start_timestamp) AS at
                      FROM crash_game_rounds r WHERE r.bot_id = s.bot_id AND r.session_id = s.session_id
                      UNION ALL
                      SELECT a.last_round_number, a.last_round_at
                      FROM archived_sessions a WHERE a.bot_id = s.bot_id AND a.session_id = s.session_id) AS e) AS ends
            LEFT JOIN LATERAL (
                SELECT * FROM (
                    (SELECT r.round_number, r.running_balance_after
                     FROM crash_game_rounds r
                     WHERE r.bot_id = s.bot_id AND r.session_id = s.session_id AND r.running_balance_after IS NOT NULL
                     ORDER BY r.round_number DESC LIMIT 1)
                    UNION ALL
                    SELECT a.last_balance_round, a.last_balance
                    FROM archived_sessions a
                    WHERE a.bot_id = s.bot_id AND a.session_id = s.session_id AND a.last_balance IS NOT NULL) AS b
                ORDER BY b.round_number DESC LIMIT 1) AS balance ON true
            CROSS JOIN LATERAL session_streak(s.bot_id, s.session_id, %d) AS streak
            ORDER BY s.session_id
            """.formatted(
                    FIGURES.stream()
                            .map(Figure::column)
                            .filter(column -> !column.equals("figures_by_currency"))
                            .map(column -> "s." + column)
                            .collect(Collectors.joining(", ")),
                    Long.MAX_VALUE);

    private PgSessionRecount() {}

    /**
     * A session whose figures are not those of its rounds.
     *
     * @param stored the columns that differ, as they are
     * @param counted the same columns, as they should be
     */
    public record Discrepancy(String sessionId, String stored, String counted) {}

    /**
     * Some sessions that were looked at.
     *
     * @param lastRounds the last round of each
     * @param lastSession where the next page begins; null after the last one
     */
    public record Page(SortedMap<String, Long> lastRounds, List<Discrepancy> discrepancies, String lastSession) {}

    /** Compares sessions of a bot with their rounds, up to {@code limit} of those after one; changes nothing. */
    public static Uni<Page> compare(SqlConnection connection, String botId, String after, int limit) {
        return count(connection, Tuple.of(botId, after, limit, false)).map(rows -> {
            List<Row> all = StreamSupport.stream(rows.spliterator(), false).toList();
            SortedMap<String, Long> lastRounds = new TreeMap<>();
            all.forEach(row -> lastRounds.put(row.getString("session_id"), row.getLong("last_number")));
            List<Discrepancy> discrepancies = all.stream()
                    .map(row -> discrepancy(row, counted(row, botId)))
                    .filter(Objects::nonNull)
                    .toList();
            boolean isLast = all.size() < limit;
            return new Page(
                    lastRounds,
                    discrepancies,
                    isLast ? null : all.get(limit - 1).getString("session_id"));
        });
    }

    /**
     * Counts a session anew and stores what it comes to; to be called within a transaction. Locks the session as ingest
     * does, then counts in a statement of its own, which sees whatever the lock waited for.
     */
    public static Uni<Void> repair(SqlConnection connection, String botId, String sessionId) {
        io.vertx.sqlclient.SqlConnection bare = connection.getDelegate();
        SessionKey key = new SessionKey(botId, sessionId);
        return uni(() -> PgSessions.lock(bare, List.of(key)))
                .map(rows -> PgSessions.read(rows.iterator().next(), created -> false))
                .chain(session -> count(connection, Tuple.of(botId, sessionId, 1, true))
                        .invoke(rows -> recount(rows.iterator().next(), session))
                        .chain(() -> uni(() -> PgSessions.update(bare, List.of(session)))))
                .replaceWithVoid();
    }

    private static Uni<RowSet<Row>> count(SqlConnection connection, Tuple parameters) {
        return uni(() -> connection.getDelegate().preparedQuery(COUNT).execute(parameters));
    }

    private static <T> Uni<T> uni(Supplier<Future<T>> statement) {
        return Uni.createFrom().completionStage(() -> statement.get().toCompletionStage());
    }

    private static Discrepancy discrepancy(Row row, SessionState counted) {
        StringJoiner stored = new StringJoiner(", ");
        StringJoiner should = new StringJoiner(", ");
        for (Figure figure : FIGURES) {
            Object is = figure.stored().apply(row);
            Object be = figure.counted().apply(counted);
            if (!Objects.equals(is, be)) {
                stored.add(figure.column() + "=" + is);
                should.add(figure.column() + "=" + be);
            }
        }
        boolean neverPlayed = counted.rounds == 0 && row.getInteger("total_rounds") == 0;
        return neverPlayed || stored.length() == 0
                ? null
                : new Discrepancy(row.getString("session_id"), stored.toString(), should.toString());
    }

    private static SessionState counted(Row row, String botId) {
        SessionState session = new SessionState(new SessionKey(botId, row.getString("session_id")), false, null);
        session.startTime = row.getOffsetDateTime("start_time");
        session.endTime = row.getOffsetDateTime("end_time");
        session.initialBalance = row.getBigDecimal("initial_balance");
        session.closingBalance = row.getBigDecimal("closing_balance");
        recount(row, session);
        return session;
    }

    /** Puts the figures of the rows in the place of those a session has. */
    private static void recount(Row row, SessionState session) {
        session.figures.clear();
        session.figures.putAll(figures(row.getString("counted_figures")));
        session.rounds = sum(session, CurrencyFigures::rounds);
        session.wins = sum(session, CurrencyFigures::wins);
        session.losses = sum(session, CurrencyFigures::losses);
        session.lastRoundNumber = row.getLong("last_number");
        session.lastRoundAt = row.get(OffsetDateTime.class, "last_at");
        session.lastBalance = row.getBigDecimal("balance");
        session.lastBalanceRound = row.getLong("balance_round");
        session.streak = new Streak(
                row.getLong("counted_wins").intValue(),
                row.getLong("counted_losses").intValue());
    }

    private static int sum(SessionState session, Function<CurrencyFigures, Integer> figure) {
        return session.figures.values().stream().mapToInt(figure::apply).sum();
    }

    /** Figures in the one form that decimals have, so that they can be compared as a whole. */
    private static Map<String, CurrencyFigures> figures(String json) {
        Map<String, CurrencyFigures> figures = new TreeMap<>();
        FiguresJson.read(json)
                .forEach((currency, of) -> figures.put(
                        currency,
                        new CurrencyFigures(
                                of.rounds(),
                                of.wins(),
                                of.losses(),
                                canonical(of.stakes()),
                                canonical(of.profit()),
                                canonical(of.winProfit()),
                                canonical(of.lossProfit()),
                                canonical(of.largestWin()),
                                canonical(of.largestLoss()))));
        return figures;
    }

    private static BigDecimal canonical(BigDecimal value) {
        return value == null ? null : Decimals.canonical(value);
    }
}
