package dev.crashanalytics.rollup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the sums over rounds are kept. */
@ConfigMapping(prefix = "crash.rollup")
public interface RollupConfig {

    /** How often days that are over are added to the totals. */
    @WithDefault("10m")
    @DurationMin(millis = 100)
    Duration settleInterval();

    /** How long a day must be over before it is added to the totals. Rounds that come later are counted all the same. */
    @WithDefault("2d")
    @DurationMin
    Duration settleAfter();
}
