package dev.crashanalytics.json;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.wire.FactsReader;
import dev.crashanalytics.wire.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the body of a REST call into facts. */
public final class JsonBody {

    private JsonBody() {}

    /**
     * Reads one JSON object in UTF-8, null and empty bodies being none. Fields that are wrong are left to the caller,
     * who may have more to say about them.
     *
     * @throws ProblemException {@code malformed_json} where it is none
     */
    public static <F extends Enum<F> & Fact> FactsReader.Reading<F> read(FactsReader<F> reader, byte[] body) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(body == null ? new byte[0] : body);
            return reader.read(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (MalformedJsonException e) {
            throw new ProblemException(ProblemCode.MALFORMED_JSON, e.getMessage());
        } catch (CharacterCodingException e) {
            throw new ProblemException(ProblemCode.MALFORMED_JSON, "the body is not UTF-8");
        }
    }
}
