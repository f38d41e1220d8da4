package dev.crashanalytics.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes one line of NDJSON apart. */
final class JsonCells {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonCells() {}

    /** The members as texts: strings as they are, all else as JSON; null counts as empty. */
    static Map<String, String> read(String text) throws UnreadableException {
        Map<String, String> cells = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableException("is no JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = Shown.of(parser.currentName().strip());
                JsonToken value = parser.nextToken();
                String cell =
                        value == JsonToken.VALUE_NULL ? "" : value.isStructStart() ? json(parser) : parser.getText();
                if (cells.putIfAbsent(name, cell) != null) {
                    throw new UnreadableException("says " + name + " twice");
                }
            }
            if (parser.nextToken() != null) {
                throw new UnreadableException("goes on after its object");
            }
            return cells;
        } catch (IOException e) {
            throw new UnreadableException("is not JSON");
        }
    }

    private static String json(JsonParser parser) throws IOException {
        StringWriter json = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(json)) {
            copy.copyCurrentStructure(parser);
        }
        return json.toString();
    }
}
