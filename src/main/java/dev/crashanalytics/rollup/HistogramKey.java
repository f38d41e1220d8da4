package dev.crashanalytics.rollup;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * A piece of a histogram of crash multipliers: of one game and platform, one UTC day of round_start_timestamp, and
 * {@link HistogramChunk#SIZE} bins that follow on each other.
 *
 * @param chunk 0 holds the lowest bins
 */
public record HistogramKey(String gameName, String platformCode, LocalDate day, int chunk)
        implements Comparable<HistogramKey> {

    private static final Comparator<HistogramKey> ORDER = Comparator.comparing(HistogramKey::gameName)
            .thenComparing(HistogramKey::platformCode)
            .thenComparing(HistogramKey::day)
            .thenComparingInt(HistogramKey::chunk);

    @Override
    public int compareTo(HistogramKey other) {
        return ORDER.compare(this, other);
    }
}
