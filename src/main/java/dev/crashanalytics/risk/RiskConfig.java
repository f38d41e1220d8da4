package dev.crashanalytics.risk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How risk is worked out. */
@ConfigMapping(prefix = "crash.risk")
public interface RiskConfig {

    /**
     * Risk calls that are worked on side by side; further ones wait. Each holds up to two of the 20 database connections,
     * and one that finds many days not summed up yet may take as long as their rounds need to be read.
     */
    @WithDefault("4")
    @Min(1)
    @Max(8)
    int maxConcurrent();

    /** Risk calls that may wait; further ones are answered 429. */
    @WithDefault("100")
    @Min(0)
    @Max(10_000)
    int maxWaiting();
}
