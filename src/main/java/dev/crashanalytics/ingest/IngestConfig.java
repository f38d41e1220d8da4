package dev.crashanalytics.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How rounds are taken in. */
@ConfigMapping(prefix = "crash.ingest")
public interface IngestConfig {

    /**
     * Database connections that store rounds side by side. Each has its own bots, so that they do not wait for each
     * other's sessions. More than the database has cores gains nothing.
     */
    @WithDefault("2")
    @Min(1)
    @Max(64)
    int lanes();

    /** Entries that may wait for one lane; when more do, the sockets that feed it are not read. */
    @WithDefault("4000")
    @Min(100)
    int queueMaxItems();

    /** Bytes of JSON that may wait for one lane; when more do, the sockets that feed it are not read. */
    @WithDefault("4M")
    MemorySize queueMaxBytes();

    /** Entries of one transaction at the most. */
    @WithDefault("1000")
    @Min(1)
    @Max(10_000)
    int batchMaxItems();

    /** Bytes of JSON of one transaction at the most. */
    @WithDefault("2M")
    MemorySize batchMaxBytes();

    /**
     * How long a lane that was busy a moment ago waits for a transaction to fill. An idle lane never waits: an entry that
     * comes alone is stored at once.
     */
    @WithDefault("1ms")
    Duration batchMaxWait();

    /** How long an entry may wait for a database that is away before it is answered database_unavailable (retryable). */
    @WithDefault("10s")
    Duration retryTimeout();

    /** Entries of one connection that may be under way; a client that sends more is not read until acks have left. */
    @WithDefault("2000")
    @Min(1)
    int connectionMaxItems();

    /** WebSocket connections at the most; further ones are closed with 1013. */
    @WithDefault("2000")
    @Min(1)
    int maxConnections();

    /** Size of one WebSocket message at the most; a larger one closes the connection with 1009. Also of one batch item. */
    @WithDefault("4M")
    MemorySize maxMessageBytes();

    /** Items of one WebSocket message at the most; those beyond are refused one by one. */
    @WithDefault("5000")
    @Min(1000)
    int maxItemsPerMessage();

    /** Items of one POST /rounds/batch at the most; those beyond are refused one by one. */
    @WithDefault("50000")
    @Min(1)
    int maxItemsPerUpload();

    /**
     * How long a client may leave its acks unread before the connection is closed with 4408; also how long one may neither
     * send its import nor read the answer.
     */
    @WithDefault("60s")
    @DurationMin(millis = 100)
    Duration stalledTimeout();

    /** How often a quiet client is pinged. */
    @WithDefault("30s")
    @DurationMin(millis = 100)
    Duration pingInterval();

    /** How long a client may be silent, pongs included, before the connection is closed with 4408. */
    @WithDefault("120s")
    @DurationMin(millis = 100)
    Duration idleTimeout();
}
