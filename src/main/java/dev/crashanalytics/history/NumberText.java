package dev.crashanalytics.history;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as people and spreadsheets write them: {@code 2.45x}, {@code $1,234.50}, {@code (10.00)}, {@code 12 345,67},
 * {@code N/A}. Stateless.
 */
final class NumberText {

    private static final Set<String> MISSING = Set.of(
            "",
            "-",
            "--",
            "—",
            "?",
            "n/a",
            "#n/a",
            "na",
            "nan",
            "null",
            "none",
            "nil",
            "undefined",
            "not available",
            "(null)");

    private static final String CURRENCY = "(?:[A-Za-z]{3}|[$€£¥₹₽₦₺₴₱₿])";
    private static final Pattern DECORATED =
            Pattern.compile("(?:" + CURRENCY + "\\s*)?([-+−]?)\\s*(?:" + CURRENCY + "\\s*)?[xX×]?\\s*"
                    + "([0-9][0-9.,'’_\\s]*|[.,][0-9]+)([eE][-+]?[0-9]+)?\\s*(?:[xX×%]|" + CURRENCY + ")?");
    private static final Pattern BRACKETED = Pattern.compile("\\((.+)\\)");
    private static final Pattern GROUPED_BY_COMMAS = Pattern.compile("[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]*)?");
    private static final Pattern GROUPED_BY_POINTS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{3})+(?:,[0-9]*)?");
    private static final Pattern PLAIN = Pattern.compile("[0-9]*\\.?[0-9]*");
    private static final int MAX_CHARACTERS = 100;

    private NumberText() {}

    /** Whether a cell says that there is no value. */
    static boolean isMissing(String text) {
        return MISSING.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /**
     * The number as plain digits, such as {@code 1234.50}.
     *
     * @param isDecimalComma whether {@code 1.234} is a thousand and more, and {@code 1,234} little more than one; a comma
     *     that cannot group digits is a decimal comma either way
     */
    static String read(String text, boolean isDecimalComma) throws UnreadableException {
        String stripped = text.strip().replace('\u00a0', ' ').replace('\u202f', ' ');
        Matcher brackets = BRACKETED.matcher(stripped);
        boolean isNegative = brackets.matches();
        Matcher number = DECORATED.matcher(isNegative ? brackets.group(1).strip() : stripped);
        if (stripped.length() > MAX_CHARACTERS || !number.matches()) {
            throw notANumber(text);
        }
        String digits = plain(number.group(2), isDecimalComma, text);
        boolean minus =
                isNegative || number.group(1).equals("-") || number.group(1).equals("−");
        String exponent = number.group(3) == null ? "" : number.group(3);
        return (minus ? "-" : "") + digits + exponent;
    }

    /** Whether a cell ends in a percent sign. */
    static boolean isPercent(String text) {
        return text.stripTrailing().endsWith("%");
    }

    /** Whether the digits that {@link #read} answered are zero. */
    static boolean isZero(String digits) {
        int exponent = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        return new BigDecimal(exponent < 0 ? digits : digits.substring(0, exponent)).signum() == 0;
    }

    private static String plain(String written, boolean isDecimalComma, String text) throws UnreadableException {
        String digits = written.replaceAll("['’_\\s]", "");
        String plain;
        if (isDecimalComma) {
            plain = GROUPED_BY_POINTS.matcher(digits).matches() ? digits.replace(".", "") : digits;
        } else {
            plain = GROUPED_BY_COMMAS.matcher(digits).matches() ? digits.replace(",", "") : digits;
            plain = GROUPED_BY_POINTS.matcher(digits).matches() && digits.indexOf(',') > 0
                    ? digits.replace(".", "")
                    : plain;
        }
        plain = plain.replace(',', '.');
        if (!PLAIN.matcher(plain).matches() || plain.equals(".")) {
            throw notANumber(text);
        }
        plain = plain.startsWith(".") ? "0" + plain : plain;
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static UnreadableException notANumber(String text) {
        return new UnreadableException("must be a number, not " + Shown.of(text));
    }
}
