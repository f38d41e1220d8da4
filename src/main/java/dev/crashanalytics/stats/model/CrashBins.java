package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * The fixed bins of crash multipliers, from 1.00 to below 10^12. Their numbers are stored with the counts: they are for
 * ever. Another set of bins would need another table.
 *
 * <ul>
 *   <li>Below 2.00 every cent is a bin: bin 0 holds 1.00, bin 33 holds 1.33, bin 99 holds 1.99.
 *   <li>From 2.00 on a bin is at most 1% of its lower edge wide: the next edge is 101/100 of it, rounded down to a
 *       cent.
 *   <li>Round multipliers are edges too, and cut a bin short: those of two significant digits up to 100 (2.1, 9.9, 37),
 *       those of one above (200, 5000). What is counted from such a multiplier up is exact.
 * </ul>
 *
 * <p>A multiplier between two cents belongs to the lower one, as games round: 1.335 counts as 1.33. All edges come from
 * whole-number arithmetic, so they are the same on every machine.
 */
public final class CrashBins {

    /** 1.00, in cents. */
    public static final long ONE = 100;

    /** Where the model's atom ends: 1.01, in cents. */
    static final long LEAST_ABOVE_ONE = 101;

    /** No stored multiplier reaches it: 10^12, in cents. */
    public static final long LIMIT = 100_000_000_000_000L;

    private static final long FIRST_WIDE_EDGE = 200;
    private static final int CENT_BINS = (int) (FIRST_WIDE_EDGE - ONE);

    /** The lower edges of all bins, then {@link #LIMIT}. */
    private static final long[] EDGES = edges();

    /** How many bins there are. */
    public static final int COUNT = EDGES.length - 1;

    private CrashBins() {}

    /** A multiplier in cents, rounded down: 133 for 1.335. */
    public static long cents(BigDecimal multiplier) {
        return multiplier.movePointRight(2).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    /** The multiplier of so many cents: 1.33 for 133. */
    public static BigDecimal multiplier(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    /** The bin of a multiplier from 1.00 to below 10^12. */
    public static int binOf(BigDecimal multiplier) {
        return binOf(cents(multiplier));
    }

    /** The bin of a multiplier in cents, from 1.00 to below 10^12. */
    public static int binOf(long cents) {
        if (cents < ONE || cents >= LIMIT) {
            throw new IllegalArgumentException("no crash multiplier: " + cents + " cents");
        }
        if (cents < FIRST_WIDE_EDGE) {
            return (int) (cents - ONE);
        }
        int found = Arrays.binarySearch(EDGES, CENT_BINS, EDGES.length, cents);
        return found >= 0 ? found : -found - 2;
    }

    /** The least multiplier in a bin, in cents. */
    public static long lowerEdge(int bin) {
        return EDGES[checked(bin)];
    }

    /** The least multiplier above a bin, in cents. */
    public static long upperEdge(int bin) {
        return EDGES[checked(bin) + 1];
    }

    /** Whether a bin begins at this multiplier, so that counts from it up are exact. */
    public static boolean isEdge(long cents) {
        return cents >= ONE && cents < LIMIT && lowerEdge(binOf(cents)) == cents;
    }

    private static int checked(int bin) {
        if (bin < 0 || bin >= COUNT) {
            throw new IllegalArgumentException("no bin " + bin);
        }
        return bin;
    }

    private static long[] edges() {
        long[] edges = new long[4_000];
        int count = 0;
        long edge = ONE;
        while (edge < LIMIT) {
            edges[count++] = edge;
            edge = nextEdge(edge);
        }
        edges[count++] = LIMIT;
        return Arrays.copyOf(edges, count);
    }

    private static long nextEdge(long edge) {
        if (edge < FIRST_WIDE_EDGE) {
            return edge + 1;
        }
        long grown = edge + edge / 100;
        long step = roundStep(edge);
        return Math.min(grown, (edge / step + 1) * step);
    }

    /** The distance of round multipliers, in cents: of 0.1 below 10, of 1 below 100, then of the decade itself. */
    private static long roundStep(long edge) {
        long decade = ONE;
        while (edge >= decade * 10) {
            decade *= 10;
        }
        return decade < 100 * ONE ? decade / 10 : decade;
    }
}
