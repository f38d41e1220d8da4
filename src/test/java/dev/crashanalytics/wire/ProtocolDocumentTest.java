package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactType;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.round.ErrorFact;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.OcrFact;
import dev.crashanalytics.round.OutcomeFact;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.SignalFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/protocol.md is a contract: its tables say what the code does. */
class ProtocolDocumentTest {

    private static final Pattern FIELD_ROW = Pattern.compile("\\| `(\\w+)` \\| (.*?) \\| (.*?) \\| .* \\| .* \\|");
    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

    private final List<String> document;

    ProtocolDocumentTest() throws IOException {
        document = Files.readAllLines(Path.of("docs", "protocol.md"));
    }

    /** A row of a table of fields. */
    private record Row(List<String> aliases, String type) {}

    @ParameterizedTest
    @EnumSource(FrameType.class)
    void everyFrameTypeHasATableOfItsFields(FrameType type) {
        Map<String, Row> rows = fieldRows(type);

        assertThat(rows).isNotEmpty();
        for (Fact fact : facts(type)) {
            Row row = rows.get(fact.column());
            if (row == null && (type == FrameType.SESSION_START || type == FrameType.SESSION_CLOSE)) {
                continue; // each of the two takes a part of the session's facts
            }
            assertThat(row).as("the row of %s in %s", fact.column(), type).isNotNull();
            assertThat(row.aliases()).as("aliases of %s", fact.column()).isEqualTo(fact.aliases());
            assertThat(row.type()).as("type of %s", fact.column()).isEqualTo(text(fact.type()));
        }
        assertThat(facts(type).stream().map(Fact::column)).containsAll(rows.keySet());
    }

    @Test
    void everySessionFactBelongsToItsStartOrItsEnd() {
        assertThat(Stream.of(FrameType.SESSION_START, FrameType.SESSION_CLOSE)
                        .flatMap(type -> fieldRows(type).keySet().stream())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(SessionFact.values()).map(Fact::column).toList());
    }

    @Test
    void theFieldsOfASessionFrameAreThoseItTakes() {
        for (FrameType type : List.of(FrameType.SESSION_START, FrameType.SESSION_CLOSE)) {
            for (SessionFact fact : SessionFact.values()) {
                boolean refused = refusedFields(type, fact).contains(fact.column());
                assertThat(fieldRows(type).containsKey(fact.column()))
                        .as("%s in %s", fact.column(), type)
                        .isEqualTo(!refused);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CloseCode.class)
    void everyCloseCodeHasItsAdvice(CloseCode code) {
        assertThat(section("## Close codes")).anyMatch(line -> line.startsWith("| " + code.code() + " |"));
    }

    @Test
    void errorCodesAreRetryableAsTheCodeSays() {
        List<String> rows = section("## Error codes").stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(10);
        for (String row : rows) {
            String[] cells = row.split(" \\| ");
            String code = cells[0].replace("| `", "").replace("`", "");
            boolean retryable =
                    ProblemCode.valueOf(code.toUpperCase(java.util.Locale.ROOT)).retryable();
            assertThat(cells[1]).as(code).isEqualTo(retryable ? "yes" : "no");
        }
    }

    private static List<String> refusedFields(FrameType type, SessionFact fact) {
        String value = switch (fact.type().kind()) {
            case TIMESTAMP -> "\"2026-01-31T12:00:00Z\"";
            case DECIMAL -> "1";
            default -> fact == SessionFact.STATUS ? "\"completed\"" : "\"x\"";
        };
        try {
            ClientFrame frame = ClientFrames.readBody("{\"" + fact.column() + "\":" + value + "}", type, Map.of());
            return frame instanceof ClientFrame.Invalid invalid
                    ? invalid.refusal().errors().stream()
                            .filter(error -> error.message().startsWith("belongs to"))
                            .map(error -> error.field())
                            .toList()
                    : List.of();
        } catch (MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, Row> fieldRows(FrameType type) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : section("#### Fields of `" + type.wireName() + "`")) {
            Matcher row = FIELD_ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), new Row(quoted(row.group(2)), row.group(3)));
            }
        }
        return rows;
    }

    /** The lines from a heading to the next. */
    private List<String> section(String heading) {
        int start = document.indexOf(heading);
        assertThat(start).as(heading).isNotNegative();
        return document.subList(start + 1, document.size()).stream()
                .takeWhile(line -> !line.startsWith("#"))
                .toList();
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static Collection<? extends Fact> facts(FrameType type) {
        return Arrays.asList(
                switch (type) {
                    case ROUND -> RoundFact.values();
                    case MULTIPLIER -> MultiplierFact.values();
                    case SIGNAL -> SignalFact.values();
                    case OUTCOME -> OutcomeFact.values();
                    case ERROR -> ErrorFact.values();
                    case OCR_VALIDATION -> OcrFact.values();
                    case SESSION_START, SESSION_CLOSE -> SessionFact.values();
                });
    }

    /** The type as the document words it. */
    private static String text(FactType type) {
        return switch (type.kind()) {
            case TEXT -> (type.min() == null ? "text(" : "key(") + type.maxLength() + ")";
            case CHOICE ->
                "one of "
                        + type.choices().stream()
                                .map(choice -> "`" + choice + "`")
                                .collect(Collectors.joining(", "));
            case DECIMAL ->
                type.max() != null
                        ? "decimal " + type.min() + ".." + type.max()
                        : "decimal" + (type.min() == null ? "" : " >= " + type.min());
            case WHOLE -> "whole >= " + type.min();
            case FLAG -> "flag";
            case TIMESTAMP -> "time";
            case JSON -> "json";
        };
    }
}
