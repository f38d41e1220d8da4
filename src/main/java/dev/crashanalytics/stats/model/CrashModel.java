package dev.crashanalytics.stats.model;

import java.math.BigDecimal;

/**
 * The fair-draw model of a crash game with house edge e: with u uniform on (0, 1],
 * <pre>  X = max(1.00, floor(100 (1 - e) / u) / 100)</pre>
 * so that P(X &gt;= x) = (1 - e) / x for every x on the 0.01 grid above 1.00, exactly, and the rest,
 * 1 - (1 - e) / 1.01, sits on 1.00: the rounds on which nobody can win. A bet at any target x returns x (1 - e) / x of
 * its stake on average, which is why the edge is the same at every target. The mean of X is infinite.
 *
 * <p>Source: Bustabit, "On Game v2 Mechanics" (2018), https://bitcointalk.org/index.php?topic=2807542.0, whose crash
 * max(1, floor(99 / (1 - r)) / 100), r uniform on [0, 1), is this with e = 0.01.
 *
 * @param edge from -0.01, with which no round ends at 1.00, to 1, with which every round does
 */
public record CrashModel(double edge) {

    private static final double LEAST_EDGE = -0.01;

    public CrashModel {
        if (!(edge >= LEAST_EDGE && edge <= 1)) {
            throw new IllegalArgumentException("no house edge: " + edge);
        }
    }

    /** The model of a platform that states its edge in percent, such as 3.5. */
    public static CrashModel ofPercent(BigDecimal edgePercent) {
        return new CrashModel(edgePercent.movePointLeft(2).doubleValue());
    }

    /**
     * The model under which a share of the rounds goes beyond 1.00. That share is all that a histogram says of the
     * edge: given X &gt;= 1.01, P(X &gt;= x) = 1.01 / x whatever e is. So this is the estimate of maximum likelihood.
     */
    static CrashModel ofShareAboveOne(double share) {
        return new CrashModel(Math.max(LEAST_EDGE, 1 - share * CrashBins.LEAST_ABOVE_ONE / CrashBins.ONE));
    }

    /** 1 - e: what comes back of a stake, on average. */
    public double returnToPlayer() {
        return 1 - edge;
    }

    /** P(X &gt;= x) of a crash at {@code cents}, which is 1 up to 1.00. */
    public double survival(long cents) {
        return cents <= CrashBins.ONE ? 1 : returnToPlayer() * CrashBins.ONE / cents;
    }

    /** P(X = 1.00), the atom of the distribution. */
    public double atom() {
        return Math.max(0, 1 - survival(CrashBins.LEAST_ABOVE_ONE));
    }

    /** P(low &lt;= X &lt; high), both in cents. */
    public double probability(long lowCents, long highCents) {
        return survival(lowCents) - survival(highCents);
    }

    /**
     * The probability to win a bet at a target above 1.00, (1 - e) / x. For a target between two cents it is the
     * formula of the ideal, unrounded game, so that the edge is e there too.
     */
    public double winProbability(BigDecimal target) {
        return Math.min(1, returnToPlayer() / target.doubleValue());
    }
}
