package dev.crashanalytics.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.wire.ClientFrame;
import dev.crashanalytics.wire.ClientFrames;
import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.MalformedJsonException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Reads a bot's file of rounds, CSV or NDJSON, as it arrives: bytes in, rounds out, as many at a time as are asked for. Keeps
 * no line. What is read becomes the JSON of a round and goes the way of any other, so that the same rules hold for it. For
 * one thread; does not wait.
 */
public final class ImportReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SIGNAL_TYPE = "prediction";
    private static final int SHOWN_TEXT = 200;

    private final ImportSettings settings;
    private final RecordCutter cutter;
    private final ImportColumns columns;
    private final TimeText times;
    private CsvCells csv;
    private String header;
    private List<ImportColumn> ofHeader;
    private boolean isStarted;
    private long ordinal;

    /** A reader; fails with a {@link ProblemException} where {@code map} names fields that there are not. */
    public ImportReader(ImportSettings settings) {
        this.settings = settings;
        this.cutter = new RecordCutter(settings.isCsv(), settings.maxLineBytes());
        this.columns = new ImportColumns(targets(settings.mapped()));
        this.times = new TimeText(settings.zone(), settings.dateOrder());
    }

    /** The form in which {@code map} compares the names of columns. */
    public static String column(String name) {
        return ColumnNames.normal(name);
    }

    /** Takes the next bytes; read all lines of the last ones before. */
    public void feed(Buffer bytes) {
        cutter.feed(bytes);
    }

    /** Says that the file ends here. */
    public void end() {
        cutter.end();
    }

    /**
     * The next lines, at most {@code most}; none where more must be fed first, or the file is over. Fails with a {@link
     * ProblemException} where the file is none of rounds.
     */
    public List<ImportLine> read(int most) {
        List<ImportLine> lines = new ArrayList<>();
        while (lines.size() < most) {
            RecordCutter.Piece piece = cutter.next();
            if (piece == null) {
                return lines;
            }
            if (settings.isCsv() && header == null) {
                startCsv(piece);
            } else if (piece.text() == null || !piece.text().equals(header)) {
                // A bot that is started again often writes its header again.
                lines.add(line(piece));
            }
        }
        return lines;
    }

    /** The columns found so far, in the order of the file. */
    public Collection<ImportColumn> columns() {
        return columns.all();
    }

    /** What cuts the columns; null for NDJSON, and before the header. */
    public Character delimiter() {
        return csv == null ? null : csv.delimiter();
    }

    private void startCsv(RecordCutter.Piece piece) {
        if (piece.text() == null) {
            throw ProblemException.invalid("header", piece.fault());
        }
        header = piece.text();
        csv = CsvCells.like(header);
        cutter.delimiter(csv.delimiter());
        try {
            List<String> titles = CsvCells.titles(csv.read(header));
            columns.start(titles, settings.defaultTime() != null);
            ofHeader = titles.stream().map(columns::column).toList();
        } catch (UnreadableException e) {
            throw ProblemException.invalid("header", e.getMessage());
        }
    }

    private ImportLine line(RecordCutter.Piece piece) {
        ordinal++;
        String text = piece.text() == null ? "" : piece.text();
        String shown = text.length() <= SHOWN_TEXT ? text : text.substring(0, SHOWN_TEXT) + "…";
        return new ImportLine(piece.line(), ordinal, shown, text.length(), frame(piece));
    }

    private ClientFrame frame(RecordCutter.Piece piece) {
        if (piece.text() == null) {
            return invalid(List.of(new FactError("line", piece.fault())));
        }
        RoundAssembly round = new RoundAssembly(settings, isDecimalComma(), times);
        try {
            if (settings.isCsv()) {
                takeCsv(piece.text(), round);
            } else {
                takeJson(piece.text(), round);
            }
        } catch (UnreadableException e) {
            return invalid(List.of(new FactError("line", e.getMessage())));
        }
        round.conclude();
        return round.errors.isEmpty() ? read(json(round)) : invalid(round.errors);
    }

    private void takeCsv(String text, RoundAssembly round) throws UnreadableException {
        List<String> cells = csv.read(text);
        long surplus = cells.stream()
                .skip(ofHeader.size())
                .filter(cell -> !cell.isBlank())
                .count();
        if (surplus > 0 || cells.size() < ofHeader.size()) {
            throw new UnreadableException("has " + cells.size() + " cells, the header " + ofHeader.size()
                    + (surplus > 0 ? "" : ": is it cut off?"));
        }
        Iterator<String> cell = cells.iterator();
        ofHeader.forEach(column -> round.take(column, cell.next()));
    }

    private void takeJson(String text, RoundAssembly round) throws UnreadableException {
        Map<String, String> cells = JsonCells.read(text);
        if (!isStarted) {
            columns.start(List.copyOf(cells.keySet()), settings.defaultTime() != null);
            isStarted = true;
        }
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            ImportColumn column = columns.column(cell.getKey());
            if (column == null) {
                throw new UnreadableException("names " + Shown.of(cell.getKey()) + ", beyond the "
                        + ImportColumns.MAX_COLUMNS + " columns a file may have");
            }
            round.take(column, cell.getValue());
        }
    }

    private boolean isDecimalComma() {
        return settings.isDecimalComma() == null ? csv != null && csv.delimiter() == ';' : settings.isDecimalComma();
    }

    private String json(RoundAssembly round) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(RoundFact.BOT_ID.column(), settings.botId());
            json.writeStringField(RoundFact.SESSION_ID.column(), settings.sessionId());
            json.writeStringField(RoundFact.GAME_NAME.column(), settings.gameName());
            json.writeStringField(RoundFact.PLATFORM_CODE.column(), settings.platformCode());
            if (!round.facts.containsKey(RoundFact.ROUND_NUMBER)) {
                json.writeNumberField(RoundFact.ROUND_NUMBER.column(), ordinal);
            }
            for (Map.Entry<RoundFact, String> fact : round.facts.entrySet()) {
                write(fact.getKey(), fact.getValue(), json);
            }
            writeMetadata(round, json);
            writeSignal(round, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void write(RoundFact fact, String value, JsonGenerator json) throws IOException {
        switch (fact.type().kind()) {
            case FLAG -> json.writeBooleanField(fact.column(), Boolean.parseBoolean(value));
            case TEXT, CHOICE, DECIMAL, WHOLE, TIMESTAMP, JSON -> json.writeStringField(fact.column(), value);
        }
    }

    private static void writeMetadata(RoundAssembly round, JsonGenerator json) throws IOException {
        if (round.metadata.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(RoundFact.METADATA.column());
        for (Map.Entry<String, String> member : round.metadata.entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
        }
        json.writeEndObject();
    }

    /** The prediction came with the round, so the server does not take it for one that was made ahead of it. */
    private static void writeSignal(RoundAssembly round, JsonGenerator json) throws IOException {
        if (round.prediction == null) {
            return;
        }
        json.writeArrayFieldStart("signals");
        json.writeStartObject();
        json.writeStringField("signal_type", SIGNAL_TYPE);
        json.writeStringField("predicted_multiplier", round.prediction);
        if (round.confidence != null) {
            json.writeStringField("confidence_score", round.confidence);
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static ClientFrame read(String json) {
        try {
            return ClientFrames.readItem(json);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("what a generator writes is JSON", e);
        }
    }

    private static ClientFrame invalid(List<FactError> errors) {
        return new ClientFrame.Invalid(ClientId.NONE, Refusal.ofFields(ProblemCode.INVALID, errors));
    }

    private static Map<String, Target> targets(Map<String, String> mapped) {
        Map<String, Target> targets = new HashMap<>();
        List<FactError> errors = new ArrayList<>();
        mapped.forEach(
                (column, field) -> ColumnNames.named(field)
                        .ifPresentOrElse(
                                target -> targets.put(column, target),
                                () -> errors.add(
                                        new FactError(
                                                "map",
                                                "knows no field " + Shown.of(field)
                                                        + "; it takes those of a round, bet_placed, prediction, confidence, metadata, ignore"))));
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return targets;
    }
}
