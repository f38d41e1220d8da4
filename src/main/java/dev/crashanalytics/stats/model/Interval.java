package dev.crashanalytics.stats.model;

/**
 * A confidence interval, both ends included.
 *
 * @param low at most {@code high}
 */
public record Interval(double low, double high) {

    /** The confidence of every interval of this package. */
    public static final double CONFIDENCE = 0.95;

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("no interval from " + low + " to " + high);
        }
    }

    /**
     * The interval of {@code intercept + slope * value}, given that of the value: a monotone map keeps the confidence.
     */
    Interval linear(double intercept, double slope) {
        double ofLow = intercept + slope * low;
        double ofHigh = intercept + slope * high;
        return new Interval(Math.min(ofLow, ofHigh), Math.max(ofLow, ofHigh));
    }
}
