package dev.crashanalytics.fact;

import java.math.BigDecimal;
import java.util.List;

/**
 * The values a fact takes, and the Java class that holds them.
 *
 * @param kind how it is read, stored and compared
 * @param maxLength of {@link Kind#TEXT} and {@link Kind#JSON}, in characters
 * @param min smallest {@link Kind#DECIMAL} or {@link Kind#WHOLE} value, inclusive; null: none
 * @param max largest such value, inclusive; null: none
 * @param choices of {@link Kind#CHOICE}
 */
public record FactType(Kind kind, int maxLength, BigDecimal min, BigDecimal max, List<String> choices) {

    /** How a value is read, stored and compared. */
    public enum Kind {
        /** {@link String} */
        TEXT,
        /** {@link String}, one of a list */
        CHOICE,
        /** {@link BigDecimal} in the form of {@link Decimals#canonical} */
        DECIMAL,
        /** {@link Long} */
        WHOLE,
        /** {@link Boolean} */
        FLAG,
        /** {@link java.time.OffsetDateTime} in UTC */
        TIMESTAMP,
        /** {@link String} that holds JSON as it was sent */
        JSON
    }

    /** Free JSON may hold this many characters. */
    public static final int MAX_JSON_LENGTH = 65_536;

    public static FactType text(int maxLength) {
        return new FactType(Kind.TEXT, maxLength, null, null, List.of());
    }

    public static FactType choice(String... choices) {
        return new FactType(Kind.CHOICE, 0, null, null, List.of(choices));
    }

    public static FactType decimal() {
        return new FactType(Kind.DECIMAL, 0, null, null, List.of());
    }

    /** A decimal of at least zero. */
    public static FactType amount() {
        return new FactType(Kind.DECIMAL, 0, BigDecimal.ZERO, null, List.of());
    }

    /** A decimal of at least one. */
    public static FactType multiplier() {
        return new FactType(Kind.DECIMAL, 0, BigDecimal.ONE, null, List.of());
    }

    /** A decimal from zero to one. */
    public static FactType confidence() {
        return new FactType(Kind.DECIMAL, 0, BigDecimal.ZERO, BigDecimal.ONE, List.of());
    }

    public static FactType percent(int below) {
        return new FactType(Kind.DECIMAL, 0, BigDecimal.ZERO, BigDecimal.valueOf(below), List.of());
    }

    public static FactType whole(long min, long max) {
        return new FactType(Kind.WHOLE, 0, BigDecimal.valueOf(min), BigDecimal.valueOf(max), List.of());
    }

    /** A number that names a row or a round: 1 and up. */
    public static FactType rank() {
        return whole(1, Long.MAX_VALUE);
    }

    public static FactType flag() {
        return new FactType(Kind.FLAG, 0, null, null, List.of());
    }

    public static FactType timestamp() {
        return new FactType(Kind.TIMESTAMP, 0, null, null, List.of());
    }

    public static FactType json() {
        return new FactType(Kind.JSON, MAX_JSON_LENGTH, null, null, List.of());
    }
}
