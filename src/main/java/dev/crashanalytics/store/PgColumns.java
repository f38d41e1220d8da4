package dev.crashanalytics.store;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactType;
import dev.crashanalytics.fact.Facts;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.Collectors;

/** Facts as columns: their part of a statement, and their values as they are read. */
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
}
