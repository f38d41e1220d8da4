package dev.crashanalytics.stats;

import dev.crashanalytics.rollup.RollupColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Sums over rounds: of all time from the totals and what is not settled yet, of a range from its whole days and the rounds
 * at its edges. One statement each, so that it sees one state of the database.
 */
@ApplicationScoped
class PgStatistics {

    /** How the rows of an answer are told apart, beside the currency. */
    private enum Grouping {
        NONE("NULL::text", "NULL::date", "NULL::text"),
        BOT("s.bot_id", "NULL::date", "NULL::text"),
        DAY("NULL::text", "s.day", "s.game_name");

        private final String columns;

        Grouping(String bot, String day, String game) {
            this.columns = bot + " AS bot_id, " + day + " AS day, " + game + " AS game_name";
        }
    }

    /** {@code $1} name, {@code $2} platform or null, {@code $3} currency or null. */
    private static final String OF_SCOPE =
            "%s = $1 AND ($2::text IS NULL OR platform_code = $2) AND ($3::text IS NULL OR currency = $3)";

    private static final String TOTALS = """
            SELECT bot_id, NULL::date AS day, game_name, currency, %2$s FROM round_totals WHERE %1$s
            UNION ALL
            SELECT bot_id, day, game_name, currency, %2$s FROM round_rollups WHERE %1$s AND state = 'live'
            """;

    private static final String DAYS = """
            SELECT bot_id, day, game_name, currency, %2$s FROM round_rollups WHERE %1$s AND day >= $4 AND day < $5
            """;

    /** The rounds of the edges, each as what it adds. */
    private static final String RANGE = DAYS + """
            UNION ALL
            SELECT bot_id, (round_start_timestamp AT TIME ZONE 'UTC')::date, game_name, currency, 1,
                   (round_outcome = 'WIN')::int, (round_outcome = 'LOSS')::int, (round_outcome = 'SKIP')::int,
                   (round_outcome = 'ERROR')::int, stake_value, profit_loss_amount,
                   profit_loss_amount * profit_loss_amount,
                   CASE WHEN round_outcome = 'WIN' THEN profit_loss_amount ELSE 0 END,
                   CASE WHEN round_outcome = 'LOSS' THEN profit_loss_amount ELSE 0 END,
                   CASE WHEN round_outcome = 'WIN' THEN profit_loss_amount END,
                   CASE WHEN round_outcome = 'LOSS' THEN profit_loss_amount END,
                   profit_loss_amount, profit_loss_amount, (final_multiplier IS NOT NULL)::int,
                   coalesce(final_multiplier, 0), final_multiplier, final_multiplier
            FROM (VALUES ($6::timestamptz, $7::timestamptz), ($8, $9)) AS edge (since, until)
            JOIN crash_game_rounds ON round_start_timestamp >= edge.since AND round_start_timestamp < edge.until
            WHERE %3$s
            """;

    private static final int EDGE_DAYS = 10;

    private static final String SUM = """
            SELECT %s, s.currency, %s
            FROM (%s) AS s
            GROUP BY 1, 2, 3, 4
            """;

    /** Names in one order everywhere. */
    private static final String ORDER = """
            ORDER BY s.day, s.game_name COLLATE "C", s.currency COLLATE "C"
            """;

    /** The days after {@code $11}, game {@code $12}, currency {@code $13}, at most {@code $14}. */
    private static final String PAGE = """
            HAVING (s.day, s.game_name COLLATE "C", s.currency COLLATE "C") > ($11::date, $12::text, $13::text)
            """ + ORDER + "LIMIT $14";

    private static final Map<Scope.Kind, Statements> STATEMENTS = new EnumMap<>(Scope.Kind.class);

    static {
        for (Scope.Kind kind : Scope.Kind.values()) {
            STATEMENTS.put(kind, Statements.of(kind));
        }
    }

    private final Pool pool;

    PgStatistics(Pool pool) {
        this.pool = pool;
    }

    private record Statements(String allTime, String range, String days) {

        static Statements of(Scope.Kind kind) {
            String columns = (kind == Scope.Kind.GAME ? Grouping.BOT : Grouping.NONE).columns;
            String sums = OF_SCOPE.formatted(kind.column());
            // The index of a bot's rounds by time is collated apart from the primary key's (ADR 9).
            String rounds = OF_SCOPE.formatted(kind.column() + (kind == Scope.Kind.BOT ? " COLLATE ucs_basic" : ""));
            String range = RANGE.formatted(sums, RollupColumns.FIGURES, rounds);
            String archived = PgArchivedEdges.ofRounds(sums);
            return new Statements(
                    SUM.formatted(columns, RollupColumns.SUMMED, TOTALS.formatted(sums, RollupColumns.FIGURES)),
                    PgArchivedEdges.guard(SUM.formatted(columns, RollupColumns.SUMMED, range), archived, EDGE_DAYS),
                    PgArchivedEdges.guard(
                                    SUM.formatted(Grouping.DAY.columns, RollupColumns.SUMMED, range) + PAGE,
                                    archived,
                                    EDGE_DAYS)
                            + ORDER);
        }
    }

    /** The figures of a scope: a row a currency, for a game a row a currency and bot. */
    Uni<List<SumRow>> sums(Scope scope, StatisticsRange range) {
        Statements statements = STATEMENTS.get(scope.kind());
        return range.isAllTime()
                ? pool.preparedQuery(statements.allTime())
                        .execute(scoped(scope))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(PgStatistics::read)
                                .toList())
                : rows(statements.range(), ranged(scope, range), range);
    }

    /** The figures of a scope by day, game and currency: in their order, at most {@code limit} after a position. */
    Uni<List<SumRow>> days(Scope scope, StatisticsRange range, DayPosition after, int limit) {
        return rows(
                STATEMENTS.get(scope.kind()).days(),
                ranged(scope, range)
                        .addLocalDate(after.day())
                        .addString(after.gameName())
                        .addString(after.currency())
                        .addInteger(limit),
                range);
    }

    private Uni<List<SumRow>> rows(String statement, Tuple parameters, StatisticsRange range) {
        return pool.preparedQuery(statement)
                .execute(parameters)
                .map(rows -> PgArchivedEdges.read(rows, range)
                        .map(PgStatistics::read)
                        .toList());
    }

    private static Tuple scoped(Scope scope) {
        return Tuple.of(scope.name(), scope.platformCode(), scope.currency());
    }

    private static Tuple ranged(Scope scope, StatisticsRange range) {
        return scoped(scope)
                .addLocalDate(range.firstDay())
                .addLocalDate(range.lastDay())
                .addOffsetDateTime(range.headFrom())
                .addOffsetDateTime(range.headTo())
                .addOffsetDateTime(range.tailFrom())
                .addOffsetDateTime(range.tailTo())
                .addArrayOfLocalDate(range.edgeDays());
    }

    private static SumRow read(Row row) {
        Figures figures = new Figures(
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getBigDecimal(9),
                row.getBigDecimal(10),
                row.getBigDecimal(11),
                row.getBigDecimal(12),
                row.getBigDecimal(13),
                row.getBigDecimal(14),
                row.getBigDecimal(15),
                row.getBigDecimal(16),
                row.getBigDecimal(17),
                row.getLong(18),
                row.getBigDecimal(19),
                row.getBigDecimal(20),
                row.getBigDecimal(21));
        LocalDate day = row.getLocalDate(1);
        return new SumRow(row.getString(0), day, row.getString(2), row.getString(3), figures);
    }
}
