package dev.crashanalytics.page;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures as the page writes them, worked out here anew. */
final class Shown {

    private static final String THIN_SPACE = "\u202f";

    private Shown() {}

    /** 12 345.60, with a real minus sign. */
    static String decimal(BigDecimal value) {
        BigDecimal rounded = rounded(value);
        String[] parts = rounded.abs().toPlainString().split("\\.");
        return (rounded.signum() < 0 ? "\u2212" : "") + grouped(parts[0]) + "." + parts[1];
    }

    static String whole(long value) {
        return grouped(Long.toString(value));
    }

    /** With sign and arrow. */
    static String signed(BigDecimal value) {
        int sign = rounded(value).signum();
        return (sign > 0 ? "▲\u00a0+" : sign < 0 ? "▼\u00a0" : "") + decimal(value);
    }

    static String percent(BigDecimal value) {
        return decimal(value) + THIN_SPACE + "%";
    }

    static String signedPercent(BigDecimal value) {
        return signed(value) + THIN_SPACE + "%";
    }

    static String multiplier(BigDecimal value) {
        return decimal(value) + "×";
    }

    /** Browsers calculate in doubles. */
    private static BigDecimal rounded(BigDecimal value) {
        return new BigDecimal(value.doubleValue()).setScale(2, RoundingMode.HALF_UP);
    }

    private static String grouped(String digits) {
        return digits.replaceAll("\\B(?=(\\d{3})+$)", THIN_SPACE);
    }
}
