package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
    @TempDir
    Path folder;

    @Test
    void withoutAHostThereIsNoExternalDatabase() {
        assertThat(DatabaseSettings.external(config(Map.of("DB_PORT", "1")))).isEmpty();
        assertThat(DatabaseSettings.external(config(Map.of("DB_HOST", "")))).isEmpty();
        assertThat(DatabaseSettings.external(config(Map.of("DB_HOST", "  ")))).isEmpty();
    }

    @Test
    void defaults() {
        DatabaseSettings settings = external(Map.of("DB_HOST", "db.example"));

        assertThat(settings.host()).isEqualTo("db.example");
        assertThat(settings.port()).isEqualTo(5432);
        assertThat(settings.name()).isEqualTo("postgres");
        assertThat(settings.user()).isEqualTo("postgres");
        assertThat(settings.password()).isEmpty();
        assertThat(settings.sslMode()).isEqualTo(SslMode.PREFER);
        assertThat(settings.rootCertificate().toString()).endsWith("/.postgresql/root.crt");
    }

    @Test
    void passwordsAreTakenAsTheyAreAndReachQuarkusSo() {
        String password = "a$b$$c${x}\\d{\"' e";

        DatabaseSettings settings = external(Map.of("DB_HOST", "db.example", "DB_PASSWORD", password));

        assertThat(settings.password()).contains(password);
        assertThat(asQuarkusReads(settings, "quarkus.datasource.password")).isEqualTo(password);
        assertThat(settings.toString()).doesNotContain("a$b");
    }

    @Test
    void quotesOfDotEnvAreTakenOff() {
        LaunchConfig config = new LaunchConfig(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of("DB_HOST", "'db.example'", "DB_PASSWORD", "\"secret\""),
                        "EnvConfigSource[/x/.env]",
                        295))
                .build());

        DatabaseSettings settings = DatabaseSettings.external(config).orElseThrow();

        assertThat(settings.host()).isEqualTo("db.example");
        assertThat(settings.password()).contains("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "5432x", "five"})
    void badPortsAreNamed(String port) {
        assertThatThrownBy(() -> external(Map.of("DB_HOST", "h", "DB_PORT", port)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("DB_PORT is '" + port + "'");
    }

    @ParameterizedTest
    @EnumSource(SslMode.class)
    void everyModeReachesBothClients(SslMode mode) throws IOException {
        Path root = Files.createFile(folder.resolve("my root, certificate.pem"));

        DatabaseSettings settings =
                external(Map.of("DB_HOST", "h", "DB_SSL_MODE", mode.wireName(), "DB_SSL_ROOT_CERT", root.toString()));

        assertThat(settings.sslMode()).isEqualTo(mode);
        assertThat(ClientProperties.jdbcUrl(settings)).contains("sslmode=" + mode.wireName());
        assertThat(asQuarkusReads(settings, "quarkus.datasource.reactive.postgresql.ssl-mode"))
                .isEqualTo(mode.wireName());
        assertThat(asQuarkusReads(settings, "quarkus.datasource.reactive.trust-all"))
                .isEqualTo(Boolean.toString(!mode.verifies()));
        assertThat(asQuarkusReads(settings, "quarkus.datasource.reactive.hostname-verification-algorithm"))
                .isEqualTo(mode == SslMode.VERIFY_FULL ? "HTTPS" : "NONE");
    }

    @Test
    void listsInQuarkusConfigurationKeepACommaInThePath() throws IOException {
        Path root = Files.createFile(folder.resolve("my root, certificate.pem"));
        DatabaseSettings settings =
                external(Map.of("DB_HOST", "h", "DB_SSL_MODE", "verify-ca", "DB_SSL_ROOT_CERT", root.toString()));

        assertThat(quarkus(settings).getValues("quarkus.datasource.reactive.trust-certificate-pem.certs", String.class))
                .containsExactly(root.toString());
    }

    @Test
    void verifyingModesNeedTheCertificate() {
        assertThatThrownBy(() -> external(
                        Map.of("DB_HOST", "h", "DB_SSL_MODE", "verify-ca", "DB_SSL_ROOT_CERT", "/no/such.pem")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("/no/such.pem");
    }

    @Test
    void addressesAndNamesAreEscaped() {
        DatabaseSettings settings = external(Map.of("DB_HOST", "::1", "DB_NAME", "crash games,1"));

        assertThat(ClientProperties.jdbcUrl(settings)).startsWith("jdbc:postgresql://[::1]:5432/crash%20games%2C1?");
        assertThat(ClientProperties.quarkus(settings))
                .containsEntry("quarkus.datasource.reactive.url", "postgresql://[::1]:5432/crash%20games%2C1");
    }

    private static DatabaseSettings external(Map<String, String> values) {
        return DatabaseSettings.external(config(values)).orElseThrow();
    }

    private static LaunchConfig config(Map<String, String> values) {
        return new LaunchConfig(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 400))
                .build());
    }

    private static String asQuarkusReads(DatabaseSettings settings, String name) {
        return quarkus(settings).getValue(name, String.class);
    }

    private static SmallRyeConfig quarkus(DatabaseSettings settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(
                        new HashMap<>(ClientProperties.quarkus(settings)), "system properties", 400))
                .build();
    }
}
