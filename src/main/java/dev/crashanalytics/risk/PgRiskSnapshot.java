package dev.crashanalytics.risk;

import dev.crashanalytics.query.PgSnapshot;
import dev.crashanalytics.stats.PgArchivedEdges;
import dev.crashanalytics.stats.StatisticsRange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One state of the database, which a risk is worked out from: rollups, kept days and rounds are of the same moment.
 */
final class PgRiskSnapshot {

    private static final String DAYS = """
            SELECT day, sum(changes)::bigint,
                   coalesce(sum(changes) FILTER (WHERE state = 'archived'), 0)::bigint
            FROM round_rollups WHERE %s = $1 AND day >= $2 AND day < $3
            GROUP BY day ORDER BY day
            """;

    private static final String BOT_DAYS = DAYS.formatted("bot_id");

    private static final String STRATEGY_DAYS = DAYS.formatted("strategy_name");

    private static final String KEPT = """
            SELECT day, state, changes, archived_changes, summary::text
            FROM risk_days
            WHERE bot_id = $1 AND kind = $2 AND name = $3 AND day >= $4 AND day < $5
              AND (state = 'archived' OR state = 'kept' AND format = $6)
            ORDER BY day, state, part
            """;

    private static final String SESSION = """
            SELECT bot_id, session_id, start_time_explicit, start_time, last_round_at, total_rounds, initial_balance
            FROM session_logs WHERE %s ORDER BY id DESC LIMIT 1
            """;

    private static final String SESSION_OF_BOT = SESSION.formatted("session_id = $1 AND bot_id = $2");

    /** By session_logs_session; {@code $2} is null. */
    private static final String LATEST_SESSION =
            SESSION.formatted("session_id COLLATE ucs_basic = $1 AND $2::text IS NULL");

    /** Of archived rounds the beginning of their day. */
    private static final String FIRST_ROUND = """
            SELECT least(
                (SELECT min(round_start_timestamp) FROM crash_game_rounds WHERE bot_id = $1 AND session_id = $2),
                (SELECT min(day)::timestamp AT TIME ZONE 'UTC' FROM archived_sessions
                 WHERE bot_id = $1 AND session_id = $2))
            """;

    private static final String ARCHIVED_EDGE = """
            SELECT min(day) FROM round_rollups WHERE %s = $1 AND day = ANY ($2::date[]) AND state = 'archived'
            """;

    private static final String BOT_EDGE = ARCHIVED_EDGE.formatted("bot_id");

    private static final String STRATEGY_EDGE = ARCHIVED_EDGE.formatted("strategy_name");

    private static final String UNARCHIVED_DAYS = """
            SELECT DISTINCT day FROM round_rollups WHERE day <= $1 AND state <> 'archived' ORDER BY day
            """;

    private static final String UNARCHIVED_BOTS = """
            SELECT DISTINCT bot_id FROM round_rollups WHERE day = $1 AND state <> 'archived' ORDER BY bot_id
            """;

    private static final String UNARCHIVED_STRATEGIES = """
            SELECT DISTINCT strategy_name FROM round_rollups WHERE day = $1 AND state <> 'archived' ORDER BY strategy_name
            """;

    private final SqlConnection connection;
    private final PgRiskRows rows;

    private PgRiskSnapshot(SqlConnection connection) {
        this.connection = connection;
        this.rows = new PgRiskRows(connection);
    }

    /** A day of a scope as it is kept, or archived. */
    record Kept(LocalDate day, boolean isArchived, long changes, long archivedChanges, String summary) {

        boolean isOf(RiskDay rollups) {
            return !isArchived && changes == rollups.changes() && archivedChanges == rollups.archivedChanges();
        }
    }

    /** Takes a connection for some work, which is over when the Uni it answers is. */
    static <T> Uni<T> with(Pool pool, Function<PgRiskSnapshot, Uni<T>> work) {
        return PgSnapshot.read(pool, connection -> work.apply(new PgRiskSnapshot(connection)));
    }

    PgRiskRows rows() {
        return rows;
    }

    /** Fails with {@code range_archived} where a range cuts an archived day of a scope; for a session of its bot. */
    Uni<Void> refuseArchivedEdges(RiskScope scope, StatisticsRange range) {
        LocalDate[] edges = range.edgeDays();
        if (edges.length == 0) {
            return Uni.createFrom().voidItem();
        }
        boolean isStrategy = scope.kind() == RiskScope.Kind.STRATEGY;
        return connection
                .preparedQuery(isStrategy ? STRATEGY_EDGE : BOT_EDGE)
                .execute(Tuple.of(isStrategy ? scope.name() : scope.botId(), edges))
                .invoke(found -> PgArchivedEdges.check(found.iterator().next().getLocalDate(0), range))
                .replaceWithVoid();
    }

    /** The days on which a scope may have rounds, by what its rollups say; for a session those of its bot. */
    Uni<List<RiskDay>> days(RiskScope scope, LocalDate from, LocalDate to) {
        boolean isStrategy = scope.kind() == RiskScope.Kind.STRATEGY;
        return list(
                isStrategy ? STRATEGY_DAYS : BOT_DAYS,
                Tuple.of(isStrategy ? scope.name() : scope.botId(), from, to),
                row -> new RiskDay(row.getLocalDate(0), row.getLong(1), row.getLong(2)));
    }

    /** What is kept of these days, valid or not, archived parts first and in their order. */
    Uni<List<Kept>> kept(RiskScope scope, LocalDate from, LocalDate to) {
        Tuple parameters = Tuple.of(scope.botId(), scope.kind().label(), scope.name(), from, to)
                .addShort(RiskPieceFormat.VERSION);
        return list(
                KEPT,
                parameters,
                row -> new Kept(
                        row.getLocalDate(0),
                        row.getString(1).equals("archived"),
                        row.getLong(2),
                        row.getLong(3),
                        row.getString(4)));
    }

    /**
     * A session; null where there is none.
     *
     * @param botId whose, or null for the one created last
     */
    Uni<RiskSession> session(String sessionId, String botId) {
        return list(
                        botId == null ? LATEST_SESSION : SESSION_OF_BOT,
                        Tuple.of(sessionId, botId),
                        PgRiskSnapshot::session)
                .map(found -> found.isEmpty() ? null : found.get(0));
    }

    /** When the first round of a session started, to the day where it is archived; null without any. Reads all of it. */
    Uni<OffsetDateTime> firstRound(RiskSession session) {
        return connection
                .preparedQuery(FIRST_ROUND)
                .execute(Tuple.of(session.botId(), session.sessionId()))
                .map(found -> found.iterator().next().getOffsetDateTime(0));
    }

    /** The days up to one that have sums that are not archived. */
    Uni<List<LocalDate>> unarchivedDays(LocalDate last) {
        return list(UNARCHIVED_DAYS, Tuple.of(last), row -> row.getLocalDate(0));
    }

    /** The bots and strategies that have such sums on a day. */
    Uni<List<RiskScope>> unarchived(LocalDate day) {
        return list(UNARCHIVED_BOTS, Tuple.of(day), row -> RiskScope.bot(row.getString(0)))
                .chain(bots -> list(UNARCHIVED_STRATEGIES, Tuple.of(day), row -> RiskScope.strategy(row.getString(0)))
                        .map(strategies -> Stream.concat(bots.stream(), strategies.stream())
                                .toList()));
    }

    private <T> Uni<List<T>> list(String statement, Tuple parameters, Function<Row, T> read) {
        return connection
                .preparedQuery(statement)
                .execute(parameters)
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .map(read)
                        .toList());
    }

    private static RiskSession session(Row row) {
        OffsetDateTime last = row.getOffsetDateTime(4);
        return new RiskSession(
                row.getString(0),
                row.getString(1),
                row.getBoolean(2),
                row.getOffsetDateTime(3).withOffsetSameInstant(ZoneOffset.UTC),
                last == null ? null : last.withOffsetSameInstant(ZoneOffset.UTC),
                row.getInteger(5),
                row.getBigDecimal(6));
    }
}
