package dev.crashanalytics.stats;

import dev.crashanalytics.fact.Decimals;
import java.math.BigDecimal;

/** What comes from floating point, as plain decimals with at most ten places. */
public final class Estimate {

    private Estimate() {}

    /** The number as it is shown; null where there is none. */
    public static BigDecimal of(Double value) {
        return value == null ? null : Decimals.canonical(BigDecimal.valueOf(value));
    }
}
