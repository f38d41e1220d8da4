package dev.crashanalytics.bench;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what one subscriber of one topic is sent. Events are known by how they begin, and no more of them is read than their
 * offset, which must grow from one to the next. Not thread-safe.
 */
final class LiveScanner {

    private static final Pattern MISSED = Pattern.compile("\"type\":\"lagged\".*\"missed\":(\\d+)");

    private final byte[] eventPrefix;
    private final Receipts receipts;
    private long last = -1;
    private boolean subscribed;

    /** Counts what comes in receipts that it shares with others. */
    LiveScanner(String topic, Receipts receipts) {
        this.eventPrefix = Bytes.ascii("{\"type\":\"event\",\"topic\":\"" + topic + "\",\"offset\":");
        this.receipts = receipts;
    }

    boolean isSubscribed() {
        return subscribed;
    }

    /**
     * Takes one whole message.
     *
     * @throws IllegalStateException where it is none that a subscriber of the topic is sent, or an event out of order
     */
    void scan(byte[] text, int from, int to) {
        if (!isEvent(text, from, to)) {
            other(new String(text, from, to - from, StandardCharsets.UTF_8));
            return;
        }
        long offset = number(text, from + eventPrefix.length, to);
        if (offset <= last) {
            throw new IllegalStateException("offset " + offset + " after " + last);
        }
        last = offset;
        receipts.event(offset, to - from);
    }

    private void other(String message) {
        Matcher lagged = MISSED.matcher(message);
        if (message.startsWith("{\"type\":\"subscribed\"")) {
            subscribed = true;
        } else if (lagged.find()) {
            receipts.missed(Long.parseLong(lagged.group(1)));
        } else if (!message.startsWith("{\"type\":\"hello\"") && !message.startsWith("{\"type\":\"heartbeat\"")) {
            throw new IllegalStateException("not for this subscriber: " + message);
        }
    }

    private boolean isEvent(byte[] text, int from, int to) {
        if (to - from <= eventPrefix.length) {
            return false;
        }
        for (int i = 0; i < eventPrefix.length; i++) {
            if (text[from + i] != eventPrefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] text, int from, int to) {
        long value = 0;
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            value = 10 * value + text[at++] - '0';
        }
        if (at == from || at == to || text[at] != ',') {
            throw new IllegalStateException(
                    "no offset: " + new String(text, from, Math.min(50, to - from), StandardCharsets.UTF_8));
        }
        return value;
    }
}
