package dev.crashanalytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every setting there is, its default, and that docs/configuration.md says the same. */
class ConfigurationTest {

    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (?:`([^`]*)`)? *\\| (.+) \\|");

    /** What each setting is unless somebody says otherwise; empty: nothing. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("crash.auth.token", ""),
            Map.entry("crash.demo.bots", "0"),
            Map.entry("crash.demo.pace", "1"),
            Map.entry("crash.export.max-concurrent", "4"),
            Map.entry("crash.export.stalled-timeout", "60s"),
            Map.entry("crash.http.allowed-hosts", ""),
            Map.entry("crash.http.host", "127.0.0.1"),
            Map.entry("crash.http.port", "8080"),
            Map.entry("crash.import.max-concurrent", "4"),
            Map.entry("crash.import.max-line-bytes", "64K"),
            Map.entry("crash.import.max-rejected-lines", "1000"),
            Map.entry("crash.ingest.batch-max-bytes", "2M"),
            Map.entry("crash.ingest.batch-max-items", "1000"),
            Map.entry("crash.ingest.batch-max-wait", "1ms"),
            Map.entry("crash.ingest.connection-max-items", "2000"),
            Map.entry("crash.ingest.idle-timeout", "120s"),
            Map.entry("crash.ingest.lanes", "2"),
            Map.entry("crash.ingest.max-connections", "2000"),
            Map.entry("crash.ingest.max-items-per-message", "5000"),
            Map.entry("crash.ingest.max-items-per-upload", "50000"),
            Map.entry("crash.ingest.max-message-bytes", "4M"),
            Map.entry("crash.ingest.ping-interval", "30s"),
            Map.entry("crash.ingest.queue-max-bytes", "4M"),
            Map.entry("crash.ingest.queue-max-items", "4000"),
            Map.entry("crash.ingest.retry-timeout", "10s"),
            Map.entry("crash.ingest.stalled-timeout", "60s"),
            Map.entry("crash.live.buffer", "1024"),
            Map.entry("crash.live.buffer-bytes", "32M"),
            Map.entry("crash.live.heartbeat-interval", "15s"),
            Map.entry("crash.live.idle-timeout", "120s"),
            Map.entry("crash.live.max-connections", "2000"),
            Map.entry("crash.live.max-replays", "4"),
            Map.entry("crash.live.max-subscriptions", "64"),
            Map.entry("crash.live.poll-interval", "1s"),
            Map.entry("crash.live.stalled-timeout", "60s"),
            Map.entry("crash.maintenance.allow-reset", "false"),
            Map.entry("crash.maintenance.cleanup.days-old", "90"),
            Map.entry("crash.maintenance.cleanup.enabled", "false"),
            Map.entry("crash.maintenance.cleanup.forget", "false"),
            Map.entry("crash.maintenance.cleanup.time", "03:00"),
            Map.entry("crash.risk.max-concurrent", "4"),
            Map.entry("crash.risk.max-waiting", "100"),
            Map.entry("crash.rollup.settle-after", "2d"),
            Map.entry("crash.rollup.settle-interval", "10m"),
            Map.entry("crash.session.idle-timeout", "30m"));

    @Test
    void everyDefaultIsFixed() {
        assertThat(settings()).containsExactlyEntriesOf(new TreeMap<>(DEFAULTS));
    }

    @Test
    void everySettingIsDocumentedWithItsDefault() throws IOException {
        Map<String, String> documented = documented();

        settings().forEach((name, value) -> assertThat(documented).containsEntry(name, value));
    }

    @Test
    void everyDocumentedSettingExists() throws IOException {
        List<String> documented = new ArrayList<>(documented().keySet());
        documented.removeIf(name -> !name.startsWith("crash."));

        assertThat(settings().keySet()).containsAll(documented);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DB_HOST",
                "DB_PORT",
                "DB_NAME",
                "DB_USER",
                "DB_PASSWORD",
                "DB_SSL_MODE",
                "DB_SSL_ROOT_CERT",
                "CRASH_DATA_DIR"
            })
    void theDatabasesVariablesAreDocumented(String name) throws IOException {
        assertThat(documented()).containsKey(name);
    }

    /** The properties of all mappings, each with its default. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.crashanalytics")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .forEach(mapping -> addSettings(mapping, settings));
        return settings;
    }

    private static void addSettings(JavaClass mapping, Map<String, String> settings) {
        String prefix = mapping.getAnnotationOfType(ConfigMapping.class).prefix();
        for (JavaMethod method : mapping.getMethods()) {
            String value = method.tryGetAnnotationOfType(WithDefault.class)
                    .map(WithDefault::value)
                    .orElse("");
            settings.put(prefix + "." + kebab(method.getName()), value);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("docs", "configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2) == null ? "" : row.group(2));
            }
        }
        return rows;
    }
}
