package dev.crashanalytics.demo;

import java.math.BigDecimal;

/** The bot of the guide: always the same stake, cashed out at 1.33. */
record FixedStake() implements Strategy {

    private static final BigDecimal TARGET = new BigDecimal("1.33");

    @Override
    public String name() {
        return "demo-fixed";
    }

    @Override
    public BigDecimal target() {
        return TARGET;
    }

    @Override
    public BigDecimal wish(Standing standing) {
        return BASE_STAKE;
    }
}
