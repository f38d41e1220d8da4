package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IngestConfigTest {

    @Test
    void defaults() {
        IngestConfig ingest = config();

        assertThat(ingest.lanes()).isEqualTo(2);
        assertThat(ingest.queueMaxItems()).isEqualTo(4_000);
        assertThat(ingest.queueMaxBytes().asLongValue()).isEqualTo(4 << 20);
        assertThat(ingest.batchMaxItems()).isEqualTo(1_000);
        assertThat(ingest.batchMaxBytes().asLongValue()).isEqualTo(2 << 20);
        assertThat(ingest.batchMaxWait()).isEqualTo(Duration.ofMillis(1));
        assertThat(ingest.retryTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(ingest.connectionMaxItems()).isEqualTo(2_000);
        assertThat(ingest.maxConnections()).isEqualTo(2_000);
        assertThat(ingest.maxMessageBytes().asLongValue()).isEqualTo(4 << 20);
        assertThat(ingest.maxItemsPerMessage()).isEqualTo(5_000);
        assertThat(ingest.maxItemsPerUpload()).isEqualTo(50_000);
        assertThat(ingest.stalledTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(ingest.pingInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(ingest.idleTimeout()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void theProtocolsMinimaHold() {
        IngestConfig ingest = config();

        assertThat(ingest.maxMessageBytes().asLongValue()).isGreaterThanOrEqualTo(1 << 20);
        assertThat(ingest.maxItemsPerMessage()).isGreaterThanOrEqualTo(1_000);
    }

    /** The configuration as Quarkus reads it. */
    static IngestConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
