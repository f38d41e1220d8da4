package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A histogram in bars wide enough to be seen: the crashes at 1.00 on their own, then steps of an eighth of an octave, each
 * edge moved down to the next edge of the {@link CrashBins}, so that the counts are exact.
 */
public final class CrashBars {

    private static final int BARS_AN_OCTAVE = 8;

    private static final long ATOM_CENTS = 100;

    private CrashBars() {}

    /** The crashes from one multiplier, included, to another. */
    public record Bar(BigDecimal from, BigDecimal to, long rounds) {}

    /** The bars of a histogram, without gaps, up to the highest crash; empty where it is. */
    public static List<Bar> of(CrashHistogram crashes) {
        List<Bar> bars = new ArrayList<>();
        long from = ATOM_CENTS;
        for (int step = 0; reaching(crashes, from) > 0; step++) {
            long to = edge(step);
            if (to > from) {
                bars.add(new Bar(
                        CrashBins.multiplier(from),
                        CrashBins.multiplier(to),
                        reaching(crashes, from) - reaching(crashes, to)));
                from = to;
            }
        }
        return bars;
    }

    /** The first edge ends the atom. */
    private static long edge(int step) {
        long cents = step == 0 ? ATOM_CENTS + 1 : Math.round(ATOM_CENTS * Math.pow(2, (double) step / BARS_AN_OCTAVE));
        return cents < CrashBins.LIMIT ? CrashBins.lowerEdge(CrashBins.binOf(cents)) : CrashBins.LIMIT;
    }

    private static long reaching(CrashHistogram crashes, long cents) {
        return cents < CrashBins.LIMIT ? crashes.atLeast(cents) : 0;
    }
}
