package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * A fall of the equity from a peak to a trough, of which it may have recovered: come back to the peak, or above.
 *
 * <p>Source: M. Magdon-Ismail, A. F. Atiya (2004), Maximum Drawdown, Risk 17.
 *
 * @param depth from peak to trough, above 0
 * @param peak the profit at the peak, relative to the start of the curve
 * @param peakAt the last time it was there before the fall
 * @param troughAt the first time it was that deep
 * @param recovered whether the equity reached the peak again
 */
public record Drawdown(BigDecimal depth, BigDecimal peak, CurvePoint peakAt, CurvePoint troughAt, boolean recovered) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * The depth in percent of the balance at the peak. That of the deepest drawdown in money: another one may be deeper
     * in percent, if it began at a smaller balance. But this one is known from summaries that have no balances.
     *
     * @param initialBalance at the start of the curve; may be null
     * @return null where that is not known, or there was no balance above 0 at the peak
     */
    public BigDecimal percentOf(BigDecimal initialBalance) {
        if (initialBalance == null || initialBalance.add(peak).signum() <= 0) {
            return null;
        }
        return Quotient.of(depth.multiply(HUNDRED), initialBalance.add(peak));
    }

    /**
     * How many rounds the drawdown lasts up to a point: the trough, the recovery ({@link Recovery#at}), or the end of
     * the curve where there is none.
     */
    public long roundsUntil(CurvePoint point) {
        return point.round() - peakAt.round();
    }

    /** How long the drawdown lasts up to a point. */
    public Duration timeUntil(CurvePoint point) {
        return Duration.between(peakAt.time(), point.time());
    }

    /**
     * Whether this one counts as the maximum beside a later-joined one: the deeper, then the earlier trough, then the
     * later peak.
     */
    boolean outweighs(Drawdown other) {
        int byDepth = depth.compareTo(other.depth);
        if (byDepth != 0) {
            return byDepth > 0;
        }
        int byTrough = Long.compare(troughAt.round(), other.troughAt.round());
        return byTrough != 0 ? byTrough < 0 : peakAt.round() >= other.peakAt.round();
    }

    Drawdown after(BigDecimal profit, CurvePoint end) {
        return new Drawdown(depth, peak.add(profit), peakAt.after(end), troughAt.after(end), recovered);
    }

    Drawdown recoveredIf(boolean reachedAgain) {
        return recovered || !reachedAgain ? this : new Drawdown(depth, peak, peakAt, troughAt, true);
    }
}
