package dev.crashanalytics.query;

import dev.crashanalytics.problem.ProblemException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * A place in a list, opaque to clients: base64url of a JSON array that holds a digest of the filters and then the
 * position, each part as text. A forged one reads from another place of the same list, no more.
 */
public final class Cursor {

    private static final int DIGEST_BYTES = 9;
    private static final int MAX_CHARACTERS = 2_000;

    private final List<String> parts;

    private Cursor(List<String> parts) {
        this.parts = parts;
    }

    /** The part of the position at {@code index}. */
    public String text(int index) {
        return read(index, Cursor::storable);
    }

    /** The part of the position at {@code index}, a whole number. */
    public long number(int index) {
        return read(index, Long::parseLong);
    }

    /** The part of the position at {@code index}, a point in time. */
    public Instant time(int index) {
        return read(index, Instant::parse);
    }

    static String encode(String filters, List<Object> position) {
        JsonArray content = new JsonArray().add(digest(filters));
        position.forEach(part -> content.add(String.valueOf(part)));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(content.toBuffer().getBytes());
    }

    static Cursor decode(String cursor, String filters) {
        List<String> content = content(cursor);
        if (content.isEmpty() || !content.get(0).equals(digest(filters))) {
            throw ProblemException.invalid("cursor", "belongs to other filters; repeat those of the first page");
        }
        return new Cursor(content.subList(1, content.size()));
    }

    private <T> T read(int index, Function<String, T> reader) {
        try {
            return reader.apply(parts.get(index));
        } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeException forged) {
            throw notACursor();
        }
    }

    private static String storable(String part) {
        if (part.indexOf('\0') >= 0) {
            throw notACursor();
        }
        return part;
    }

    private static List<String> content(String cursor) {
        if (cursor.length() > MAX_CHARACTERS) {
            throw notACursor();
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(cursor);
            return new JsonArray(new String(json, StandardCharsets.UTF_8))
                    .stream().map(String::valueOf).toList();
        } catch (IllegalArgumentException | DecodeException forged) {
            throw notACursor();
        }
    }

    private static String digest(String filters) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(filters.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static ProblemException notACursor() {
        return ProblemException.invalid("cursor", "is no next_cursor of this list");
    }
}
