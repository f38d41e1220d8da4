package dev.crashanalytics.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthConfigTest {
    @Test
    void defaults() {
        SmallRyeConfig config = config().build();

        assertThat(config.getConfigMapping(AuthConfig.class).token()).isEmpty();
        HttpConfig http = config.getConfigMapping(HttpConfig.class);
        assertThat(http.host()).isEqualTo("127.0.0.1");
        assertThat(http.port()).isEqualTo(8080);
        assertThat(http.allowedHosts()).isEmpty();
    }

    @Test
    void values() {
        SmallRyeConfig config = config().withDefaultValue("crash.auth.token", "secret")
                .withDefaultValue("crash.http.host", "0.0.0.0")
                .withDefaultValue("crash.http.port", "9000")
                .withDefaultValue("crash.http.allowed-hosts", "bots.example,crash.example")
                .build();

        assertThat(config.getConfigMapping(AuthConfig.class).token()).contains("secret");
        HttpConfig http = config.getConfigMapping(HttpConfig.class);
        assertThat(http.host()).isEqualTo("0.0.0.0");
        assertThat(http.port()).isEqualTo(9000);
        assertThat(http.allowedHosts()).contains(List.of("bots.example", "crash.example"));
    }

    private static SmallRyeConfigBuilder config() {
        return new SmallRyeConfigBuilder().withMapping(AuthConfig.class).withMapping(HttpConfig.class);
    }
}
