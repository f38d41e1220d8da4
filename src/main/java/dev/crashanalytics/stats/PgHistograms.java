package dev.crashanalytics.stats;

import dev.crashanalytics.rollup.HistogramChunk;
import dev.crashanalytics.stats.model.CrashHistogram;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Histograms of crash multipliers: of all time from the totals and what is not settled yet, of a range like the sums. */
@ApplicationScoped
class PgHistograms {

    private static final Long[] EDGES = HistogramChunk.lowerEdges();

    /** {@code $1} game, {@code $2} platform or null. */
    private static final String OF_GAME = "game_name = $1 AND ($2::text IS NULL OR platform_code = $2)";

    /**
     * A row a chunk: its first bin, and the crashes of each from there. Element by element, as PostgreSQL has no sum of arrays:
     * a row a bin takes five times as long.
     */
    private static final String SUM = """
            SELECT chunk * %1$d AS bin, %2$s AS crashes FROM (%%s) AS part GROUP BY chunk
            """.formatted(
                    HistogramChunk.SIZE,
                    IntStream.rangeClosed(1, HistogramChunk.SIZE)
                            .mapToObj("sum(counts[%d])::bigint"::formatted)
                            .collect(Collectors.joining(", ", "ARRAY[", "]")));

    private static final String ALL_TIME = SUM.formatted("SELECT chunk, counts FROM crash_histogram_totals WHERE "
            + OF_GAME + " UNION ALL SELECT chunk, counts FROM crash_histograms WHERE " + OF_GAME + " AND stripe >= 0");

    /** The rounds at the edges are a row a bin. */
    private static final String RANGE = PgArchivedEdges.guard(
            SUM.formatted("SELECT chunk, counts FROM crash_histograms WHERE " + OF_GAME + " AND day >= $3 AND day < $4")
                    + """
            UNION ALL
            SELECT width_bucket(floor(crash_multiplier_detected * 100)::bigint, $9::bigint[]) - 1, ARRAY[count(*)]
            FROM (VALUES ($5::timestamptz, $6::timestamptz), ($7, $8)) AS edge (since, until)
            JOIN crash_game_rounds ON round_start_timestamp >= edge.since AND round_start_timestamp < edge.until
            WHERE crash_multiplier_detected IS NOT NULL AND %s
            GROUP BY 1
            """.formatted(OF_GAME),
            PgArchivedEdges.ofRounds(OF_GAME),
            10);

    private final Pool pool;

    PgHistograms(Pool pool) {
        this.pool = pool;
    }

    /** The crashes of a game, on one platform or all. */
    Uni<CrashHistogram> crashes(Scope game, StatisticsRange range) {
        Tuple parameters = Tuple.of(game.name(), game.platformCode());
        return range.isAllTime()
                ? pool.preparedQuery(ALL_TIME)
                        .execute(parameters)
                        .map(rows -> read(StreamSupport.stream(rows.spliterator(), false)))
                : pool.preparedQuery(RANGE)
                        .execute(ranged(parameters, range))
                        .map(rows -> read(PgArchivedEdges.read(rows, range)));
    }

    private static Tuple ranged(Tuple parameters, StatisticsRange range) {
        return parameters
                .addLocalDate(range.firstDay())
                .addLocalDate(range.lastDay())
                .addOffsetDateTime(range.headFrom())
                .addOffsetDateTime(range.headTo())
                .addOffsetDateTime(range.tailFrom())
                .addOffsetDateTime(range.tailTo())
                .addArrayOfLong(EDGES)
                .addArrayOfLocalDate(range.edgeDays());
    }

    private static CrashHistogram read(Stream<Row> rows) {
        Map<Integer, Long> counts = new HashMap<>();
        rows.forEach(row -> {
            int first = row.getInteger(0);
            Long[] crashes = row.getArrayOfLongs(1);
            for (int i = 0; i < crashes.length; i++) {
                if (crashes[i] > 0) {
                    counts.merge(first + i, crashes[i], Long::sum);
                }
            }
        });
        return CrashHistogram.of(counts);
    }
}
