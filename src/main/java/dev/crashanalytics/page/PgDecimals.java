package dev.crashanalytics.page;

import io.vertx.sqlclient.data.Numeric;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** Arrays of numeric, as the client hands them out. */
final class PgDecimals {

    private PgDecimals() {}

    /** The values, null where one is. */
    static List<BigDecimal> of(Numeric[] values) {
        return Arrays.stream(values)
                .map(value -> value == null ? null : value.bigDecimalValue())
                .toList();
    }
}
