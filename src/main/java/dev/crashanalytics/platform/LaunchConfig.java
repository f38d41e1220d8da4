package dev.crashanalytics.platform;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * The configuration as it stands before Quarkus runs: system properties, environment, {@code .env} in the working
 * directory, {@code config/application.properties} and the packaged defaults, in this order of precedence.
 */
final class LaunchConfig {
    private final SmallRyeConfig config;

    LaunchConfig(SmallRyeConfig config) {
        this.config = config;
    }

    static LaunchConfig load() {
        // The ordinals are those Quarkus gives the same files.
        return new LaunchConfig(new SmallRyeConfigBuilder()
                .forClassLoader(Thread.currentThread().getContextClassLoader())
                .addDefaultInterceptors()
                .addDefaultSources()
                .withSources(new DotEnvConfigSourceProvider())
                .withSources(new PropertiesConfigSource(file(), "config/application.properties", 260))
                .withSources(new PropertiesConfigSource(packaged(), "application.properties", 250))
                .build());
    }

    private static Properties file() {
        Path file = Path.of("config", "application.properties");
        try (InputStream in = Files.exists(file) ? Files.newInputStream(file) : InputStream.nullInputStream()) {
            return read(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupFailure("Cannot read " + file.toAbsolutePath() + ": " + e.getMessage() + ".", e);
        }
    }

    /** A native executable may come without the file; its values are then those of Quarkus' build. */
    private static Properties packaged() {
        try (InputStream in = LaunchConfig.class.getResourceAsStream("/application.properties")) {
            return read(in == null ? InputStream.nullInputStream() : in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties read(InputStream in) throws IOException {
        Properties properties = new Properties();
        properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        return properties;
    }

    /** A value with its expressions expanded; blank counts as absent. */
    Optional<String> value(String name) {
        return config.getOptionalValue(name, String.class).filter(text -> !text.isBlank());
    }

    /**
     * A value exactly as written, since a password may well contain a dollar and a brace; blank counts as absent.
     * Quotes around a value in {@code .env} are taken off, as the dotenv libraries of the bots do.
     */
    Optional<String> literal(String name) {
        ConfigValue found = config.getConfigValue(name);
        String raw = found.getRawValue();
        if (raw == null || raw.isBlank()) {
            return Optional.empty();
        }
        boolean dotEnv = found.getSourceName() != null && found.getSourceName().contains(".env");
        return Optional.of(dotEnv ? unquoted(raw.strip()) : raw).filter(text -> !text.isBlank());
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
