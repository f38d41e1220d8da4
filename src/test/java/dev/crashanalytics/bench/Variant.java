package dev.crashanalytics.bench;

/** The lines of the throughput table. */
enum Variant {
    CEILING_ONE("(a) ceiling: COPY, 1 connection", Double.NaN),
    CEILING_TWO("(a) ceiling: COPY, 2 connections", Double.NaN),
    CEILING_ARRIVAL("(a) the same, bots taking turns", Double.NaN),
    SINGLE("(b) WebSocket, 1 round a frame", 0.25),
    HUNDRED("(c) WebSocket, 100 rounds a frame", 0.40),
    BATCH("(d) POST /rounds/batch, NDJSON", 0.40);

    private final String title;
    private final double target;

    Variant(String title, double target) {
        this.title = title;
        this.target = target;
    }

    String title() {
        return title;
    }

    /** The part of the ceiling it should reach; NaN for the ceiling itself. */
    double target() {
        return target;
    }

    boolean isCeiling() {
        return Double.isNaN(target);
    }
}
