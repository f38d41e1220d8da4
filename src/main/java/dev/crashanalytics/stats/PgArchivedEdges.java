package dev.crashanalytics.stats;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.problem.Refusal;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.LocalDate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Refuses ranges that begin or end inside an archived day: its rounds are gone, and its sums cannot be cut. The statement
 * that reads the figures looks for such days itself, so that no wrong figure gets out while days are being archived.
 */
public final class PgArchivedEdges {

    private static final String GUARD = """
            SELECT s.*, a.archived_day
            FROM (SELECT min(day) AS archived_day FROM %s AND day = ANY ($%d::date[])) AS a
            LEFT JOIN (SELECT f.*, true AS is_found FROM (%s) AS f) AS s ON a.archived_day IS NULL
            """;

    private PgArchivedEdges() {}

    /** Where the archived sums of rounds in a scope are; for {@link #guard}. */
    static String ofRounds(String scope) {
        return "round_rollups WHERE " + scope + " AND state = 'archived'";
    }

    /** Where the archived sums of signals in a scope are; for {@link #guard}. */
    static String ofSignals(String scope) {
        return "signal_rollups WHERE " + scope + " AND stripe = -2";
    }

    /**
     * A statement that answers the same rows, unless an edge of the range is archived; for {@link #read}.
     *
     * @param archived where archived sums of its scope are
     * @param edgeDays the parameter that holds {@link StatisticsRange#edgeDays}
     */
    static String guard(String statement, String archived, int edgeDays) {
        return GUARD.formatted(archived, edgeDays, statement);
    }

    /** The rows of a guarded statement; fails with {@code range_archived}. */
    static Stream<Row> read(RowSet<Row> rows, StatisticsRange range) {
        LocalDate archived = rows.iterator().next().getLocalDate("archived_day");
        check(archived, range);
        return StreamSupport.stream(rows.spliterator(), false).filter(row -> row.getValue("is_found") != null);
    }

    /**
     * Fails with {@code range_archived} where there is such a day.
     *
     * @param archived an archived day among {@link StatisticsRange#edgeDays}; null without any
     */
    public static void check(LocalDate archived, StatisticsRange range) {
        if (archived != null) {
            throw refusal(archived, range);
        }
    }

    private static ProblemException refusal(LocalDate day, StatisticsRange range) {
        boolean begins =
                range.from().toLocalDate().equals(day) && !range.firstDay().equals(day);
        return new ProblemException(Refusal.ofField(
                ProblemCode.RANGE_ARCHIVED,
                begins ? "from" : "to",
                "lies inside " + day
                        + " (UTC), a day that is archived; let the range begin and end at 00:00 UTC there"));
    }
}
