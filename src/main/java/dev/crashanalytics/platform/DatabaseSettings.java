package dev.crashanalytics.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the PostgreSQL is that the server works with, and how to log in there.
 *
 * @param rootCertificate the PEM file of the authorities that {@code verify-ca} and {@code verify-full} trust
 */
record DatabaseSettings(
        String host,
        int port,
        String name,
        String user,
        Optional<String> password,
        SslMode sslMode,
        Path rootCertificate) {
    private static final int DEFAULT_PORT = 5432;

    /** The external database that {@code DB_HOST} and its companions name; empty without {@code DB_HOST}. */
    static Optional<DatabaseSettings> external(LaunchConfig config) {
        return config.literal("DB_HOST").map(host -> {
            DatabaseSettings settings = new DatabaseSettings(
                    host.strip(),
                    config.literal("DB_PORT").map(DatabaseSettings::port).orElse(DEFAULT_PORT),
                    config.literal("DB_NAME").orElse("postgres"),
                    config.literal("DB_USER").orElse("postgres"),
                    config.literal("DB_PASSWORD"),
                    config.literal("DB_SSL_MODE").map(SslMode::parse).orElse(SslMode.PREFER),
                    config.literal("DB_SSL_ROOT_CERT")
                            .map(DatabaseSettings::path)
                            .orElse(home().resolve(".postgresql/root.crt")));
            settings.requireRootCertificate();
            return settings;
        });
    }

    /** The embedded database: it listens on the loopback address only, so its connections need no TLS. */
    static DatabaseSettings embedded(int port, String password) {
        return new DatabaseSettings(
                "127.0.0.1", port, "postgres", "postgres", Optional.of(password), SslMode.DISABLE, home());
    }

    /** Host and port as people write them, with brackets around an IPv6 address. */
    String address() {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        // The password stays out of whatever prints this.
        return user + "@" + address() + "/" + name + " (sslmode " + sslMode.wireName() + ")";
    }

    private void requireRootCertificate() {
        if (sslMode.verifies() && !Files.isReadable(rootCertificate)) {
            throw new StartupFailure(
                    "DB_SSL_MODE=" + sslMode.wireName() + " needs the certificate of the authority that"
                            + " signed the server's, but " + rootCertificate
                            + " is missing or unreadable: set DB_SSL_ROOT_CERT to that PEM file.");
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, together with the numbers that are no ports.
        }
        throw new StartupFailure("DB_PORT is '" + text + "': it must be a port number from 1 to 65535.");
    }

    private static Path path(String text) {
        return text.startsWith("~/")
                ? home().resolve(text.substring(2))
                : Path.of(text).toAbsolutePath();
    }

    private static Path home() {
        return Path.of(Optional.ofNullable(System.getenv("HOME"))
                .filter(home -> !home.isBlank())
                .orElse(System.getProperty("user.home")));
    }
}
