package dev.crashanalytics.store;

import dev.crashanalytics.fact.FactType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.IntFunction;

/** The types of parameters. jsonb goes as text, since the client would turn its numbers into doubles. */
enum ColumnType {
    TEXT("text", String[]::new),
    DECIMAL("numeric", BigDecimal[]::new),
    INTEGER("integer", Integer[]::new),
    BIGINT("bigint", Long[]::new),
    FLAG("boolean", Boolean[]::new),
    DATE("date", LocalDate[]::new),
    TIMESTAMP("timestamptz", OffsetDateTime[]::new);

    private final String sql;
    private final IntFunction<Object[]> newArray;

    ColumnType(String sql, IntFunction<Object[]> newArray) {
        this.sql = sql;
        this.newArray = newArray;
    }

    static ColumnType of(FactType.Kind kind) {
        return switch (kind) {
            case TEXT, CHOICE, JSON -> TEXT;
            case DECIMAL -> DECIMAL;
            case WHOLE -> BIGINT;
            case FLAG -> FLAG;
            case TIMESTAMP -> TIMESTAMP;
        };
    }

    /** A parameter of this type. */
    String parameter(int number) {
        return "$" + number + "::" + sql;
    }

    /** A parameter that holds an array of this type. */
    String arrayParameter(int number) {
        return parameter(number) + "[]";
    }

    Object[] newArray(int length) {
        return newArray.apply(length);
    }
}
