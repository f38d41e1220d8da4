package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Division of money, to the 10 decimals that are stored. */
final class Quotient {

    static final int SCALE = 10;

    private Quotient() {}

    static BigDecimal of(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, SCALE, RoundingMode.HALF_EVEN);
    }
}
