package dev.crashanalytics.platform;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Turns {@link DatabaseSettings} into what the two database clients understand: Flyway's JDBC and the reactive one. */
final class ClientProperties {
    private static final String REACTIVE = "quarkus.datasource.reactive.";

    private ClientProperties() {}

    /** The Quarkus configuration of both clients. */
    static Map<String, String> quarkus(DatabaseSettings database) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarkus.datasource.jdbc.url", jdbcUrl(database));
        properties.put(REACTIVE + "url", "postgresql://" + database.address() + "/" + encoded(database.name()));
        properties.put("quarkus.datasource.username", literal(database.user()));
        database.password().ifPresent(password -> properties.put("quarkus.datasource.password", literal(password)));
        properties.put(REACTIVE + "postgresql.ssl-mode", database.sslMode().wireName());
        properties.put(
                REACTIVE + "trust-all", Boolean.toString(!database.sslMode().verifies()));
        if (database.sslMode().verifies()) {
            properties.put(REACTIVE + "trust-certificate-pem", "true");
            properties.put(
                    REACTIVE + "trust-certificate-pem.certs",
                    literal(database.rootCertificate().toString()).replace(",", "\\,"));
        }
        // Vert.x knows HTTPS as the only rule for host names; NONE switches the check off.
        properties.put(
                REACTIVE + "hostname-verification-algorithm",
                database.sslMode() == SslMode.VERIFY_FULL ? "HTTPS" : "NONE");
        return properties;
    }

    /** The JDBC address, with the TLS settings in it since Flyway's pool has no others. */
    static String jdbcUrl(DatabaseSettings database) {
        String url = "jdbc:postgresql://" + database.address() + "/" + encoded(database.name()) + "?sslmode="
                + database.sslMode().wireName() + "&ApplicationName=crash-analytics";
        return database.sslMode().verifies()
                ? url + "&sslrootcert=" + encoded(database.rootCertificate().toString())
                : url;
    }

    /** Login and time limits for a plain JDBC connection. */
    static Properties login(DatabaseSettings database) {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        database.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("loginTimeout", "15");
        return properties;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Keeps Quarkus from reading a dollar in a password as the start of an expression. */
    private static String literal(String text) {
        return text.replace("$", "\\$");
    }
}
