package dev.crashanalytics.store;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactType;
import dev.crashanalytics.fact.Facts;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Facts as columns: their part of a statement, and their values as one array a column. */
final class PgColumns {

    private PgColumns() {}

    /** The names, as a list of columns. */
    static <F extends Fact> String names(List<F> facts) {
        return facts.stream().map(Fact::column).collect(Collectors.joining(", "));
    }

    /** The names as they are read or inserted: jsonb goes through text, since the client would turn its numbers into doubles. */
    static <F extends Fact> String cast(List<F> facts, String alias, String jsonType) {
        return facts.stream()
                .map(fact ->
                        alias + "." + fact.column() + (fact.type().kind() == FactType.Kind.JSON ? "::" + jsonType : ""))
                .collect(Collectors.joining(", "));
    }

    /** One array parameter a fact, numbered from {@code first}. */
    static <F extends Fact> String parameters(List<F> facts, int first) {
        StringBuilder parameters = new StringBuilder();
        for (int i = 0; i < facts.size(); i++) {
            parameters
                    .append(i == 0 ? "" : ", ")
                    .append('$')
                    .append(first + i)
                    .append("::")
                    .append(arrayType(facts.get(i)));
        }
        return parameters.toString();
    }

    /** Adds the values of each fact over {@code rows} as one array. */
    static <R, F extends Enum<F> & Fact> void addArrays(
            List<F> facts, List<R> rows, Function<R, Facts<F>> factsOf, Tuple parameters) {
        for (F fact : facts) {
            Object[] values = emptyArray(fact.type().kind(), rows.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = factsOf.apply(rows.get(i)).get(fact);
            }
            parameters.addValue(values);
        }
    }

    /** Reads the columns of {@code facts} from {@code row}, from column {@code first} on. */
    static <F extends Enum<F> & Fact> Facts<F> read(Class<F> type, List<F> facts, Row row, int first) {
        Facts.Builder<F> read = Facts.builder(type);
        for (int i = 0; i < facts.size(); i++) {
            F fact = facts.get(i);
            int column = first + i;
            Object value = switch (fact.type().kind()) {
                case TEXT, CHOICE, JSON -> row.getString(column);
                case DECIMAL -> row.getBigDecimal(column);
                case WHOLE -> row.getLong(column);
                case FLAG -> row.getBoolean(column);
                case TIMESTAMP -> row.getOffsetDateTime(column);
            };
            read.put(fact, value);
        }
        return read.build();
    }

    private static String arrayType(Fact fact) {
        return switch (fact.type().kind()) {
            case TEXT, CHOICE, JSON -> "text[]";
            case DECIMAL -> "numeric[]";
            case WHOLE -> "bigint[]";
            case FLAG -> "boolean[]";
            case TIMESTAMP -> "timestamptz[]";
        };
    }

    private static Object[] emptyArray(FactType.Kind kind, int length) {
        return switch (kind) {
            case TEXT, CHOICE, JSON -> new String[length];
            case DECIMAL -> new BigDecimal[length];
            case WHOLE -> new Long[length];
            case FLAG -> new Boolean[length];
            case TIMESTAMP -> new OffsetDateTime[length];
        };
    }
}
