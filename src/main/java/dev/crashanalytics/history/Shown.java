package dev.crashanalytics.history;

/** Pieces of a client's file in answers, which must not grow with them. */
final class Shown {

    private static final int MAX_SHOWN = 60;

    private Shown() {}

    static String of(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }
}
