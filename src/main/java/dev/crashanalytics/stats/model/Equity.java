package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The curve of the running profit over a sequence of rounds, of one currency, summed up in constant space. The curve
 * starts at 0, which counts as a point of it. Summaries of consecutive pieces (rounds, sessions, days) join to exactly
 * the summary of the whole: {@code first.then(second)} is associative, and {@link #NONE} changes nothing.
 *
 * <p>Every round that is handed in counts as one in the durations, also a watched one, whose profit is 0. Rounds come
 * in the order of their times.
 *
 * <p>When a drawdown recovered is not part of it: the first time a later piece reaches a given level is no summary of
 * constant size. {@link Recovery} finds it, with the rounds of one piece or two.
 *
 * @param rounds of the sequence
 * @param net the profit at the end
 * @param highest the highest profit on the curve, at least 0
 * @param highestAt the last time it was there; null without rounds
 * @param lowest the lowest profit on the curve, at most 0
 * @param lowestAt the first time it was there; null without rounds
 * @param end null without rounds
 * @param maximumDrawdown the deepest one, the first of equal ones; null where the equity never fell
 */
public record Equity(
        long rounds,
        BigDecimal net,
        BigDecimal highest,
        CurvePoint highestAt,
        BigDecimal lowest,
        CurvePoint lowestAt,
        CurvePoint end,
        Drawdown maximumDrawdown) {

    public static final Equity NONE =
            new Equity(0, BigDecimal.ZERO, BigDecimal.ZERO, null, BigDecimal.ZERO, null, null, null);

    /**
     * The curve of one round.
     *
     * @param time when it started
     */
    public static Equity of(BigDecimal profit, Instant time) {
        CurvePoint start = new CurvePoint(0, time);
        CurvePoint end = new CurvePoint(1, time);
        boolean falls = profit.signum() < 0;
        return new Equity(
                1,
                profit,
                profit.max(BigDecimal.ZERO),
                falls ? start : end,
                profit.min(BigDecimal.ZERO),
                falls ? end : start,
                end,
                falls ? new Drawdown(profit.negate(), BigDecimal.ZERO, start, end, false) : null);
    }

    /** The curve of these rounds and then the next ones. */
    public Equity then(Equity next) {
        if (rounds == 0) {
            return next;
        }
        return next.rounds == 0 ? this : joined(next.after(this));
    }

    /** The summary of this piece in terms of the whole curve, whose beginning is {@code first}. */
    private Equity after(Equity first) {
        return new Equity(
                rounds,
                net.add(first.net),
                highest.add(first.net),
                highestAt.after(first.end),
                lowest.add(first.net),
                lowestAt.after(first.end),
                end.after(first.end),
                maximumDrawdown == null ? null : maximumDrawdown.after(first.net, first.end));
    }

    private Equity joined(Equity later) {
        boolean higher = later.highest.compareTo(highest) >= 0;
        boolean lower = later.lowest.compareTo(lowest) < 0;
        return new Equity(
                rounds + later.rounds,
                later.net,
                higher ? later.highest : highest,
                higher ? later.highestAt : highestAt,
                lower ? later.lowest : lowest,
                lower ? later.lowestAt : lowestAt,
                later.end,
                Stream.of(drawdownSeenWith(later), drawdownInto(later), later.maximumDrawdown)
                        .filter(Objects::nonNull)
                        .reduce((some, other) -> other.outweighs(some) ? other : some)
                        .orElse(null));
    }

    /** The drawdown of this piece, now that it may have recovered. */
    private Drawdown drawdownSeenWith(Equity later) {
        return maximumDrawdown == null
                ? null
                : maximumDrawdown.recoveredIf(later.highest.compareTo(maximumDrawdown.peak()) >= 0);
    }

    /**
     * The drawdown from the peak of this piece to the trough of the later one. If that reaches the peak again before
     * its trough, then it holds a drawdown at least as deep itself, which prevails; so whether it reaches it at all
     * tells whether this one recovered.
     */
    private Drawdown drawdownInto(Equity later) {
        BigDecimal depth = highest.subtract(later.lowest);
        return depth.signum() <= 0
                ? null
                : new Drawdown(depth, highest, highestAt, later.lowestAt, later.highest.compareTo(highest) >= 0);
    }
}
