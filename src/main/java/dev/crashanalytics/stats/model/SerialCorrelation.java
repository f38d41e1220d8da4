package dev.crashanalytics.stats.model;

import java.math.BigInteger;

/**
 * The lag-1 autocorrelation of crashes: whether a round tells something of the next one. Not of the multipliers X
 * themselves, whose variance is infinite, so that a single huge crash would decide the coefficient and no limit theorem
 * holds; but of 1/X, which lies between 0 and 1. In {@link CrashModel} it is the uniform draw u = (1 - e)/X up to the
 * factor 1 - e, which a correlation does not see.
 *
 * <p>1/X is kept as a whole number of ten-thousandths, rounded down, so that sums are exact in any order; the rounding
 * is far below the spread of 0.29. With n pairs (x, y) of neighbouring rounds,
 * <pre>  r = (n sum xy - sum x sum y) / sqrt((n sum x² - (sum x)²) (n sum y² - (sum y)²)),   z = r sqrt(n)</pre>
 * z is about standard normal if rounds are independent, and pairs may come from many sequences.
 *
 * <p>Sources: A. Wald, J. Wolfowitz (1943), An Exact Test for Randomness in the Non-Parametric Case Based on Serial
 * Correlation, Annals of Mathematical Statistics 14; M. S. Bartlett (1946), On the Theoretical Specification and
 * Sampling Properties of Autocorrelated Time-Series, Journal of the Royal Statistical Society Supplement 8 (variance
 * 1/n).
 *
 * @param pairs rounds with a known next round
 * @param sumFirst of 1/X of the earlier round of each pair, in ten-thousandths
 * @param sumSecond of the later one
 * @param sumFirstSquares of the squares, in units of 10^-8
 * @param sumSecondSquares likewise
 * @param sumProducts of the products, in units of 10^-8
 */
public record SerialCorrelation(
        long pairs, long sumFirst, long sumSecond, long sumFirstSquares, long sumSecondSquares, long sumProducts) {

    public static final SerialCorrelation NONE = new SerialCorrelation(0, 0, 0, 0, 0, 0);

    private static final long UNITS = 10_000;

    /** With fewer pairs the normal law of z is a guess. */
    private static final long LEAST_PAIRS = 30;

    /** One pair of neighbouring rounds, which crashed at so many cents. */
    public static SerialCorrelation ofPair(long cents, long nextCents) {
        long first = inverse(cents);
        long second = inverse(nextCents);
        return new SerialCorrelation(1, first, second, first * first, second * second, first * second);
    }

    /** The sums of these pairs and the others. */
    public SerialCorrelation plus(SerialCorrelation other) {
        return new SerialCorrelation(
                pairs + other.pairs,
                sumFirst + other.sumFirst,
                sumSecond + other.sumSecond,
                sumFirstSquares + other.sumFirstSquares,
                sumSecondSquares + other.sumSecondSquares,
                sumProducts + other.sumProducts);
    }

    /** r, from -1 to 1; null with fewer than 30 pairs, or where all rounds are equal. */
    public Double coefficient() {
        if (pairs < LEAST_PAIRS) {
            return null;
        }
        double firstSpread = spread(sumFirstSquares, sumFirst, sumFirst);
        double secondSpread = spread(sumSecondSquares, sumSecond, sumSecond);
        if (firstSpread <= 0 || secondSpread <= 0) {
            return null;
        }
        double together = spread(sumProducts, sumFirst, sumSecond);
        return Math.max(-1, Math.min(1, together / Math.sqrt(firstSpread) / Math.sqrt(secondSpread)));
    }

    /** z is positive where like follows like; null where there is no coefficient. */
    public Significance significance() {
        Double coefficient = coefficient();
        return coefficient == null ? null : Significance.of(coefficient * Math.sqrt((double) pairs));
    }

    /** 1/X in ten-thousandths. */
    private static long inverse(long cents) {
        if (cents < CrashBins.ONE) {
            throw new IllegalArgumentException("no crash multiplier: " + cents + " cents");
        }
        return UNITS * CrashBins.ONE / cents;
    }

    /** n sum xy - sum x sum y, whose terms exceed 64 bits long before their sums do. */
    private double spread(long products, long first, long second) {
        return BigInteger.valueOf(pairs)
                .multiply(BigInteger.valueOf(products))
                .subtract(BigInteger.valueOf(first).multiply(BigInteger.valueOf(second)))
                .doubleValue();
    }
}
