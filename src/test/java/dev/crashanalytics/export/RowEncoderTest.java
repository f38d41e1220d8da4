package dev.crashanalytics.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowEncoderTest {

    private static final List<Column> COLUMNS = List.of(
            Column.whole("id"),
            Column.decimal("stake"),
            Column.text("name"),
            Column.flag("won"),
            Column.timestamp("at"),
            Column.json("features"));

    private static final Object[] FULL = {
        9_223_372_036_854_775_807L,
        new BigDecimal("999999999999.0000000001"),
        "ö, \"q\" 🎲",
        true,
        Instant.parse("2026-01-31T00:00:00.123456Z"),
        "{\"a\": [1.50, \"x,y\"]}"
    };

    private static final Object[] EMPTY = new Object[6];

    @Test
    void jsonIsABareArrayWithARowALine() {
        assertThat(encode(ExportFormat.JSON, FULL, EMPTY)).isEqualTo("""
                        [{"id":9223372036854775807,"stake":999999999999.0000000001,"name":"ö, \\"q\\" 🎲","won":true,\
                        "at":"2026-01-31T00:00:00.123456Z","features":{"a": [1.50, "x,y"]}},
                        {"id":null,"stake":null,"name":null,"won":null,"at":null,"features":null}]
                        """);
    }

    @Test
    void ndjsonIsAnObjectALine() {
        assertThat(encode(ExportFormat.NDJSON, EMPTY, EMPTY)).isEqualTo("""
                        {"id":null,"stake":null,"name":null,"won":null,"at":null,"features":null}
                        {"id":null,"stake":null,"name":null,"won":null,"at":null,"features":null}
                        """);
    }

    @Test
    void csvHasTitlesQuotesAndCarriageReturns() {
        assertThat(encode(ExportFormat.CSV, FULL, EMPTY))
                .isEqualTo("id,stake,name,won,at,features\r\n"
                        + "9223372036854775807,999999999999.0000000001,\"ö, \"\"q\"\" 🎲\",true,"
                        + "2026-01-31T00:00:00.123456Z,\"{\"\"a\"\": [1.50, \"\"x,y\"\"]}\"\r\n"
                        + ",,,,,\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "plain | plain",
                "'a,b' | '\"a,b\"'",
                "'say \"hi\"' | '\"say \"\"hi\"\"\"'",
                "'a\nb' | '\"a\nb\"'",
                "'a\rb' | '\"a\rb\"'",
                "'' | '\"\"'",
                "'=1+1' | '=1+1'",
                "'a text without anything special, but long, and so on' | '\"a text without anything special, but long, and so on\"'",
                "'a longer text without anything special at all' | 'a longer text without anything special at all'"
            })
    void csvQuotesWhatMustBe(String text, String field) {
        RowEncoder encoder = new RowEncoder(ExportFormat.CSV, List.of(Column.text("t"), Column.text("u")));

        encoder.row(new Object[] {text, "u"});

        assertThat(new String(encoder.take(), StandardCharsets.UTF_8)).isEqualTo(field + ",u\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10.00",
        "1E+3, 1000.00",
        "0.0000000001, 0.0000000001",
        "1.330000, 1.33",
        "-10.50, -10.50",
        "0E-10, 0.00",
        "33.33333333333333333333, 33.3333333333"
    })
    void decimalsArePlainInEveryFormat(BigDecimal value, String text) {
        for (ExportFormat format : ExportFormat.values()) {
            RowEncoder encoder = new RowEncoder(format, List.of(Column.decimal("d"), Column.whole("n")));
            encoder.row(new Object[] {value, 1L});

            assertThat(new String(encoder.take(), StandardCharsets.UTF_8))
                    .contains(format == ExportFormat.CSV ? text + ",1\r\n" : "{\"d\":" + text + ",\"n\":1}");
        }
    }

    @Test
    void timestampsOfAWholeSecondKeepTheirZ() {
        RowEncoder encoder = new RowEncoder(ExportFormat.NDJSON, List.of(Column.timestamp("at")));

        encoder.row(new Object[] {Instant.parse("2026-01-31T00:00:00Z")});

        assertThat(encoder.take()).asString().isEqualTo("{\"at\":\"2026-01-31T00:00:00Z\"}\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"JSON, \"[]\n\"", "NDJSON, \"\"", "CSV, \"id,stake,name,won,at,features\r\n\""})
    void nothingIsAWellFormedFileToo(ExportFormat format, String file) {
        assertThat(encode(format)).isEqualTo(file);
    }

    @Test
    void theFirstLineIsThereBeforeTheFirstRow() {
        RowEncoder encoder = new RowEncoder(ExportFormat.CSV, COLUMNS);

        encoder.begin();

        assertThat(encoder.take()).asString().isEqualTo("id,stake,name,won,at,features\r\n");
        encoder.row(EMPTY);
        assertThat(encoder.take()).asString().isEqualTo(",,,,,\r\n");
        assertThat(encoder.take()).isEmpty();
    }

    private static String encode(ExportFormat format, Object[]... rows) {
        RowEncoder encoder = new RowEncoder(format, COLUMNS);
        encoder.begin();
        for (Object[] row : rows) {
            encoder.row(row);
        }
        encoder.end();
        return new String(encoder.take(), StandardCharsets.UTF_8);
    }
}
