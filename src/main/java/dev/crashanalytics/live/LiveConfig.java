package dev.crashanalytics.live;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How live updates are sent out. */
@ConfigMapping(prefix = "crash.live")
public interface LiveConfig {

    /** Events of one topic that a subscriber may be behind; one that is further behind gets the latest states instead. */
    @WithDefault("1024")
    @Min(16)
    @Max(65_536)
    int buffer();

    /** Characters of events that are kept for subscribers that are behind, in the whole server; beyond, the buffers shrink. */
    @WithDefault("32M")
    MemorySize bufferBytes();

    /** Subscriptions of one WebSocket at the most; further ones are refused. */
    @WithDefault("64")
    @Min(1)
    @Max(10_000)
    int maxSubscriptions();

    /** WebSockets and event streams at the most; further ones are closed with 1013, or answered 429. */
    @WithDefault("2000")
    @Min(1)
    int maxConnections();

    /** Replays and snapshots that may be read from the database side by side; others wait for their turn. */
    @WithDefault("4")
    @Min(1)
    @Max(12)
    int maxReplays();

    /** How often a client is sent a heartbeat, and a WebSocket a ping. */
    @WithDefault("15s")
    @DurationMin(millis = 100)
    Duration heartbeatInterval();

    /**
     * How long a client may leave what it was sent unread before its connection is closed with 4408; and how long one that
     * comes while the feed cannot be read waits, before 1013 or 503.
     */
    @WithDefault("60s")
    @DurationMin(millis = 100)
    Duration stalledTimeout();

    /** How long a WebSocket may be silent, pongs included, before it is closed with 4408. */
    @WithDefault("120s")
    @DurationMin(millis = 100)
    Duration idleTimeout();

    /** How often the database is asked for news of other servers where no notification tells of them. */
    @WithDefault("1s")
    @DurationMin(millis = 10)
    Duration pollInterval();
}
