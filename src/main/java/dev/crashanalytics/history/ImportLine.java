package dev.crashanalytics.history;

import dev.crashanalytics.wire.ClientFrame;

/**
 * A data line of a file.
 *
 * @param line where it starts, counted from 1
 * @param ordinal of the data lines the how manieth it is; the number of its round, unless a column says another
 * @param text its start, for people
 * @param bytes its size
 * @param frame the round, or why it is none
 */
public record ImportLine(long line, long ordinal, String text, int bytes, ClientFrame frame) {}
