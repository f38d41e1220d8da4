package dev.crashanalytics.store;

/** The tables whose rows may bear an event_id, each with its sequence. */
enum EventTable {
    MULTIPLIERS("analytics_round_multipliers", true),
    SIGNALS("analytics_round_signals", true),
    ERRORS("error_logs", true),
    OCR("ocr_validation_logs", false);

    private final String table;
    private final boolean published;

    EventTable(String table, boolean published) {
        this.table = table;
        this.published = published;
    }

    String table() {
        return table;
    }

    /** Whether its rows have a place in the feed. */
    boolean published() {
        return published;
    }

    String sequence() {
        return table + "_id_seq";
    }
}
