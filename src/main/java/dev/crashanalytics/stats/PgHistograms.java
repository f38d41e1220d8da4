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

/** Histograms of crash multipliers: of all time from the totals and what is not settled yet, of a range like the sums. */
@ApplicationScoped
class PgHistograms {

    private static final Long[] EDGES = HistogramChunk.lowerEdges();

    /** {@code $1} game, {@code $2} platform or null. */
    private static final String OF_GAME = "game_name = $1 AND ($2::text IS NULL OR platform_code = $2)";

    private static final String SUM = """
            SELECT array_agg(bin), array_agg(crashes) FROM (
                SELECT bin, sum(crashes)::bigint AS crashes FROM (%s) AS part GROUP BY bin HAVING sum(crashes) > 0
            ) AS sums
            """;

    private static final String CHUNKS = """
            SELECT chunk * %1$d + place - 1 AS bin, crashes
            FROM %2$s CROSS JOIN LATERAL unnest(counts) WITH ORDINALITY AS c (crashes, place)
            WHERE %3$s
            """;

    private static final String ALL_TIME =
            SUM.formatted(CHUNKS.formatted(HistogramChunk.SIZE, "crash_histogram_totals", OF_GAME) + " UNION ALL "
                    + CHUNKS.formatted(HistogramChunk.SIZE, "crash_histograms", OF_GAME + " AND stripe >= 0"));

    private static final String RANGE = PgArchivedEdges.guard(
            SUM.formatted(
                    CHUNKS.formatted(HistogramChunk.SIZE, "crash_histograms", OF_GAME + " AND day >= $3 AND day < $4")
                            + """
            UNION ALL
            SELECT width_bucket(floor(crash_multiplier_detected * 100)::bigint, $9::bigint[]) - 1, 1
            FROM (VALUES ($5::timestamptz, $6::timestamptz), ($7, $8)) AS edge (since, until)
            JOIN crash_game_rounds ON round_start_timestamp >= edge.since AND round_start_timestamp < edge.until
            WHERE crash_multiplier_detected IS NOT NULL AND %s
            """.formatted(OF_GAME)),
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
                        .map(rows -> read(rows.iterator().next()))
                : pool.preparedQuery(RANGE)
                        .execute(ranged(parameters, range))
                        .map(rows ->
                                PgArchivedEdges.read(rows, range).findFirst().orElseThrow())
                        .map(PgHistograms::read);
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

    private static CrashHistogram read(Row row) {
        Long[] bins = row.getArrayOfLongs(0);
        Long[] crashes = row.getArrayOfLongs(1);
        Map<Integer, Long> counts = new HashMap<>();
        for (int i = 0; bins != null && i < bins.length; i++) {
            counts.put(bins[i].intValue(), crashes[i]);
        }
        return CrashHistogram.of(counts);
    }
}
