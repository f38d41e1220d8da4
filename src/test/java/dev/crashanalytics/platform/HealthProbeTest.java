package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.crashanalytics.testing.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthProbeTest {
    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "404, false"})
    void onlyTheAnswer200IsReady(int status, boolean ready) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertThat(HealthProbe.isReady(new HttpBinding("127.0.0.1", port))).isEqualTo(ready);
            assertThat(HealthProbe.isReady(new HttpBinding("0.0.0.0", port))).isEqualTo(ready);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nobodyThereIsNotReady() {
        assertThatThrownBy(() -> HealthProbe.isReady(new HttpBinding("127.0.0.1", TestFiles.freePort())))
                .isInstanceOf(IOException.class);
    }
}
