package dev.crashanalytics.stats;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Sums over signals: of all time from the totals, of a range from its whole days and the signals at its edges. One
 * statement each, so that it sees one state of the database.
 */
@ApplicationScoped
class PgSignalStatistics {

    private static final String SUMMED = "signal_type, game_name, platform_code, standing, signals, confidences,"
            + " confidence_sum, evaluated, correct, squared_errors, log_losses, inverse_target_squares,"
            + " inverse_targets_reached";

    /** {@code $1} bot or null, {@code $2} type or null. */
    private static final String OF_TYPE = "($2::text IS NULL OR signal_type = $2)";

    private static final String OF_ALL_BOTS = "$1::text IS NULL";

    private static final String TOTALS = "SELECT " + SUMMED + " FROM signal_totals WHERE %s AND " + OF_TYPE;

    /** The signals of the edges, each as what it adds. */
    private static final String RANGE = "SELECT " + SUMMED
            + " FROM signal_rollups WHERE %1$s AND day >= $3 AND day < $4 AND " + OF_TYPE
            + """

            UNION ALL
            SELECT coalesce(s.signal_type, ''), s.game_name, coalesce(r.platform_code, ''), f.standing, 1,
                   f.confidences, f.confidence, f.evaluated, f.correct, f.squared_error, f.log_loss,
                   f.inverse_target_square, f.inverse_target_reached
            FROM (VALUES ($5::timestamptz, $6::timestamptz), ($7, $8)) AS edge (since, until)
            JOIN analytics_round_signals s ON s.timestamp >= edge.since AND s.timestamp < edge.until
            LEFT JOIN crash_game_rounds r ON s.round_id IS NOT NULL AND r.bot_id = s.bot_id
                                         AND r.session_id = s.session_id AND r.round_number = s.round_number
            CROSS JOIN LATERAL signal_figures(s) AS f
            WHERE %2$s AND
            """ + OF_TYPE;

    private static final String SUM = """
            SELECT s.signal_type, s.standing, p.house_edge_percent, sum(s.signals)::bigint,
                   sum(s.confidences)::bigint, sum(s.confidence_sum), sum(s.evaluated)::bigint,
                   sum(s.correct)::bigint, sum(s.squared_errors), sum(s.log_losses), sum(s.inverse_target_squares),
                   sum(s.inverse_targets_reached)
            FROM (%s) AS s
            LEFT JOIN game_platform_config p ON p.game_name = s.game_name AND p.platform_code = s.platform_code
            GROUP BY 1, 2, 3
            HAVING sum(s.signals) > 0
            """;

    private static final Statements OF_BOT = Statements.of("bot_id = $1", "s.bot_id COLLATE ucs_basic = $1");

    private static final Statements OF_ALL = Statements.of(OF_ALL_BOTS, OF_ALL_BOTS);

    private final Pool pool;

    PgSignalStatistics(Pool pool) {
        this.pool = pool;
    }

    private record Statements(String allTime, String range) {

        /** The index of a bot's signals by time is collated apart from the primary key's (ADR 9). */
        static Statements of(String sums, String signals) {
            String range = SUM.formatted(RANGE.formatted(sums, signals));
            return new Statements(
                    SUM.formatted(TOTALS.formatted(sums)),
                    PgArchivedEdges.guard(range, PgArchivedEdges.ofSignals(sums + " AND " + OF_TYPE), 9));
        }
    }

    /** The signals of a scope, by type, standing and house edge. */
    Uni<List<SignalRow>> sums(SignalScope scope, StatisticsRange range) {
        Statements statements = scope.botId() == null ? OF_ALL : OF_BOT;
        Tuple parameters = Tuple.of(scope.botId(), scope.signalType());
        return range.isAllTime()
                ? pool.preparedQuery(statements.allTime())
                        .execute(parameters)
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(PgSignalStatistics::read)
                                .toList())
                : pool.preparedQuery(statements.range())
                        .execute(ranged(parameters, range))
                        .map(rows -> PgArchivedEdges.read(rows, range)
                                .map(PgSignalStatistics::read)
                                .toList());
    }

    private static Tuple ranged(Tuple parameters, StatisticsRange range) {
        return parameters
                .addLocalDate(range.firstDay())
                .addLocalDate(range.lastDay())
                .addOffsetDateTime(range.headFrom())
                .addOffsetDateTime(range.headTo())
                .addOffsetDateTime(range.tailFrom())
                .addOffsetDateTime(range.tailTo())
                .addArrayOfLocalDate(range.edgeDays());
    }

    private static SignalRow read(Row row) {
        SignalSums sums = new SignalSums(
                row.getLong(3),
                row.getLong(4),
                row.getBigDecimal(5),
                row.getLong(6),
                row.getLong(7),
                row.getBigDecimal(8),
                row.getBigDecimal(9),
                row.getBigDecimal(10),
                row.getBigDecimal(11));
        return new SignalRow(row.getString(0), row.getString(1), row.getBigDecimal(2), sums);
    }
}
