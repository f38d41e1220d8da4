package dev.crashanalytics.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The database this process works with, embedded or external, from before the application starts until after it ended.
 *
 * @param embedded present when this process runs the database itself
 * @param warnings what endangers data there, one line each
 */
record Database(DatabaseSettings settings, Optional<EmbeddedPostgres> embedded, List<String> warnings)
        implements AutoCloseable {

    /** Opens the database the configuration names; without {@code DB_HOST} the embedded one. */
    static Database open(LaunchConfig config) {
        Optional<DatabaseSettings> external = DatabaseSettings.external(config);
        if (external.isPresent()) {
            return new Database(external.get(), Optional.empty(), Preflight.check(external.get()));
        }
        Path directory = Path.of(config.literal("CRASH_DATA_DIR").orElse("data/postgres"));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        return new Database(postgres.settings(), Optional.of(postgres), List.of());
    }

    /** Where the data is, for people. */
    String describe() {
        return embedded.map(postgres -> "embedded PostgreSQL in " + postgres.path() + ", port " + settings.port())
                .orElseGet(() -> "PostgreSQL " + settings);
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedPostgres::close);
    }
}
