package dev.crashanalytics.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * What the database has to say of an import that is only tried.
 *
 * @param code stable, snake_case; the problem's where the import would be refused
 * @param field the parameter or column it is about
 * @param message for people
 * @param isFatal whether the import would end at its first line
 */
record ImportFinding(String code, String field, String message, boolean isFatal) {

    /** Writes the member {@code findings}. */
    static void write(List<ImportFinding> findings, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("findings");
        for (ImportFinding finding : findings) {
            json.writeStartObject();
            json.writeStringField("code", finding.code);
            json.writeStringField("field", finding.field);
            json.writeStringField("message", finding.message);
            json.writeBooleanField("fatal", finding.isFatal);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
