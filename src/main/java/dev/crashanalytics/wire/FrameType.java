package dev.crashanalytics.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client may send: the values of {@code type}. */
public enum FrameType {
    ROUND,
    MULTIPLIER,
    SIGNAL,
    OUTCOME,
    ERROR,
    OCR_VALIDATION,
    SESSION_START,
    SESSION_CLOSE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FrameType> named(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst();
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(FrameType::wireName).toList();
    }
}
