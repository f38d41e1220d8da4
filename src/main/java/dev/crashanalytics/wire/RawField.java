package dev.crashanalytics.wire;

/**
 * A member of a JSON object, not yet interpreted.
 *
 * @param shape what kind of JSON value it is
 * @param text the content of a string, the digits of a number, the JSON text of an object or array; null of null
 */
record RawField(String name, Shape shape, String text) {

    enum Shape {
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        OBJECT,
        ARRAY
    }

    /** The JSON text of this value. */
    String json() {
        return switch (shape) {
            case STRING -> Json.quote(text);
            case NUMBER, OBJECT, ARRAY -> text;
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
        };
    }
}
