package dev.crashanalytics.rollup;

import dev.crashanalytics.stats.model.CrashBins;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How often a crash fell into each of {@link #SIZE} bins of {@link CrashBins}. Mutable; for one thread. */
public final class HistogramChunk {

    /** Bins a chunk: few enough that a row is small, many enough that a day has few rows. Stored: for ever. */
    public static final int SIZE = 64;

    private final long[] counts = new long[SIZE];

    /** The lower edges of all bins, in cents: the thresholds of PostgreSQL's width_bucket. */
    public static Long[] lowerEdges() {
        Long[] edges = new Long[CrashBins.COUNT];
        Arrays.setAll(edges, CrashBins::lowerEdge);
        return edges;
    }

    /** The chunk a bin is in. */
    static int of(int bin) {
        return bin / SIZE;
    }

    void add(int bin) {
        counts[bin % SIZE]++;
    }

    /** The place of the first bin that has a count, from 1 as in PostgreSQL's arrays. */
    public int firstPlace() {
        int place = 1;
        while (counts[place - 1] == 0) {
            place++;
        }
        return place;
    }

    /** The counts of the bins in their order, as PostgreSQL writes an array. */
    public String toSql() {
        return Arrays.stream(counts).mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
