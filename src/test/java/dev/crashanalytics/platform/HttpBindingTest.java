package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBindingTest {
    private static final LaunchConfig NO_TOKEN = config(Map.of());

    @Test
    void defaults() {
        assertThat(HttpBinding.of(NO_TOKEN)).isEqualTo(new HttpBinding("127.0.0.1", 8080));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.1.2.3"})
    void loopbackAddressesNeedNoToken(String host) {
        assertThatNoException().isThrownBy(() -> new HttpBinding(host, 0).check(NO_TOKEN));
    }

    @Test
    void otherAddressesDo() {
        HttpBinding everywhere = new HttpBinding("0.0.0.0", 0);

        assertThatThrownBy(() -> everywhere.check(NO_TOKEN))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("set crash.auth.token (CRASH_AUTH_TOKEN)");
        assertThatThrownBy(() -> everywhere.check(config(Map.of("crash.auth.token", " "))))
                .isInstanceOf(StartupFailure.class);
        assertThatNoException().isThrownBy(() -> everywhere.check(config(Map.of("crash.auth.token", "secret"))));
    }

    @Test
    void portInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new HttpBinding("127.0.0.1", taken.getLocalPort()).check(NO_TOKEN))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("Cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("CRASH_HTTP_PORT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "-1", "70000"})
    void portsThatAreNoneAreNamed(String port) {
        assertThatThrownBy(() -> HttpBinding.of(config(Map.of("quarkus.http.port", port)))
                        .check(NO_TOKEN))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining(port);
    }

    private static LaunchConfig config(Map<String, String> values) {
        return new LaunchConfig(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 400))
                .build());
    }
}
