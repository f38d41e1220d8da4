package dev.crashanalytics.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON is UTF-8. Other bytes are refused, since replacing them would store something else than was sent. */
public final class Utf8 {

    private Utf8() {}

    /** The text of {@code bytes}. */
    public static String decode(byte[] bytes) throws MalformedJsonException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("the text is not UTF-8");
        }
    }
}
