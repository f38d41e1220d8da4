package dev.crashanalytics.stats.model;

import java.time.Instant;

/**
 * A point of an equity curve.
 *
 * @param round the rounds before it; 0 is the start of the curve
 * @param time of the last of these rounds; at the start, of the first round
 */
public record CurvePoint(long round, Instant time) {

    /** The same point of a curve that has another one before it, up to {@code end}. */
    CurvePoint after(CurvePoint end) {
        return round == 0 ? end : new CurvePoint(round + end.round, time);
    }
}
