package dev.crashanalytics.maintenance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What maintenance may do. */
@ConfigMapping(prefix = "crash.maintenance")
public interface MaintenanceConfig {

    /** Whether {@code POST /maintenance/reset} may empty the database; for development and tests. */
    @WithDefault("false")
    boolean allowReset();
}
