package dev.crashanalytics.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts an upload into its items as it arrives: the elements of a JSON array, or the lines of NDJSON, whichever the first
 * character says. It looks at brackets and strings only, so that what is wrong within an item stays within it. Holds no
 * more than one item. For one thread.
 */
public final class ItemSplitter {

    /**
     * An item of the upload.
     *
     * @param text null where it is not UTF-8
     */
    public record Item(String text, boolean isTooLarge) {}

    private enum Mode {
        START,
        ARRAY,
        LINES,
        AFTER_ARRAY
    }

    private final int maxItemBytes;
    private final List<Item> items = new ArrayList<>();
    private Buffer current = Buffer.buffer();
    private Mode mode = Mode.START;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean tooLarge;
    private boolean anyElement;
    private boolean trailing;

    public ItemSplitter(int maxItemBytes) {
        this.maxItemBytes = maxItemBytes;
    }

    /** Takes the next bytes and answers the items that end in them. */
    public List<Item> feed(Buffer bytes) {
        items.clear();
        for (int i = 0; i < bytes.length(); i++) {
            feed(bytes.getByte(i));
        }
        return List.copyOf(items);
    }

    /**
     * Answers what is left when the upload ends: the last line, or an element that was cut off.
     *
     * @throws MalformedJsonException where the array was not closed, or something follows it
     */
    public List<Item> end() throws MalformedJsonException {
        items.clear();
        if (mode == Mode.ARRAY) {
            throw new MalformedJsonException("the upload ends before its array does");
        }
        if (trailing) {
            throw new MalformedJsonException("nothing may follow the array");
        }
        cut();
        return List.copyOf(items);
    }

    private void feed(byte b) {
        switch (mode) {
            case START -> feedStart(b);
            case ARRAY -> feedArray(b);
            case LINES -> feedLine(b);
            case AFTER_ARRAY -> trailing |= !isBlank(b);
        }
    }

    private void feedStart(byte b) {
        if (b == '[') {
            mode = Mode.ARRAY;
        } else if (!isBlank(b) && !isOfByteOrderMark(b)) {
            mode = Mode.LINES;
            feedLine(b);
        }
    }

    private void feedLine(byte b) {
        if (b == '\n') {
            cut();
        } else {
            append(b);
        }
    }

    private void feedArray(byte b) {
        if (inString) {
            append(b);
            inString = escaped || b != '"';
            escaped = !escaped && b == '\\';
            return;
        }
        boolean endsElement = depth == 0 && (b == ',' || b == ']');
        if (endsElement) {
            if (b == ',' || anyElement || !isBlankItem()) {
                cutElement();
            }
            mode = b == ']' ? Mode.AFTER_ARRAY : Mode.ARRAY;
            anyElement = true;
            return;
        }
        inString = b == '"';
        if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            // A bracket too many is its item's own fault; it must not swallow the neighbours.
            depth = Math.max(0, depth - 1);
        }
        append(b);
    }

    private void append(byte b) {
        if (current.length() >= maxItemBytes) {
            tooLarge = true;
            return;
        }
        current.appendByte(b);
    }

    private boolean isBlankItem() {
        return !tooLarge && current.toString().isBlank();
    }

    /** Ends a line; blank ones do not count. */
    private void cut() {
        if (!isBlankItem()) {
            cutElement();
        } else {
            current = Buffer.buffer();
        }
    }

    private void cutElement() {
        items.add(new Item(tooLarge ? "" : text(), tooLarge));
        current = Buffer.buffer();
        tooLarge = false;
    }

    private String text() {
        try {
            return Utf8.decode(current.getBytes());
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    /** Some editors put EF BB BF before UTF-8; no JSON starts with one of them. */
    private static boolean isOfByteOrderMark(byte b) {
        return b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
