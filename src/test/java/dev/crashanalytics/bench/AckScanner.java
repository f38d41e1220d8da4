package dev.crashanalytics.bench;

import java.nio.charset.StandardCharsets;

/**
 * Counts the acks in the server's answers without parsing JSON: it looks at every colon for the keys
 * {@code "type"}, {@code "duplicate"} and {@code "warnings"}. Anything that is not a plain first-time ack fails.
 * Quotes inside JSON strings are escaped, so a value cannot be mistaken for a key. Not thread-safe.
 */
final class AckScanner {

    private static final byte[] TYPE = Bytes.ascii("\"type\"");
    private static final byte[] DUPLICATE = Bytes.ascii("\"duplicate\"");
    private static final byte[] WARNINGS = Bytes.ascii("\"warnings\"");
    private static final byte[] ACK = Bytes.ascii("\"ack\"");
    private static final byte[] ACKS = Bytes.ascii("\"acks\"");
    private static final byte[] FALSE = Bytes.ascii("false");
    private static final byte[] NO_WARNINGS = Bytes.ascii("[]");
    private static final int SHOWN = 500;

    private long acks;

    /** Items acknowledged so far. */
    long acks() {
        return acks;
    }

    /**
     * Counts one whole message.
     *
     * @throws IllegalStateException where it holds an error, a duplicate, a warning or no ack at all
     */
    void scan(byte[] text, int from, int to) {
        long found = 0;
        long firstTime = 0;
        for (int i = from; i < to; i++) {
            if (text[i] != ':') {
                continue;
            }
            if (endsWith(text, from, i, DUPLICATE)) {
                require(startsWith(text, i + 1, to, FALSE), text, from, to);
                firstTime++;
            } else if (endsWith(text, from, i, TYPE)) {
                boolean ack = startsWith(text, i + 1, to, ACK);
                require(ack || startsWith(text, i + 1, to, ACKS), text, from, to);
                found += ack ? 1 : 0;
            } else if (endsWith(text, from, i, WARNINGS)) {
                require(startsWith(text, i + 1, to, NO_WARNINGS), text, from, to);
            }
        }
        require(found > 0 && found == firstTime, text, from, to);
        acks += found;
    }

    private static boolean endsWith(byte[] text, int from, int end, byte[] expected) {
        int start = end - expected.length;
        return start >= from && text[end - 2] == expected[expected.length - 2] && matches(text, start, expected);
    }

    private static boolean startsWith(byte[] text, int start, int to, byte[] expected) {
        return start + expected.length <= to && matches(text, start, expected);
    }

    private static boolean matches(byte[] text, int start, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (text[start + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean condition, byte[] text, int from, int to) {
        if (!condition) {
            int length = Math.min(SHOWN, to - from);
            throw new IllegalStateException(
                    "not a plain ack: " + new String(text, from, length, StandardCharsets.UTF_8));
        }
    }
}
