package dev.crashanalytics.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.impl.ParsableMIMEValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | JSON",
                "application/x-ndjson | NDJSON",
                "application/jsonl | NDJSON",
                "text/csv | CSV",
                "TEXT/CSV | CSV",
                "*/* | JSON",
                "text/* | CSV",
                "application/* | JSON",
                "text/html, application/xml;q=0.9, */*;q=0.8 | JSON",
                "application/json;q=0.5, text/csv | CSV",
                "application/json;q=0, application/x-ndjson;q=0.1 | NDJSON"
            })
    void followsAccept(String accept, ExportFormat format) {
        assertThat(ExportFormat.of(null, parse(accept))).isEqualTo(format);
    }

    @Test
    void isJsonUnlessAsked() {
        assertThat(ExportFormat.of(null, List.of())).isEqualTo(ExportFormat.JSON);
    }

    @ParameterizedTest
    @CsvSource({"json, JSON", "ndjson, NDJSON", "csv, CSV"})
    void theParameterWins(String parameter, ExportFormat format) {
        assertThat(ExportFormat.of(parameter, parse("image/png"))).isEqualTo(format);
    }

    @Test
    void refusesWhatItCannotWrite() {
        assertThatThrownBy(() -> ExportFormat.of(null, parse("image/png, text/csv;q=0")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(ProblemCode.NOT_ACCEPTABLE));
        assertThatThrownBy(() -> ExportFormat.of("CSV", List.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.refusal().errors().get(0).field())
                                .isEqualTo("format"));
    }

    private static List<MIMEHeader> parse(String accept) {
        return Stream.of(accept.split(","))
                .map(value -> (MIMEHeader) new ParsableMIMEValue(value.strip()).forceParse())
                .toList();
    }
}
