package dev.crashanalytics.stats.model;

import java.math.BigDecimal;

/**
 * Forecasts of about the same confidence: in a reliable forecaster it is the share of them that came true.
 *
 * @param outcomes the forecasts that came true, of all in this bin
 * @param confidences their sum
 */
public record ReliabilityBin(Proportion outcomes, BigDecimal confidences) {

    static final ReliabilityBin EMPTY = new ReliabilityBin(Proportion.NONE, BigDecimal.ZERO);

    static ReliabilityBin of(BigDecimal confidence, boolean cameTrue) {
        return new ReliabilityBin(new Proportion(cameTrue ? 1 : 0, 1), confidence);
    }

    ReliabilityBin plus(ReliabilityBin other) {
        return new ReliabilityBin(outcomes.plus(other.outcomes), confidences.add(other.confidences));
    }

    /** Null without forecasts. */
    public Double meanConfidence() {
        return outcomes.trials() == 0 ? null : confidences.doubleValue() / outcomes.trials();
    }
}
