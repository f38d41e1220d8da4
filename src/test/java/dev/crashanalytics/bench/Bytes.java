package dev.crashanalytics.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that writes ASCII text and cents without creating strings. Not thread-safe. */
final class Bytes {

    private static final int MAX_LONG_DIGITS = 20;

    private byte[] data;
    private int size;

    Bytes(int capacity) {
        data = new byte[capacity];
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    Bytes put(int value) {
        ensure(1);
        data[size++] = (byte) value;
        return this;
    }

    Bytes put(byte[] source) {
        return put(source, 0, source.length);
    }

    Bytes put(byte[] source, int from, int length) {
        ensure(length);
        System.arraycopy(source, from, data, size, length);
        size += length;
        return this;
    }

    Bytes put(Bytes source) {
        return put(source.data, 0, source.size);
    }

    /** The value in decimal digits. */
    Bytes number(long value) {
        if (value < 0) {
            return put('-').number(-value);
        }
        ensure(MAX_LONG_DIGITS);
        int end = size + digits(value);
        int at = end;
        long rest = value;
        do {
            data[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        size = end;
        return this;
    }

    /** The value as a decimal with two places: 133 is {@code 1.33}. */
    Bytes cents(long value) {
        if (value < 0) {
            return put('-').cents(-value);
        }
        number(value / 100).put('.');
        long fraction = value % 100;
        return put((int) ('0' + fraction / 10)).put((int) ('0' + fraction % 10));
    }

    int size() {
        return size;
    }

    byte[] array() {
        return data;
    }

    void clear() {
        size = 0;
    }

    byte[] copy() {
        return Arrays.copyOf(data, size);
    }

    /** A copy outside the heap, ready to be written to a socket without another copy. */
    ByteBuffer toDirect() {
        return ByteBuffer.allocateDirect(size).put(data, 0, size).flip();
    }

    private static int digits(long value) {
        int count = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            count++;
        }
        return count;
    }

    private void ensure(int more) {
        if (data.length - size < more) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, size + more));
        }
    }
}
