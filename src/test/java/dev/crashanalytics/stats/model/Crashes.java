package dev.crashanalytics.stats.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Crashes for tests. */
final class Crashes {

    private Crashes() {}

    static CrashHistogram histogram(long... cents) {
        Map<Integer, Long> countByBin = new TreeMap<>();
        Arrays.stream(cents).forEach(crash -> countByBin.merge(CrashBins.binOf(crash), 1L, Long::sum));
        return CrashHistogram.of(countByBin);
    }

    /** Independent draws from the model, by its definition. */
    static long[] draws(CrashModel model, int count, Random random) {
        return random.doubles(count)
                .mapToLong(r -> Math.max(100, (long) (100 * model.returnToPlayer() / (1 - r))))
                .toArray();
    }
}
