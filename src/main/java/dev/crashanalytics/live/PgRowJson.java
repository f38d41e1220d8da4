package dev.crashanalytics.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.crashanalytics.fact.Decimals;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.data.Numeric;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Set;

/**
 * A row as a JSON object under the names of its columns, each value in the form that the REST calls give it: decimals plain
 * and with cents, times in UTC. Stateless, for any thread.
 */
final class PgRowJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int TYPICAL_LENGTH = 1_536;

    /** Selected as text, being JSON already: the client would make doubles of the decimals in it. */
    private static final Set<String> JSON_COLUMNS = Set.of("metadata", "feature_vector");

    private PgRowJson() {}

    /** The columns from {@code first} on. */
    static String write(Row row, int first) {
        StringWriter text = new StringWriter(TYPICAL_LENGTH);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            for (int i = first; i < row.size(); i++) {
                String name = row.getColumnName(i);
                json.writeFieldName(name);
                write(row.getValue(i), JSON_COLUMNS.contains(name), json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void write(Object value, boolean isJson, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            if (isJson) {
                json.writeRawValue(text);
            } else {
                json.writeString(text);
            }
        } else if (value instanceof BigDecimal || value instanceof Numeric) {
            json.writeNumber(
                    Decimals.canonical(new BigDecimal(value.toString())).toPlainString());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof OffsetDateTime time) {
            json.writeString(time.toInstant().toString());
        } else {
            json.writeString(value.toString());
        }
    }
}
