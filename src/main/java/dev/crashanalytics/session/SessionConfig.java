package dev.crashanalytics.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How sessions end that nobody closes. */
@ConfigMapping(prefix = "crash.session")
public interface SessionConfig {

    /** How long an active session may be silent before it is interrupted. A later round revives it. */
    @WithDefault("30m")
    @DurationMin(millis = 100)
    Duration idleTimeout();
}
