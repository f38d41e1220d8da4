package dev.crashanalytics.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExportConfigTest {

    @Test
    void defaults() {
        ExportConfig export = new SmallRyeConfigBuilder()
                .withMapping(ExportConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(ExportConfig.class);

        assertThat(export.maxConcurrent()).isEqualTo(4);
        assertThat(export.stalledTimeout()).isEqualTo(Duration.ofSeconds(60));
    }
}
