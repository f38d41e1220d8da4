package dev.crashanalytics.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How the multiplier grows until the crash: as e^(rate x t), t in seconds at pace 1. A flight that would take longer than ten
 * seconds goes steeper.
 *
 * @param crash where it ends
 * @param rate how fast it grows, a second
 */
record Flight(BigDecimal crash, double rate) {

    private static final double USUAL_RATE = 0.25;
    private static final double LONGEST_SECONDS = 10;
    private static final BigDecimal START = new BigDecimal("1.00");
    private static final BigDecimal CENT = new BigDecimal("0.01");

    static Flight to(BigDecimal crash) {
        return new Flight(crash, Math.max(USUAL_RATE, Math.log(crash.doubleValue()) / LONGEST_SECONDS));
    }

    /** From the start to the crash. */
    double seconds() {
        return Math.log(crash.doubleValue()) / rate;
    }

    /** The multiplier in flight, with two decimals: below the crash, unless that is 1.00. */
    BigDecimal at(double seconds) {
        return BigDecimal.valueOf(Math.exp(rate * seconds))
                .setScale(2, RoundingMode.FLOOR)
                .min(crash.subtract(CENT))
                .max(START);
    }
}
