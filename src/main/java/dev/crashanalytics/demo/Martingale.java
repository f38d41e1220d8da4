package dev.crashanalytics.demo;

import java.math.BigDecimal;

/** Twice the stake after every loss, the base stake after a win; at 2.00, so that a win pays for the losses before it. */
record Martingale() implements Strategy {

    private static final BigDecimal TARGET = new BigDecimal("2.00");
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    @Override
    public String name() {
        return "demo-martingale";
    }

    @Override
    public BigDecimal target() {
        return TARGET;
    }

    @Override
    public BigDecimal wish(Standing standing) {
        return standing.hasJustLost() ? standing.lastStake().multiply(TWO) : BASE_STAKE;
    }
}
