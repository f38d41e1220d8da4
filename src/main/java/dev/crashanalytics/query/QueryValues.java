package dev.crashanalytics.query;

import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.wire.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Reads query parameters. Each method takes the parameter's name and its value, null where it was not sent, and
 * refuses a bad value with a problem ({@code invalid}, 422) that names the parameter.
 */
public final class QueryValues {

    private static final int DATE_LENGTH = 10;
    private static final int MAX_DIGITS = 9;
    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]*");

    private QueryValues() {}

    /** An identifier of at most {@code maxLength} characters, or null. */
    public static String text(String name, String value, int maxLength) {
        if (value == null || isStorable(value, maxLength)) {
            return value;
        }
        throw ProblemException.invalid(
                name, "must have 1 to " + maxLength + " characters, none of them the NUL character");
    }

    /** The same where the call cannot do without. */
    public static String required(String name, String value, int maxLength) {
        if (value == null) {
            throw ProblemException.invalid(name, "is required");
        }
        return text(name, value, maxLength);
    }

    /** Whether a column of this length can hold the text, so that asking the database for it makes sense. */
    public static boolean isStorable(String value, int maxLength) {
        return !value.isEmpty() && value.codePointCount(0, value.length()) <= maxLength && value.indexOf('\0') < 0;
    }

    /** One of {@code allowed}, or null. */
    public static String oneOf(String name, String value, String... allowed) {
        if (value == null || Arrays.asList(allowed).contains(value)) {
            return value;
        }
        throw ProblemException.invalid(name, "must be one of " + String.join(", ", allowed));
    }

    /** Yes or no; {@code unsent} where the parameter was not sent. */
    public static boolean flag(String name, String value, boolean unsent) {
        String flag = oneOf(name, value, "true", "false");
        return flag == null ? unsent : flag.equals("true");
    }

    /** A whole number from 0 to {@code most}; {@code unsent} where the parameter was not sent. */
    public static int whole(String name, String value, int unsent, int most) {
        if (value == null) {
            return unsent;
        }
        boolean isNumber = value.equals("0")
                || value.length() <= MAX_DIGITS && WHOLE.matcher(value).matches();
        if (!isNumber || Integer.parseInt(value) > most) {
            throw ProblemException.invalid(name, "must be a whole number from 0 to " + most);
        }
        return Integer.parseInt(value);
    }

    /** How many entries at most; {@code unsent} where the parameter was not sent, larger values are capped. */
    public static int limit(String name, String value, int unsent, int most) {
        if (value == null) {
            return unsent;
        }
        if (!WHOLE.matcher(value).matches()) {
            throw ProblemException.invalid(name, "must be a whole number of at least 1");
        }
        return value.length() > MAX_DIGITS ? most : Math.min(most, Integer.parseInt(value));
    }

    /** A point in time, in UTC where no offset is given, or null; a date alone is its first moment. */
    public static Instant timestamp(String name, String value) {
        if (value == null) {
            return null;
        }
        try {
            String complete = value.length() == DATE_LENGTH ? value + "T00:00:00Z" : withPlus(value);
            return Timestamps.parse(complete).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.invalid(name, "must be an ISO-8601 time such as 2026-01-31T12:00:00Z");
        }
    }

    /** Refuses a range that ends before it begins. */
    public static void range(Instant from, Instant to) {
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.invalid("to", "must not be before from");
        }
    }

    /** The '+' of an offset that a client forgot to escape arrives as a blank. */
    private static String withPlus(String value) {
        int blank = value.lastIndexOf(' ');
        return blank > DATE_LENGTH ? value.substring(0, blank) + '+' + value.substring(blank + 1) : value;
    }
}
