package dev.crashanalytics.maintenance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalTime;

/** The cleanup that starts by itself, once a day. */
@ConfigMapping(prefix = "crash.maintenance.cleanup")
public interface CleanupConfig {

    /** Whether it does. */
    @WithDefault("false")
    boolean enabled();

    /** The time of day, in UTC, at which it starts. */
    @WithDefault("03:00")
    LocalTime time();

    /** How many days of rounds stay, today not counted. */
    @WithDefault("90")
    @Min(0)
    @Max(CleanupRequest.MAX_DAYS_OLD)
    int daysOld();

    /** Whether the sums of the days are dropped too. */
    @WithDefault("false")
    boolean forget();
}
