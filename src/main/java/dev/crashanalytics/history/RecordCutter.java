package dev.crashanalytics.history;

import dev.crashanalytics.wire.MalformedJsonException;
import dev.crashanalytics.wire.Utf8;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Cuts a file into its records as it arrives: lines, or for CSV what lies between line ends that stand in no quotes. A quote
 * that is never closed costs its own line alone: what follows is cut anew. Blank lines are passed over. Holds one record and
 * one chunk at the most. For one thread.
 */
final class RecordCutter {

    /** A cell in quotes may span so many lines; more are taken for a quote that somebody forgot. */
    private static final int MAX_LINE_ENDS = 50;

    /**
     * A record.
     *
     * @param line where it starts, counted from 1
     * @param text without the line end; null where it has a fault
     * @param fault what keeps it from being read, for people; null where nothing does
     */
    record Piece(long line, String text, String fault) {}

    private enum Cell {
        START,
        PLAIN,
        QUOTED,
        AFTER_QUOTE
    }

    private final boolean knowsQuotes;
    private final int maxBytes;

    private byte[] bytes = new byte[8192];
    private int start;
    private int scan;
    private int end;
    private long line = 1;
    private boolean isStart = true;
    private boolean ended;
    private boolean dropping;

    private byte delimiter;
    private Cell cell = Cell.START;
    private int lineEnds;
    private int firstLineEnd = -1;

    RecordCutter(boolean knowsQuotes, int maxBytes) {
        this.knowsQuotes = knowsQuotes;
        this.maxBytes = maxBytes;
    }

    /** Until it is known, every usual one counts. */
    void delimiter(char known) {
        delimiter = (byte) known;
    }

    void feed(Buffer chunk) {
        int length = end - start;
        if (end + chunk.length() > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, start, start + Math.max(bytes.length, 2 * (length + chunk.length())));
            scan -= start;
            firstLineEnd -= start;
            start = 0;
            end = length;
        }
        chunk.getBytes(bytes, end);
        end += chunk.length();
        skipByteOrderMark();
    }

    /** Nothing follows what was fed. */
    void end() {
        ended = true;
    }

    /** The next record; null where more must be fed, or nothing is left. */
    Piece next() {
        if (isStart && !ended) {
            return null;
        }
        while (scan < end) {
            byte next = bytes[scan];
            if (next == '\n') {
                Piece piece = lineEnd();
                if (piece != null) {
                    return piece;
                }
            } else {
                boolean isBroken = knowsQuotes && !dropping && !advance(next) && lineEnds > 0;
                scan++;
                if (isBroken) {
                    return unclosed();
                }
            }
        }
        return ended ? last() : tooLong();
    }

    /** At a line end: the record, or null where it goes on or is blank. */
    private Piece lineEnd() {
        if (dropping) {
            dropping = false;
            return cut(scan, tooLarge());
        }
        if (cell != Cell.QUOTED) {
            return isBlank(scan) ? skipTo(scan) : cut(scan, null);
        }
        firstLineEnd = lineEnds == 0 ? scan : firstLineEnd;
        lineEnds++;
        scan++;
        return lineEnds > MAX_LINE_ENDS ? unclosed() : null;
    }

    private Piece last() {
        if (dropping) {
            dropping = false;
            return cut(end, tooLarge());
        }
        if (cell == Cell.QUOTED && lineEnds > 0) {
            return unclosed();
        }
        return start >= end || isBlank(end) ? null : cut(end, cell == Cell.QUOTED ? openQuote() : null);
    }

    private Piece tooLong() {
        if (!dropping && end - start <= maxBytes) {
            return null;
        }
        if (!dropping && cell == Cell.QUOTED && lineEnds > 0) {
            return unclosed();
        }
        dropping = true;
        start = end;
        scan = end;
        return null;
    }

    /** The first line of a record whose quote is not closed; the lines after it are looked at again. */
    private Piece unclosed() {
        return cut(firstLineEnd, openQuote());
    }

    private Piece cut(int recordEnd, String fault) {
        int length = recordEnd - start;
        String problem = fault == null && length > maxBytes ? tooLarge() : fault;
        String text = problem == null ? text(length) : null;
        Piece piece = new Piece(line, text, problem == null && text == null ? "is not UTF-8" : problem);
        skipTo(recordEnd);
        return piece;
    }

    private Piece skipTo(int recordEnd) {
        line += 1 + (recordEnd == firstLineEnd ? 0 : lineEnds);
        start = Math.min(recordEnd + 1, end);
        scan = start;
        cell = Cell.START;
        lineEnds = 0;
        firstLineEnd = -1;
        return null;
    }

    private String text(int length) {
        try {
            String text = Utf8.decode(Arrays.copyOfRange(bytes, start, start + length));
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    /** Goes on by one byte within a record; false where what follows a closing quote cannot follow one. */
    private boolean advance(byte next) {
        boolean isDelimiter =
                delimiter == 0 ? next == ',' || next == ';' || next == '\t' || next == '|' : next == delimiter;
        switch (cell) {
            case START -> {
                if (next == '"') {
                    cell = Cell.QUOTED;
                } else if (next != ' ' && !isDelimiter) {
                    cell = Cell.PLAIN;
                }
            }
            case PLAIN -> cell = isDelimiter ? Cell.START : Cell.PLAIN;
            case QUOTED -> cell = next == '"' ? Cell.AFTER_QUOTE : Cell.QUOTED;
            case AFTER_QUOTE -> {
                if (next == '"') {
                    cell = Cell.QUOTED;
                } else if (isDelimiter) {
                    cell = Cell.START;
                } else if (next != ' ' && next != '\r') {
                    cell = Cell.PLAIN;
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isBlank(int until) {
        for (int i = start; i < until; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void skipByteOrderMark() {
        if (isStart && end - start >= 3) {
            isStart = false;
            boolean isMark = bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
            start = isMark ? 3 : 0;
            scan = start;
        }
    }

    private String tooLarge() {
        return "has more than " + maxBytes + " bytes";
    }

    private static String openQuote() {
        return "opens a quote that is not closed";
    }
}
