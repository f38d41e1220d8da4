package dev.crashanalytics.fact;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** The one decimal form of the server: at most 10 decimals, at least 2, magnitude below 10^12. */
public final class Decimals {

    /** Digits after the point that are kept; the rest is rounded half-even. */
    public static final int SCALE = 10;

    /** Money and multipliers show at least cents. */
    private static final int SHOWN_SCALE = 2;

    /** Values of this magnitude and above are refused. */
    static final BigDecimal LIMIT = BigDecimal.TEN.pow(12);

    /** Longer numbers carry nothing a double or a 28-digit decimal could have meant. */
    public static final int MAX_CHARACTERS = 100;

    /**
     * Of a number with so few digits a larger exponent makes nothing but one beyond the limit, a smaller one nothing but
     * one that rounds to zero: it can be cut to this.
     */
    private static final BigInteger DECISIVE_EXPONENT = BigInteger.valueOf(MAX_CHARACTERS + 12);

    private static final int MAX_WHOLE_EXPONENT = 100;

    public static final BigDecimal ZERO = new BigDecimal("0.00");
    public static final BigDecimal HUNDRED = new BigDecimal("100");

    private Decimals() {}

    /**
     * Reads a number as clients send it. Length and exponent are checked before the conversion, so that
     * {@code 1e999999999}, which is too large, and {@code 1e-999999999}, which is zero after rounding, cost nothing.
     *
     * @return empty where the text is no decimal number or too large
     */
    public static Optional<BigDecimal> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            // The limit is that of the rounded value: 999999999999.99999999999 rounds up to it.
            BigDecimal value = canonical(new BigDecimal(withModestExponent(text)));
            return value.abs().compareTo(LIMIT) < 0 ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String withModestExponent(String text) {
        int e = exponentMark(text);
        if (e < 0) {
            return text;
        }
        BigInteger exponent = new BigInteger(text.substring(e + 1));
        return exponent.abs().compareTo(DECISIVE_EXPONENT) <= 0
                ? text
                : text.substring(0, e + 1) + (exponent.signum() < 0 ? "-" : "") + DECISIVE_EXPONENT;
    }

    /** Rounds half-even to {@link #SCALE} decimals and drops trailing zeros down to cents; what is so already is itself. */
    public static BigDecimal canonical(BigDecimal value) {
        BigDecimal rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.HALF_EVEN) : value;
        if (rounded.scale() > SHOWN_SCALE) {
            BigDecimal stripped = rounded.stripTrailingZeros();
            rounded = stripped.scale() == rounded.scale() ? rounded : stripped;
        }
        return rounded.scale() < SHOWN_SCALE ? rounded.setScale(SHOWN_SCALE, RoundingMode.UNNECESSARY) : rounded;
    }

    /** The canonical form, never with an exponent. */
    public static String text(BigDecimal value) {
        BigDecimal canonical = canonical(value);
        // A number remembers its toString, not its toPlainString: answers that many ask for are written many times.
        String text = canonical.toString();
        return text.indexOf('E') < 0 ? text : canonical.toPlainString();
    }

    /** {@code part / whole * 100}, in the canonical form; null where {@code whole} is zero. */
    public static BigDecimal percent(BigDecimal part, BigDecimal whole) {
        return ratio(part.multiply(HUNDRED), whole);
    }

    /** {@code dividend / divisor}, in the canonical form; null where {@code divisor} is zero. */
    public static BigDecimal ratio(BigDecimal dividend, BigDecimal divisor) {
        return divisor.signum() == 0 ? null : canonical(dividend.divide(divisor, SCALE, RoundingMode.HALF_EVEN));
    }

    /**
     * Reads a whole number, in whatever form: {@code 10}, {@code 10.0}, {@code 1e1}.
     *
     * @throws ArithmeticException where it has a fraction or is beyond 64 bits
     * @throws NumberFormatException where it is no number
     */
    public static long parseWhole(String text) {
        if (text.length() > MAX_CHARACTERS || !hasExponentWithin(text, MAX_WHOLE_EXPONENT)) {
            throw new NumberFormatException("no modest number");
        }
        return new BigDecimal(text).longValueExact();
    }

    /** Whether the exponent of a number, if it has one, is at most {@code limit} in magnitude. */
    public static boolean hasExponentWithin(String text, int limit) {
        int e = exponentMark(text);
        if (e < 0) {
            return true;
        }
        try {
            return Math.abs((long) Integer.parseInt(text.substring(e + 1))) <= limit;
        } catch (NumberFormatException notAnExponent) {
            return false;
        }
    }

    /** How many digits a number has after the point once its modest exponent is written out. */
    public static int decimalPlaces(String text) {
        int e = exponentMark(text);
        int point = text.indexOf('.');
        int end = e < 0 ? text.length() : e;
        int fraction = point < 0 ? 0 : end - point - 1;
        int exponent = e < 0 ? 0 : Integer.parseInt(text.substring(e + 1));
        return Math.max(0, fraction - exponent);
    }

    private static int exponentMark(String text) {
        return Math.max(text.indexOf('e'), text.indexOf('E'));
    }
}
