package dev.crashanalytics.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How files of rounds are imported. */
@ConfigMapping(prefix = "crash.import")
public interface ImportConfig {

    /** Imports that may run side by side; further ones are answered 429 {@code overloaded}. */
    @WithDefault("4")
    @Min(1)
    @Max(64)
    int maxConcurrent();

    /** Size of one line, or of one CSV record of several, at the most; a larger one is rejected by itself. */
    @WithDefault("64K")
    MemorySize maxLineBytes();

    /** Rejected lines that a JSON answer tells of; an NDJSON answer tells of all. */
    @WithDefault("1000")
    @Min(0)
    @Max(100_000)
    int maxRejectedLines();
}
