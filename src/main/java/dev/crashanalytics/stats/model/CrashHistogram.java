package dev.crashanalytics.stats.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How many crashes fell in each of the {@link CrashBins}. */
public final class CrashHistogram {

    public static final CrashHistogram EMPTY = new CrashHistogram(new long[CrashBins.COUNT + 1]);

    /** The quantiles worth showing, in percent. The mean is not: in the model it is infinite. */
    public static final List<Integer> PERCENTS = List.of(1, 10, 25, 50, 75, 90, 99);

    /** By bin: the crashes in it or above. One more at the end, 0, spares a special case. */
    private final long[] reaching;

    private CrashHistogram(long[] reaching) {
        this.reaching = reaching;
    }

    /**
     * @param countByBin the crashes in each bin, none where a bin is missing
     */
    public static CrashHistogram of(Map<Integer, Long> countByBin) {
        long[] reaching = new long[CrashBins.COUNT + 1];
        countByBin.forEach((bin, count) -> {
            if (bin < 0 || bin >= CrashBins.COUNT || count < 0) {
                throw new IllegalArgumentException(count + " crashes in bin " + bin);
            }
            reaching[bin] = count;
        });
        for (int bin = CrashBins.COUNT - 1; bin >= 0; bin--) {
            reaching[bin] += reaching[bin + 1];
        }
        return new CrashHistogram(reaching);
    }

    /** The histogram of these crashes and the others. */
    public CrashHistogram plus(CrashHistogram other) {
        long[] sum = reaching.clone();
        Arrays.setAll(sum, bin -> reaching[bin] + other.reaching[bin]);
        return new CrashHistogram(sum);
    }

    /** All crashes. */
    public long total() {
        return reaching[0];
    }

    /** The crashes in one bin. */
    public long count(int bin) {
        return reaching[bin] - reaching[bin + 1];
    }

    /**
     * The crashes at this multiplier or above: exact, as it is an edge of the bins.
     *
     * @throws IllegalArgumentException where it is none, see {@link CrashBins#isEdge}
     */
    public long atLeast(long cents) {
        if (!CrashBins.isEdge(cents)) {
            throw new IllegalArgumentException("no bin begins at " + cents + " cents");
        }
        return reaching[CrashBins.binOf(cents)];
    }

    /** The quantile of a percentage from 1 to 100; null without crashes. */
    public Quantile quantile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("no percentage: " + percent);
        }
        if (total() == 0) {
            return null;
        }
        // The least bin with count(<= bin) * 100 >= percent * total, whole numbers throughout.
        long rank = total() - Math.multiplyExact(total(), 100L - percent) / 100;
        int bin = 0;
        while (total() - reaching[bin + 1] < rank) {
            bin++;
        }
        double lower = CrashBins.lowerEdge(bin);
        double greatest = CrashBins.upperEdge(bin) - 1.0;
        return new Quantile(percent, CrashBins.multiplier(CrashBins.lowerEdge(bin)), (greatest - lower) / lower);
    }
}
