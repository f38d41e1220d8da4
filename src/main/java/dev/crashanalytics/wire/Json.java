package dev.crashanalytics.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits JSON text into objects of uninterpreted members: strict JSON, every number as its digits. */
final class Json {

    /** Text that is nested deeper is not read at all. */
    static final int MAX_DEPTH = 100_000;

    /** A longer number is not read at all; what a field takes is far shorter. */
    private static final int MAX_NUMBER_LENGTH = 100_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    /** What the parser tells its programmer rather than the client. */
    private static final Pattern ADVICE = Pattern.compile("(: enable|, from) `[^`]*`( to allow)?"
            + "| \\([^\\[()]*\\[Source: .*?column: \\d+\\]\\)"
            + "| \\(not recognized as one since [^)]*\\)"
            + "| \\(consider enabling `.*\\)");

    private Json() {}

    /**
     * What {@link #read} found: one object, or an array whose elements need not be objects.
     *
     * @param isCut whether the array has more elements than were asked for; they are JSON too
     */
    record Document(boolean isArray, boolean isCut, List<List<RawField>> objects) {}

    /**
     * Reads a text that holds one object or one array of objects.
     *
     * @param maxElements of an array that are kept
     * @return an element that is no object stands as null in the list
     */
    static Document read(String text, int maxElements) throws MalformedJsonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            Document document = switch (first == null ? JsonToken.NOT_AVAILABLE : first) {
                case START_OBJECT -> new Document(false, false, List.of(members(parser, text)));
                case START_ARRAY -> array(parser, text, maxElements);
                default -> throw new MalformedJsonException("expected a JSON object or an array of objects");
            };
            if (parser.nextToken() != null) {
                throw new MalformedJsonException(
                        "nothing may follow the JSON " + (document.isArray ? "array" : "object"));
            }
            return document;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Reads a text that holds one object. */
    static List<RawField> readObject(String text) throws MalformedJsonException {
        Document document = read(text, 1);
        if (document.isArray) {
            throw new MalformedJsonException("expected a JSON object, not an array");
        }
        return document.objects.get(0);
    }

    /** Visits every level, string, member name and number of a text that is known to be JSON. */
    static void visitScalars(String json, ScalarVisitor visitor) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    visitor.level(parser.getParsingContext().getNestingDepth());
                } else if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                    visitor.string(parser.getText());
                } else if (token.isNumeric()) {
                    visitor.number(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    interface ScalarVisitor {
        void level(int depth);

        void string(String text);

        void number(String digits);
    }

    static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static Document array(JsonParser parser, String text, int maxElements) throws IOException {
        List<List<RawField>> elements = new ArrayList<>();
        boolean isCut = false;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (elements.size() == maxElements) {
                isCut = true;
                parser.skipChildren();
            } else if (token == JsonToken.START_OBJECT) {
                elements.add(members(parser, text));
            } else {
                parser.skipChildren();
                elements.add(null);
            }
        }
        return new Document(true, isCut, elements);
    }

    private static List<RawField> members(JsonParser parser, String text) throws IOException {
        List<RawField> members = new ArrayList<>(24);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.add(member(name, parser.nextToken(), parser, text));
        }
        return members;
    }

    private static RawField member(String name, JsonToken token, JsonParser parser, String text) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new RawField(name, RawField.Shape.STRING, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new RawField(name, RawField.Shape.NUMBER, parser.getText());
            case VALUE_TRUE -> new RawField(name, RawField.Shape.TRUE, null);
            case VALUE_FALSE -> new RawField(name, RawField.Shape.FALSE, null);
            case VALUE_NULL -> new RawField(name, RawField.Shape.NULL, null);
            case START_OBJECT -> new RawField(name, RawField.Shape.OBJECT, slice(parser, text));
            case START_ARRAY -> new RawField(name, RawField.Shape.ARRAY, slice(parser, text));
            default -> throw new JsonParseException(parser, "unexpected " + token);
        };
    }

    /** The text of the object or array that starts here, exactly as it was sent. */
    private static String slice(JsonParser parser, String text) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    private static MalformedJsonException malformed(IOException e) {
        if (e instanceof JsonProcessingException syntax) {
            String reason = ADVICE.matcher(syntax.getOriginalMessage()).replaceAll("");
            if (syntax.getLocation() == null) {
                return new MalformedJsonException(reason);
            }
            return new MalformedJsonException("line " + syntax.getLocation().getLineNr() + ", column "
                    + syntax.getLocation().getColumnNr() + ": " + reason);
        }
        return new MalformedJsonException("the text ends too early");
    }
}
