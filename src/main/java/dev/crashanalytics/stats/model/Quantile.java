package dev.crashanalytics.stats.model;

import java.math.BigDecimal;

/**
 * A quantile read off a histogram: the lower edge of the bin that holds the smallest x with P(X &lt;= x) &gt;=
 * percent/100. The true quantile is at least {@code multiplier} and at most {@code multiplier * (1 +
 * relativeErrorBound)}. The lower edge and not the middle, because it is exact where bins are one cent wide and a
 * multiplier that was truly reached above.
 *
 * @param percent from 1 to 100; 50 is the median
 * @param relativeErrorBound less than 0.01; 0 below 2.00, where the quantile is exact to the cent
 */
public record Quantile(int percent, BigDecimal multiplier, double relativeErrorBound) {}
