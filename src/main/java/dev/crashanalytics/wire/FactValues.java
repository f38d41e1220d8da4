package dev.crashanalytics.wire;

import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.fact.FactType;
import dev.crashanalytics.wire.RawField.Shape;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;

/** Turns one JSON value into the Java value its fact holds. */
final class FactValues {

    private static final int MAX_SHOWN = 40;

    /** Free JSON may be nested this deep. */
    private static final int MAX_JSON_DEPTH = 32;

    /**
     * A double never goes beyond 308. With it, the 131,072 digits that PostgreSQL's numeric holds before the point are out
     * of reach of the characters that free JSON may have.
     */
    private static final int MAX_JSON_EXPONENT = 1_000;

    /** Digits that PostgreSQL's numeric holds after the point, zeros at the end included. */
    private static final int MAX_JSON_DECIMALS = 16_383;

    private FactValues() {}

    static Object read(FactType type, RawField field) throws InvalidValueException {
        return switch (type.kind()) {
            case TEXT -> text(type, field);
            case CHOICE -> choice(type, field);
            case DECIMAL -> decimal(type, field);
            case WHOLE -> whole(type, field);
            case FLAG -> flag(field);
            case TIMESTAMP -> timestamp(field);
            case JSON -> json(type, field);
        };
    }

    /** Whether two values of a fact are the same, sent twice under two names. */
    static boolean same(FactType type, Object one, Object other) {
        return type.kind() == FactType.Kind.DECIMAL
                ? ((BigDecimal) one).compareTo((BigDecimal) other) == 0
                : one.equals(other);
    }

    private static String text(FactType type, RawField field) throws InvalidValueException {
        String text = string(field, "must be a string");
        int length = text.length() > type.maxLength() ? text.codePointCount(0, text.length()) : text.length();
        if (length > type.maxLength()) {
            throw new InvalidValueException("must have at most " + type.maxLength() + " characters, has " + length);
        }
        if (type.min() != null && text.isBlank()) {
            throw new InvalidValueException("must not be blank");
        }
        requireStorable(text);
        return text;
    }

    private static String choice(FactType type, RawField field) throws InvalidValueException {
        String text = string(field, "must be one of " + type.choices());
        for (String choice : type.choices()) {
            if (choice.equalsIgnoreCase(text)) {
                return choice;
            }
        }
        throw new InvalidValueException("must be one of " + type.choices() + ", not " + shown(text));
    }

    private static BigDecimal decimal(FactType type, RawField field) throws InvalidValueException {
        String expected = "must be a decimal number below 10^12 in magnitude";
        if (field.shape() != Shape.NUMBER && field.shape() != Shape.STRING) {
            throw new InvalidValueException(expected);
        }
        if (field.text().length() > Decimals.MAX_CHARACTERS) {
            throw new InvalidValueException("must be a decimal number of at most " + Decimals.MAX_CHARACTERS
                    + " characters, not " + shown(field.text()));
        }
        BigDecimal value = Decimals.parse(field.text())
                .orElseThrow(() -> new InvalidValueException(expected + ", not " + shown(field.text())));
        requireRange(type, value);
        return value;
    }

    private static Long whole(FactType type, RawField field) throws InvalidValueException {
        String expected = "must be a whole number from " + type.min() + " to " + type.max();
        if (field.shape() != Shape.NUMBER && field.shape() != Shape.STRING) {
            throw new InvalidValueException(expected);
        }
        try {
            // Digits alone are the normal case; 10.0 and 1e3 are whole numbers too.
            long value = field.text().length() <= 18 && isDigits(field.text())
                    ? Long.parseLong(field.text())
                    : Decimals.parseWhole(field.text());
            requireRange(type, BigDecimal.valueOf(value));
            return value;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new InvalidValueException(expected + ", not " + shown(field.text()));
        }
    }

    private static Boolean flag(RawField field) throws InvalidValueException {
        return switch (field.shape()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw new InvalidValueException("must be true or false");
        };
    }

    private static OffsetDateTime timestamp(RawField field) throws InvalidValueException {
        String expected = "must be an ISO-8601 timestamp such as 2026-01-31T12:00:00Z";
        String text = string(field, expected);
        try {
            return Timestamps.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidValueException(expected + ", not " + shown(text));
        }
    }

    private static String json(FactType type, RawField field) throws InvalidValueException {
        String json = field.json();
        if (json.length() > type.maxLength()) {
            throw new InvalidValueException(
                    "must have at most " + type.maxLength() + " characters of JSON, has " + json.length());
        }
        JsonCheck check = new JsonCheck();
        Json.visitScalars(json, check);
        if (check.complaint != null) {
            throw new InvalidValueException(check.complaint);
        }
        return json;
    }

    /** What PostgreSQL's jsonb could not hold. */
    private static final class JsonCheck implements Json.ScalarVisitor {

        private String complaint;

        @Override
        public void level(int depth) {
            if (depth > MAX_JSON_DEPTH) {
                complaint = "must not be nested deeper than " + MAX_JSON_DEPTH + " levels";
            }
        }

        @Override
        public void string(String text) {
            try {
                requireStorable(text);
            } catch (InvalidValueException e) {
                complaint = e.getMessage();
            }
        }

        @Override
        public void number(String digits) {
            if (!Decimals.hasExponentWithin(digits, MAX_JSON_EXPONENT)) {
                complaint = "holds a number of too large an exponent: " + shown(digits);
            } else if (Decimals.decimalPlaces(digits) > MAX_JSON_DECIMALS) {
                complaint = "holds a number of more than " + MAX_JSON_DECIMALS + " decimal places: " + shown(digits);
            }
        }
    }

    private static String string(RawField field, String expected) throws InvalidValueException {
        if (field.shape() != Shape.STRING) {
            throw new InvalidValueException(
                    expected + ", not a JSON " + field.shape().name().toLowerCase(Locale.ROOT));
        }
        return field.text();
    }

    private static void requireRange(FactType type, BigDecimal value) throws InvalidValueException {
        if (type.min() != null && value.compareTo(type.min()) < 0) {
            throw new InvalidValueException("must be at least " + type.min() + ", not " + value.toPlainString());
        }
        if (type.max() != null && value.compareTo(type.max()) > 0) {
            throw new InvalidValueException("must be at most " + type.max() + ", not " + value.toPlainString());
        }
    }

    /** PostgreSQL's text holds neither NUL nor half of a surrogate pair. */
    private static void requireStorable(String text) throws InvalidValueException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidValueException("must not hold a NUL character");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new InvalidValueException("must not hold half of a surrogate pair");
                }
                i++;
            }
        }
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
