package dev.crashanalytics.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.history.ImportColumn;
import dev.crashanalytics.history.ImportLine;
import dev.crashanalytics.history.ImportReader;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Outcome;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundRules;
import dev.crashanalytics.wire.ServerFrames;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;

/** The figures of an import, and their JSON. For one event loop. */
final class ImportTally {

    private long lines;
    private long accepted;
    private long duplicates;
    private long rejected;
    private long warned;
    private OffsetDateTime first;
    private OffsetDateTime last;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

    long lines() {
        return lines;
    }

    long stored() {
        return accepted + duplicates;
    }

    /** The start of the earliest round; null without rounds. */
    OffsetDateTime first() {
        return first;
    }

    /** The start of the latest round; null without rounds. */
    OffsetDateTime last() {
        return last;
    }

    void countLine() {
        lines++;
    }

    void countRejected() {
        rejected++;
    }

    /** Counts a round that is stored, or would be. */
    void countRound(Facts<RoundFact> round, boolean isDuplicate, boolean hasWarnings) {
        accepted += isDuplicate ? 0 : 1;
        duplicates += isDuplicate ? 1 : 0;
        warned += hasWarnings ? 1 : 0;
        outcomes.merge(RoundRules.outcome(round), 1L, Long::sum);
        OffsetDateTime start = round.timestamp(RoundFact.ROUND_START_TIMESTAMP);
        first = first == null || start.isBefore(first) ? start : first;
        last = last == null || start.isAfter(last) ? start : last;
    }

    /** Writes the figures into an object that is open. */
    void write(JsonGenerator json) throws IOException {
        json.writeNumberField("lines", lines);
        json.writeNumberField("accepted", accepted);
        json.writeNumberField("duplicates", duplicates);
        json.writeNumberField("rejected", rejected);
    }

    /** Writes what is told at the end. */
    void writeReport(ImportRequest request, ImportReader reader, JsonGenerator json) throws IOException {
        json.writeBooleanField("dry_run", request.isDryRun());
        json.writeStringField("bot_id", request.settings().botId());
        json.writeStringField("session_id", request.settings().sessionId());
        json.writeStringField("game_name", request.settings().gameName());
        json.writeStringField("platform_code", request.settings().platformCode());
        json.writeStringField("format", request.settings().isCsv() ? "csv" : "ndjson");
        json.writeStringField(
                "delimiter",
                reader.delimiter() == null ? null : reader.delimiter().toString());
        write(json);
        json.writeNumberField("warnings", warned);
        json.writeObjectFieldStart("outcomes");
        for (Outcome outcome : Outcome.values()) {
            json.writeNumberField(outcome.name(), outcomes.getOrDefault(outcome, 0L));
        }
        json.writeEndObject();
        json.writeStringField(
                "first_timestamp", first == null ? null : first.toInstant().toString());
        json.writeStringField(
                "last_timestamp", last == null ? null : last.toInstant().toString());
        json.writeArrayFieldStart("columns");
        for (ImportColumn column : reader.columns()) {
            write(column, json);
        }
        json.writeEndArray();
    }

    /** Writes why a line is no round. */
    static void write(ImportLine line, Refusal refusal, JsonGenerator json) throws IOException {
        json.writeNumberField("line", line.line());
        json.writeNumberField("round_number", line.ordinal());
        json.writeStringField("code", refusal.code().wireName());
        json.writeStringField("detail", refusal.detail());
        ServerFrames.writeErrors(refusal.errors(), json);
        json.writeStringField("text", line.text());
    }

    private static void write(ImportColumn column, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("column", column.name());
        json.writeStringField("field", column.field());
        json.writeBooleanField("mapped", column.isMapped());
        json.writeNumberField("values", column.values());
        json.writeNumberField("missing", column.missing());
        json.writeNumberField("unreadable", column.unreadable());
        json.writeStringField("example", column.exampleText());
        json.writeStringField("becomes", column.exampleValue());
        json.writeEndObject();
    }
}
