package dev.crashanalytics.demo;

import java.math.BigDecimal;

/** The guide's compound_1.33x: a win at 1.33 is staked again with what it brought, a loss leads back to the base stake. */
record Compound() implements Strategy {

    private static final BigDecimal TARGET = new BigDecimal("1.33");

    @Override
    public String name() {
        return "demo-compound";
    }

    @Override
    public BigDecimal target() {
        return TARGET;
    }

    @Override
    public BigDecimal wish(Standing standing) {
        return standing.hasJustWon() ? standing.lastStake().multiply(TARGET) : BASE_STAKE;
    }
}
