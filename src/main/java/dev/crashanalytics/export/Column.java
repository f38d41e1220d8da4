package dev.crashanalytics.export;

/**
 * A column of an export.
 *
 * @param name the key in JSON and the title in CSV
 */
record Column(String name, Type type) {

    /** What a column holds, and the Java class that does. */
    enum Type {
        /** {@link Long} */
        WHOLE,
        /** {@link java.math.BigDecimal} */
        DECIMAL,
        /** {@link String} */
        TEXT,
        /** {@link Boolean} */
        FLAG,
        /** {@link java.time.Instant} */
        TIMESTAMP,
        /** {@link String} that is JSON */
        JSON
    }

    static Column whole(String name) {
        return new Column(name, Type.WHOLE);
    }

    static Column decimal(String name) {
        return new Column(name, Type.DECIMAL);
    }

    static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    static Column flag(String name) {
        return new Column(name, Type.FLAG);
    }

    static Column timestamp(String name) {
        return new Column(name, Type.TIMESTAMP);
    }

    static Column json(String name) {
        return new Column(name, Type.JSON);
    }
}
