package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Looks for the round with which a curve came back from its maximum drawdown. Walk the pieces of the curve from its
 * start: {@link #skip} each that {@link #cannotLieIn} rules out, and hand in the rounds of the others; no more than two
 * are needed, that of the trough and that of the recovery.
 *
 * @param drawdown of the whole curve
 * @param rounds walked so far
 * @param net profit so far
 * @param at the recovery; null: not found yet
 */
public record Recovery(Drawdown drawdown, long rounds, BigDecimal net, CurvePoint at) {

    /** At the start of the curve. */
    public static Recovery of(Drawdown drawdown) {
        return new Recovery(drawdown, 0, BigDecimal.ZERO, null);
    }

    /** Whether the next piece of the curve, as its summary tells, need not be walked round by round. */
    public boolean cannotLieIn(Equity piece) {
        return at != null
                || rounds + piece.rounds() <= drawdown.troughAt().round()
                || net.add(piece.highest()).compareTo(drawdown.peak()) < 0;
    }

    /** After a piece that {@link #cannotLieIn} ruled out. */
    public Recovery skip(Equity piece) {
        return new Recovery(drawdown, rounds + piece.rounds(), net.add(piece.net()), at);
    }

    /** After one round. */
    public Recovery plus(BigDecimal profit, Instant time) {
        long walked = rounds + 1;
        BigDecimal reached = net.add(profit);
        boolean recovers =
                at == null && walked > drawdown.troughAt().round() && reached.compareTo(drawdown.peak()) >= 0;
        return new Recovery(drawdown, walked, reached, recovers ? new CurvePoint(walked, time) : at);
    }
}
