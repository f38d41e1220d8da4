package dev.crashanalytics.bench;

import java.util.Arrays;

/** When all subscribers of a process received which event, and how many there were. Not thread-safe. */
final class Receipts {

    private long[] offsets = new long[1 << 16];
    private long[] times = new long[1 << 16];
    private int size;
    private boolean recording;
    private long now;
    private long events;
    private long bytes;
    private long missed;

    /** What is received from here on is received at this time, a {@link System#nanoTime}. */
    void now(long nanos) {
        now = nanos;
    }

    /** Forgets everything, and keeps the times of what comes. */
    void restart() {
        size = 0;
        events = 0;
        bytes = 0;
        missed = 0;
        recording = true;
    }

    /** An event in a message of so many bytes. */
    void event(long offset, int length) {
        events++;
        bytes += length;
        if (!recording) {
            return;
        }
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        offsets[size] = offset;
        times[size++] = now;
    }

    /** A subscriber is told that it gets so many events fewer. */
    void missed(long count) {
        missed += count;
    }

    /** The times of these are not kept, they are only counted. */
    void pause() {
        recording = false;
    }

    int size() {
        return size;
    }

    long offset(int index) {
        return offsets[index];
    }

    long time(int index) {
        return times[index];
    }

    long events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    long missed() {
        return missed;
    }
}
