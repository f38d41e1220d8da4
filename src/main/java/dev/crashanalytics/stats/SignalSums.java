package dev.crashanalytics.stats;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * Sums over signals.
 *
 * @param confidences signals that state one
 * @param confidenceSum of those
 * @param evaluated signals stored before their round whose result is known
 * @param correct of those
 * @param squaredErrors as are the rest, of forecasts alone, see {@link dev.crashanalytics.stats.model.ForecastScores}
 */
record SignalSums(
        long signals,
        long confidences,
        BigDecimal confidenceSum,
        long evaluated,
        long correct,
        BigDecimal squaredErrors,
        BigDecimal logLosses,
        BigDecimal inverseTargetSquares,
        BigDecimal inverseTargetsReached) {

    private static final BigDecimal ZERO = BigDecimal.ZERO;

    static final SignalSums NONE = new SignalSums(0, 0, ZERO, 0, 0, ZERO, ZERO, ZERO, ZERO);

    static SignalSums of(Collection<SignalRow> rows) {
        return rows.stream().map(SignalRow::sums).reduce(NONE, SignalSums::plus);
    }

    SignalSums plus(SignalSums other) {
        return new SignalSums(
                signals + other.signals,
                confidences + other.confidences,
                confidenceSum.add(other.confidenceSum),
                evaluated + other.evaluated,
                correct + other.correct,
                squaredErrors.add(other.squaredErrors),
                logLosses.add(other.logLosses),
                inverseTargetSquares.add(other.inverseTargetSquares),
                inverseTargetsReached.add(other.inverseTargetsReached));
    }
}
