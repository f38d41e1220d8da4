package dev.crashanalytics.demo;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The share of the balance that lets it grow fastest, were its forecast right: f = p - (1 - p) / b, at odds of b = target - 1
 * (J. L. Kelly, "A New Interpretation of Information Rate", 1956). Watches where that is not above 0.
 */
record Kelly() implements Strategy {

    private static final BigDecimal TARGET = new BigDecimal("2.00");

    @Override
    public String name() {
        return "demo-kelly";
    }

    @Override
    public BigDecimal target() {
        return TARGET;
    }

    @Override
    public BigDecimal wish(Standing standing) {
        BigDecimal chance = standing.confidence();
        BigDecimal odds = TARGET.subtract(BigDecimal.ONE);
        BigDecimal share = chance.subtract(BigDecimal.ONE.subtract(chance).divide(odds, MathContext.DECIMAL64));
        return standing.balance().multiply(share);
    }
}
