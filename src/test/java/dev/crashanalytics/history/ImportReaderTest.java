package dev.crashanalytics.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.SignalFact;
import dev.crashanalytics.wire.ClientFrame;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files become rounds, line by line, however they arrive. */
class ImportReaderTest {

    private static final String HEADER = "timestamp,multiplier,cashout,stake,profit\n";
    private static final String T = "2025-10-17T14:00:00Z,";

    private static ImportReader reader(boolean isCsv, Map<String, String> mapped, OffsetDateTime defaultTime) {
        return new ImportReader(new ImportSettings(
                isCsv,
                "bot",
                "import:f.csv",
                "aviator",
                "dafabet",
                mapped,
                null,
                null,
                defaultTime,
                ZoneOffset.UTC,
                DateOrder.UNKNOWN,
                null,
                1_000));
    }

    private static List<ImportLine> read(ImportReader reader, byte[] file, int chunk) {
        List<ImportLine> lines = new ArrayList<>();
        for (int from = 0; from < file.length; from += chunk) {
            reader.feed(Buffer.buffer(java.util.Arrays.copyOfRange(file, from, Math.min(file.length, from + chunk))));
            lines.addAll(reader.read(1_000_000));
        }
        reader.end();
        lines.addAll(reader.read(1_000_000));
        return lines;
    }

    private static List<ImportLine> csv(String file) {
        return read(reader(true, Map.of(), null), file.getBytes(StandardCharsets.UTF_8), 1_000_000);
    }

    private static Facts<RoundFact> round(ImportLine line) {
        assertThat(line.frame()).as(line.text()).isInstanceOf(ClientFrame.Complete.class);
        return ((Entry.Round) ((ClientFrame.Complete) line.frame()).entry()).facts();
    }

    private static String refusal(ImportLine line) {
        assertThat(line.frame()).as(line.text()).isInstanceOf(ClientFrame.Invalid.class);
        return ((ClientFrame.Invalid) line.frame()).refusal().detail();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // multiplier, cash-out, stake, profit | outcome, crash, cash-out, aim
                "2.45,1.33,10,3.30  | WIN  | 2.45 | 1.33 | -",
                "2.45,1.33,10,      | WIN  | 2.45 | 1.33 | -",
                "1.20,1.33,10,      | LOSS | 1.2  | -    | 1.33",
                "1.20,1.33,10,-10   | LOSS | 1.2  | -    | 1.33",
                "1.20,,10,-10       | LOSS | 1.2  | -    | -",
                "1.20,0,10,         | LOSS | 1.2  | -    | -",
                "N/A,1.33,10,3.30   | WIN  | -    | 1.33 | -",
                "0.00,,10,-10       | LOSS | -    | -    | -",
                "2.45,,0,0          | SKIP | 2.45 | -    | -",
                "2.45x,,,           | SKIP | 2.45 | -    | -",
                "2.45,1.5,0,        | SKIP | 2.45 | -    | 1.5",
            })
    void figuresTellHowItWent(String cells, String outcome, String crash, String cashout, String aim) {
        Facts<RoundFact> round = round(csv(HEADER + T + cells.strip()).get(0));

        assertThat(round.text(RoundFact.ROUND_OUTCOME)).isEqualTo(outcome);
        assertThat(plain(round, RoundFact.CRASH_MULTIPLIER_DETECTED)).isEqualTo(crash);
        assertThat(plain(round, RoundFact.CASHOUT_MULTIPLIER)).isEqualTo(cashout);
        assertThat(plain(round, RoundFact.TARGET_MULTIPLIER)).isEqualTo(aim);
    }

    private static String plain(Facts<RoundFact> round, RoundFact fact) {
        return round.has(fact) ? round.decimal(fact).stripTrailingZeros().toPlainString() : null;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.84,,10,0    | round_outcome cannot be told",
                "1.84,,0,5     | profit_loss_amount is 5, though there was no bet",
                "N/A,,0,0      | crash_multiplier_detected is missing",
                "0.00,,,       | crash_multiplier_detected is missing",
                "0.85,,0,0     | crash_multiplier_detected must be at least 1, not 0.85",
                "abc,x,0,0     | multiplier must be a number, not abc (and 1 more)",
                "1.84,,-5,     | stake_value must be at least 0, not -5",
                "1.84,,0       | line has 4 cells, the header 5: is it cut off?",
                "1.84,,0,0,7   | line has 6 cells, the header 5",
            })
    void badLinesSayWhy(String cells, String why) {
        assertThat(refusal(csv(HEADER + T + cells.strip()).get(0))).startsWith(why);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void aFileReadsTheSameHoweverItArrives(int chunk) {
        String file = "\ufeff" + HEADER.replace("\n", "\r\n") + T
                + "2.45,,0,0\r\n\r\n  \r\n\"2025-10-17 14:01:00\",\"1,234.5\",,0,0\r\n"
                + "\"2025-10-17 14:02:00Z,1.5,,0,0\r\n" + T + "1.6,,0,0\n" + HEADER + T + "\"1.7\",,0,0";
        List<ImportLine> lines = read(reader(true, Map.of(), null), file.getBytes(StandardCharsets.UTF_8), chunk);

        assertThat(lines).extracting(ImportLine::line).containsExactly(2L, 5L, 6L, 7L, 9L);
        assertThat(lines).extracting(ImportLine::ordinal).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(refusal(lines.get(2))).isEqualTo("line opens a quote that is not closed");
        assertThat(plain(round(lines.get(1)), RoundFact.CRASH_MULTIPLIER_DETECTED))
                .isEqualTo("1234.5");
        assertThat(round(lines.get(4)).whole(RoundFact.ROUND_NUMBER)).isEqualTo(5);
    }

    @Test
    void aQuoteThatIsNeverClosedCostsItsOwnLineOnly() {
        StringBuilder file = new StringBuilder(HEADER).append("\"");
        for (int i = 0; i < 200; i++) {
            file.append(T).append("2.45,,0,0\n");
        }
        List<ImportLine> lines = csv(file.toString());

        assertThat(lines).hasSize(200);
        assertThat(refusal(lines.get(0))).contains("quote");
        assertThat(lines.subList(1, 200)).allSatisfy(line -> round(line));
        assertThat(lines.get(199).line()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 5_000})
    void anOversizeLineCostsItselfOnly(int chunk) {
        String file = HEADER + T + "2.45,,0,0\n" + T + "x".repeat(3_000) + ",,0,0\n" + T + "2.5,,0,0\n\""
                + "y".repeat(3_000) + "\n" + T + "2.6,,0,0\n";
        List<ImportLine> lines = read(reader(true, Map.of(), null), file.getBytes(StandardCharsets.UTF_8), chunk);

        assertThat(lines).hasSize(5);
        assertThat(refusal(lines.get(1))).isEqualTo("line has more than 1000 bytes");
        assertThat(refusal(lines.get(3))).isEqualTo("line has more than 1000 bytes");
        assertThat(plain(round(lines.get(4)), RoundFact.CRASH_MULTIPLIER_DETECTED))
                .isEqualTo("2.6");
        assertThat(lines.get(4).line()).isEqualTo(6);
    }

    @Test
    void otherBytesThanUtf8CostTheirLine() {
        byte[] file =
                (HEADER + T + "2.45,,0,0\n" + T + "é,,0,0\n" + T + "2.5,,0,0\n").getBytes(StandardCharsets.ISO_8859_1);
        List<ImportLine> lines = read(reader(true, Map.of(), null), file, 1_000);

        assertThat(refusal(lines.get(1))).isEqualTo("line is not UTF-8");
        round(lines.get(2));
    }

    @Test
    void semicolonsMeanCommasForDecimals() {
        List<ImportLine> lines = csv("Zeit;Date;Multiplier;Stake;Cashout\n;17.10.2025;2,45x;1.000,50;1,5\n");

        Facts<RoundFact> round = round(lines.get(0));
        assertThat(plain(round, RoundFact.STAKE_VALUE)).isEqualTo("1000.5");
        assertThat(plain(round, RoundFact.CASHOUT_MULTIPLIER)).isEqualTo("1.5");
    }

    @Test
    void dateAndTimeMayStandApart() {
        for (String header : List.of("date,time,crash", "crash,time,date")) {
            boolean first = header.startsWith("date");
            List<ImportLine> lines =
                    csv(header + "\n" + (first ? "2025-10-17,14:05:01,2" : "2,14:05:01,2025-10-17") + "\n");

            assertThat(round(lines.get(0)).timestamp(RoundFact.ROUND_START_TIMESTAMP))
                    .isEqualTo(OffsetDateTime.parse("2025-10-17T14:05:01Z"));
        }
    }

    @Test
    void aPredictionIsASignalAndTheRestIsKept() {
        List<ImportLine> lines = csv("timestamp,multiplier,prediction,confidence,range,source,game\n" + T
                + "2.45,1.9x,72%,1.5-2.0,manual_input,Aviator\n" + T + "2.45,high,0.9,,ocr,aviator\n" + T
                + "2.45,0,0,,,jetx\n");

        Entry.Round round = (Entry.Round) ((ClientFrame.Complete) lines.get(0).frame()).entry();
        assertThat(round.signals()).singleElement().satisfies(signal -> {
            assertThat(signal.decimal(SignalFact.PREDICTED_MULTIPLIER)).isEqualByComparingTo("1.9");
            assertThat(signal.decimal(SignalFact.CONFIDENCE_SCORE)).isEqualByComparingTo("0.72");
        });
        assertThat(round.facts().text(RoundFact.MULTIPLIER_SOURCE)).isEqualTo("manual");
        assertThat(round.facts().get(RoundFact.METADATA))
                .isEqualTo("{\"range\":\"1.5-2.0\",\"source\":\"manual_input\"}");
        assertThat(round(lines.get(1)).get(RoundFact.METADATA))
                .isEqualTo("{\"prediction\":\"high\",\"confidence\":\"0.9\"}");
        assertThat(refusal(lines.get(2))).isEqualTo("game is jetx, and this import is of aviator");
    }

    @Test
    void theFinalMultiplierIsTheCrashUnlessAnotherColumnIs() {
        assertThat(plain(
                        round(csv("time,Final Multiplier\n" + T + "2.45").get(0)), RoundFact.CRASH_MULTIPLIER_DETECTED))
                .isEqualTo("2.45");
        Facts<RoundFact> both = round(
                csv("time,Final Multiplier,Crash Point\n" + T + "1.5,2.45").get(0));
        assertThat(plain(both, RoundFact.CRASH_MULTIPLIER_DETECTED)).isEqualTo("2.45");
        assertThat(plain(both, RoundFact.FINAL_MULTIPLIER)).isEqualTo("1.5");
    }

    @Test
    void theMapWinsOverTheNames() {
        ImportReader reader =
                reader(true, Map.of("wert", "crash_multiplier", "multiplier", "ignore", "nr", "round_number"), null);
        List<ImportLine> lines = read(
                reader, ("Nr,timestamp,multiplier,Wert\n77," + T + "9,2.45\n").getBytes(StandardCharsets.UTF_8), 1_000);

        assertThat(plain(round(lines.get(0)), RoundFact.CRASH_MULTIPLIER_DETECTED))
                .isEqualTo("2.45");
        assertThat(round(lines.get(0)).whole(RoundFact.ROUND_NUMBER)).isEqualTo(77);
        assertThat(reader.columns())
                .extracting(ImportColumn::name, ImportColumn::field, ImportColumn::isMapped)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Nr", "round_number", true),
                        org.assertj.core.groups.Tuple.tuple("timestamp", "round_start_timestamp", false),
                        org.assertj.core.groups.Tuple.tuple("multiplier", "ignore", true),
                        org.assertj.core.groups.Tuple.tuple("Wert", "crash_multiplier_detected", true));
    }

    @Test
    void aFileThatIsNoneOfRoundsIsRefused() {
        assertThatThrownBy(() -> csv("a,b,c\n1,2,3\n"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("which column is the multiplier or the stake; the file has a, b, c");
        assertThatThrownBy(() -> csv("multiplier\n1.5\n"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("round_start_timestamp");
        assertThatThrownBy(() ->
                        read(reader(true, Map.of("x", "stake"), null), HEADER.getBytes(StandardCharsets.UTF_8), 99))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("names the column x, which the file does not have");
        assertThatThrownBy(() -> reader(true, Map.of("x", "stakes"), null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("knows no field stakes");
        assertThatThrownBy(() -> read(
                        reader(true, Map.of("a", "stake", "b", "stake"), null),
                        "a,b\n".getBytes(StandardCharsets.UTF_8),
                        99))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("of two columns");
    }

    @Test
    void linesWithoutATimeTakeTheDefaultOne() {
        OffsetDateTime time = OffsetDateTime.parse("2025-01-01T00:00:00Z");
        List<ImportLine> lines =
                read(reader(true, Map.of(), time), "multiplier\n1.5\n".getBytes(StandardCharsets.UTF_8), 1_000);

        assertThat(round(lines.get(0)).timestamp(RoundFact.ROUND_START_TIMESTAMP))
                .isEqualTo(time);
    }

    @Test
    void ndjsonIsReadByTheSameNames() {
        String file =
                "{\"timestamp\":\"2025-10-17T14:00:00\",\"multiplier\":2.45,\"stake\":10,\"profit\":-10,\"extra\":{\"a\":[1]}}\n"
                        + "not json\n\n[1]\n{\"timestamp\":1760712000,\"multiplier\":null,\"stake\":0}\n"
                        + "{\"timestamp\":1760712000,\"multiplier\":\"3x\",\"late\":true}\n";
        List<ImportLine> lines = read(reader(false, Map.of(), null), file.getBytes(StandardCharsets.UTF_8), 10);

        assertThat(lines).extracting(ImportLine::line).containsExactly(1L, 2L, 4L, 5L, 6L);
        assertThat(round(lines.get(0)).get(RoundFact.METADATA)).isEqualTo("{\"extra\":\"{\\\"a\\\":[1]}\"}");
        assertThat(refusal(lines.get(1))).isEqualTo("line is not JSON");
        assertThat(refusal(lines.get(2))).isEqualTo("line is no JSON object");
        assertThat(refusal(lines.get(3))).startsWith("crash_multiplier_detected is missing");
        assertThat(round(lines.get(4)).get(RoundFact.METADATA)).isEqualTo("{\"late\":\"true\"}");
    }
}
