package dev.crashanalytics.export;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How exports are handed out. */
@ConfigMapping(prefix = "crash.export")
public interface ExportConfig {

    /**
     * Exports that may run side by side; further ones are answered 429. Each holds one of the 20 database connections
     * until it ends.
     */
    @WithDefault("4")
    @Min(1)
    @Max(12)
    int maxConcurrent();

    /** How long a client may leave what it was sent unread before its export is cut off. */
    @WithDefault("60s")
    @DurationMin(millis = 100)
    Duration stalledTimeout();
}
