package dev.crashanalytics.maintenance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalTime;

/** What maintenance may do, and what it does by itself. */
@ConfigMapping(prefix = "crash.maintenance")
public interface MaintenanceConfig {

    /** Whether {@code POST /maintenance/reset} may empty the database; for development and tests. */
    @WithDefault("false")
    boolean allowReset();

    /** The nightly cleanup. */
    Cleanup cleanup();

    /** A cleanup that starts by itself, once a day. */
    interface Cleanup {

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
}
