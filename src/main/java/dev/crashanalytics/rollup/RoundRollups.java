package dev.crashanalytics.rollup;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.stats.model.CrashBins;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the new rounds of one transaction add to the rollups, in the order in which it has to lock them. Mutable; for one
 * thread.
 */
public final class RoundRollups {

    private final Map<RollupKey, RollupFigures> figures = new TreeMap<>();
    private final Map<HistogramKey, HistogramChunk> crashes = new TreeMap<>();

    /** Counts a complete round. */
    public void add(Facts<RoundFact> round) {
        RollupKey key = RollupKey.of(round);
        figures.computeIfAbsent(key, first -> new RollupFigures()).add(round);
        if (round.has(RoundFact.CRASH_MULTIPLIER_DETECTED)) {
            int bin = CrashBins.binOf(round.decimal(RoundFact.CRASH_MULTIPLIER_DETECTED));
            crashes.computeIfAbsent(
                            new HistogramKey(key.gameName(), key.platformCode(), key.day(), HistogramChunk.of(bin)),
                            first -> new HistogramChunk())
                    .add(bin);
        }
    }

    /** The sums, by key. */
    public List<Map.Entry<RollupKey, RollupFigures>> figures() {
        return List.copyOf(figures.entrySet());
    }

    /** The counts of crash multipliers, by key. */
    public List<Map.Entry<HistogramKey, HistogramChunk>> crashes() {
        return List.copyOf(crashes.entrySet());
    }
}
