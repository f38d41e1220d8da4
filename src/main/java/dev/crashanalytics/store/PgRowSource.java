package dev.crashanalytics.store;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.Facts;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows as a query over the parameters of a statement: any number of them with one array a column, or a single one with one
 * value a column. The second spares PostgreSQL to unpack as many arrays as there are columns, which is what a round that
 * comes alone would wait for.
 *
 * @param <R> what a row is made from
 */
final class PgRowSource<R> {

    private final List<Column<R>> columns;

    private PgRowSource(List<Column<R>> columns) {
        this.columns = List.copyOf(columns);
    }

    private record Column<R>(String name, ColumnType type, Function<R, ?> value) {}

    /** How many parameters it takes. */
    int size() {
        return columns.size();
    }

    /** A query for any number of rows, given by {@link #addMany} as parameters numbered from {@code first}. */
    String ofMany(int first) {
        String arrays = join(i -> columns.get(i).type().arrayParameter(first + i));
        return "SELECT * FROM unnest(" + arrays + ") AS t ("
                + join(i -> columns.get(i).name()) + ")";
    }

    /** A query for one row, given by {@link #addOne} as parameters numbered from {@code first}. */
    String ofOne(int first) {
        return "SELECT "
                + join(i -> columns.get(i).type().parameter(first + i) + " AS "
                        + columns.get(i).name());
    }

    Tuple addMany(List<R> rows, Tuple parameters) {
        columns.forEach(
                column -> parameters.addValue(rows.stream().map(column.value()).toArray(column.type()::newArray)));
        return parameters;
    }

    Tuple addOne(R row, Tuple parameters) {
        columns.forEach(column -> parameters.addValue(column.value().apply(row)));
        return parameters;
    }

    /** Gives no row; the query has to leave it out. */
    Tuple addNone(Tuple parameters) {
        columns.forEach(column -> parameters.addValue(null));
        return parameters;
    }

    private String join(Function<Integer, String> part) {
        return IntStream.range(0, columns.size()).boxed().map(part).collect(Collectors.joining(", "));
    }

    /** Collects the columns in their order. */
    static final class Builder<R> {

        private final List<Column<R>> columns = new ArrayList<>();

        Builder<R> add(String name, ColumnType type, Function<R, ?> value) {
            columns.add(new Column<>(name, type, value));
            return this;
        }

        <F extends Enum<F> & Fact> Builder<R> addAll(List<F> facts, Function<R, Facts<F>> factsOf) {
            facts.forEach(fact -> add(
                    fact.column(),
                    ColumnType.of(fact.type().kind()),
                    row -> factsOf.apply(row).get(fact)));
            return this;
        }

        PgRowSource<R> build() {
            return new PgRowSource<>(columns);
        }
    }
}
