package dev.crashanalytics.stats.model;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How far a statistic lies from what chance makes of it.
 *
 * @param z its distance from the expectation, in standard deviations
 * @param pValue the probability of such a distance or more, to either side
 */
public record Significance(double z, double pValue) {

    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    static Significance of(double z) {
        return new Significance(z, Math.min(1, 2 * STANDARD_NORMAL.survivalProbability(Math.abs(z))));
    }
}
