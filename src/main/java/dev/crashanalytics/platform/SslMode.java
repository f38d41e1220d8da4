package dev.crashanalytics.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the connections to an external PostgreSQL are protected: the names and meanings of libpq's sslmode. */
enum SslMode {
    DISABLE,
    ALLOW,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL;

    /** The value as people write it, such as {@code verify-full}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the server's certificate must lead to a known authority. */
    boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }

    static SslMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> new StartupFailure("DB_SSL_MODE is '" + text + "': it must be one of " + names() + "."));
    }

    private static String names() {
        return Arrays.stream(values()).map(SslMode::wireName).collect(Collectors.joining(", "));
    }
}
