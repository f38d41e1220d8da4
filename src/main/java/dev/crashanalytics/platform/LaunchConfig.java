package dev.crashanalytics.platform;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Optional;
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
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Path file = Path.of("config", "application.properties").toAbsolutePath();
        // The ordinals are those Quarkus gives the same files.
        return new LaunchConfig(new SmallRyeConfigBuilder()
                .forClassLoader(loader)
                .addDefaultInterceptors()
                .addDefaultSources()
                .withSources(new DotEnvConfigSourceProvider())
                .withSources(
                        PropertiesConfigSourceLoader.inFileSystem(file.toUri().toString(), 260, loader))
                .withSources(PropertiesConfigSourceLoader.inClassPath("application.properties", 250, loader))
                .build());
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
