package dev.crashanalytics.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.round.Warning;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes server frames as JSON text. Stateless, for any thread. */
public final class ServerFrames {

    /** The version of the ingest protocol. */
    public static final String PROTOCOL = "1";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int TYPICAL_LENGTH = 256;

    private ServerFrames() {}

    /** The frame as one text message. */
    public static String write(ServerFrame frame) {
        StringWriter text = new StringWriter(TYPICAL_LENGTH);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            if (frame instanceof ServerFrame.Hello hello) {
                write(hello, json);
            } else if (frame instanceof ServerFrame.Acks acks) {
                write(acks, json);
            } else {
                write((ServerFrame.Answer) frame, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void write(ServerFrame.Hello hello, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "hello");
        json.writeStringField("protocol", PROTOCOL);
        json.writeObjectFieldStart("limits");
        json.writeNumberField("max_message_bytes", hello.maxMessageBytes());
        json.writeNumberField("max_items_per_message", hello.maxItemsPerMessage());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(ServerFrame.Acks acks, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "acks");
        json.writeArrayFieldStart("items");
        for (ServerFrame.Answer answer : acks.items()) {
            write(answer, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Writes one answer where {@code json} stands. */
    public static void write(ServerFrame.Answer answer, JsonGenerator json) throws IOException {
        if (answer instanceof ServerFrame.Ack ack) {
            write(ack, json);
        } else {
            write((ServerFrame.Error) answer, json);
        }
    }

    private static void write(ServerFrame.Ack ack, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "ack");
        writeId(ack.id(), json);
        if (ack.recordId() != null) {
            json.writeNumberField("record_id", ack.recordId());
        }
        writeWhole("round_id", ack.roundId(), json);
        json.writeStringField("bot_id", ack.botId());
        json.writeStringField("session_id", ack.sessionId());
        writeWhole("round_number", ack.roundNumber(), json);
        json.writeBooleanField("duplicate", ack.duplicate());
        writeWhole("offset", ack.offset(), json);
        writeWarnings(ack.warnings(), json);
        json.writeEndObject();
    }

    /** Writes the member {@code warnings}. */
    public static void writeWarnings(List<Warning> warnings, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("warnings");
        for (Warning warning : warnings) {
            json.writeStartObject();
            json.writeStringField("code", warning.code());
            json.writeStringField("field", warning.field());
            json.writeStringField("message", warning.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(ServerFrame.Error error, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "error");
        writeId(error.id(), json);
        json.writeStringField("code", error.refusal().code().wireName());
        json.writeStringField("detail", error.refusal().detail());
        writeErrors(error.refusal().errors(), json);
        json.writeBooleanField("retryable", error.refusal().code().retryable());
        json.writeEndObject();
    }

    /** Writes the member {@code errors}. */
    public static void writeErrors(List<FactError> errors, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("errors");
        for (FactError error : errors) {
            json.writeStartObject();
            json.writeStringField("field", error.field());
            json.writeStringField("message", error.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeId(ClientId id, JsonGenerator json) throws IOException {
        json.writeFieldName("id");
        if (id.json() == null) {
            json.writeNull();
        } else {
            json.writeRawValue(id.json());
        }
    }

    private static void writeWhole(String name, Long value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
