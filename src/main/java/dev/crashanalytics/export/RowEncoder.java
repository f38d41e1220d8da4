package dev.crashanalytics.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.crashanalytics.fact.Decimals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Writes rows in one format into a buffer, which its owner empties again and again. Decimals are written in the
 * server's one form, timestamps in ISO-8601 with Z, whatever the format; what is absent is null in JSON and an empty field
 * in CSV, where an empty text is in quotes.
 */
final class RowEncoder {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final CsvFactory CSV = CsvFactory.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();

    private static final String EMPTY_TEXT = "\"\"";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ExportFormat format;
    private final Column[] columns;
    private final SerializedString[] names;
    private final JsonGenerator out;

    RowEncoder(ExportFormat format, List<Column> columns) {
        this.format = format;
        this.columns = columns.toArray(Column[]::new);
        this.names =
                columns.stream().map(Column::name).map(SerializedString::new).toArray(SerializedString[]::new);
        try {
            this.out = format == ExportFormat.CSV ? csvGenerator() : jsonGenerator();
        } catch (IOException e) {
            throw neverHappens(e);
        }
    }

    /** Writes what comes before the first row. */
    void begin() {
        try {
            switch (format) {
                case JSON -> out.writeStartArray();
                case CSV -> writeTitles();
                case NDJSON -> {}
            }
        } catch (IOException e) {
            throw neverHappens(e);
        }
    }

    /**
     * Writes a row.
     *
     * @param values of each column the value, of the class that its type names; null where there is none
     */
    void row(Object[] values) {
        try {
            if (format == ExportFormat.CSV) {
                writeRecord(values);
            } else {
                writeObject(values);
            }
        } catch (IOException e) {
            throw neverHappens(e);
        }
    }

    /** Writes what comes after the last row. */
    void end() {
        try {
            if (format == ExportFormat.JSON) {
                out.writeEndArray();
                out.writeRaw('\n');
            }
        } catch (IOException e) {
            throw neverHappens(e);
        }
    }

    /** What was written since the last time. */
    byte[] take() {
        try {
            out.flush();
        } catch (IOException e) {
            throw neverHappens(e);
        }
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }

    private JsonGenerator jsonGenerator() throws IOException {
        return JSON.createGenerator(bytes).setPrettyPrinter(new RowALine());
    }

    private JsonGenerator csvGenerator() throws IOException {
        CsvSchema.Builder schema = CsvSchema.builder().setLineSeparator("\r\n");
        for (Column column : columns) {
            schema.addColumn(column.name());
        }
        CsvGenerator generator = CSV.createGenerator(bytes);
        generator.setSchema(schema.build());
        return generator;
    }

    private void writeTitles() throws IOException {
        out.writeStartArray();
        for (Column column : columns) {
            out.writeString(column.name());
        }
        out.writeEndArray();
    }

    private void writeRecord(Object[] values) throws IOException {
        out.writeStartArray();
        for (int i = 0; i < columns.length; i++) {
            if ("".equals(values[i])) {
                out.writeRawValue(EMPTY_TEXT);
            } else if (columns[i].type() == Column.Type.JSON && values[i] != null) {
                out.writeString((String) values[i]);
            } else {
                writeValue(columns[i].type(), values[i]);
            }
        }
        out.writeEndArray();
    }

    private void writeObject(Object[] values) throws IOException {
        out.writeStartObject();
        for (int i = 0; i < columns.length; i++) {
            out.writeFieldName(names[i]);
            writeValue(columns[i].type(), values[i]);
        }
        out.writeEndObject();
        if (format == ExportFormat.NDJSON) {
            out.writeRaw('\n');
        }
    }

    private void writeValue(Column.Type type, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        switch (type) {
            case WHOLE -> out.writeNumber((Long) value);
            case DECIMAL -> out.writeNumber(Decimals.text((BigDecimal) value));
            case TEXT -> out.writeString((String) value);
            case FLAG -> out.writeBoolean((Boolean) value);
            case TIMESTAMP -> out.writeString(((Instant) value).toString());
            case JSON -> out.writeRawValue((String) value);
        }
    }

    private static UncheckedIOException neverHappens(IOException e) {
        return new UncheckedIOException("writing to memory does not fail", e);
    }

    /** A line for each element of the array, nothing else between values. */
    private static final class RowALine extends MinimalPrettyPrinter {

        private static final long serialVersionUID = 1L;

        RowALine() {
            super("");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(",\n");
        }
    }
}
