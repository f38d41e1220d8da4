package dev.crashanalytics.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnServerTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1,127.0.0.1",
        "0.0.0.0,127.0.0.1,127.0.0.1",
        "192.168.7.9,192.168.7.9,192.168.7.9",
        "crash.example.org,crash.example.org,crash.example.org",
        "::1,0:0:0:0:0:0:0:1,[::1]",
        "[::1],0:0:0:0:0:0:0:1,[::1]",
        "::,0:0:0:0:0:0:0:1,[::1]"
    })
    void isReachedWhereItListensUnderALoopbackName(String listens, String address, String streamHost) {
        OwnServer server = new OwnServer(listens, 9400, Optional.empty());

        RequestOptions call = server.call(HttpMethod.GET, "/bots");
        assertThat(
                        call.getServer().hostAddress() == null
                                ? call.getServer().host()
                                : call.getServer().hostAddress())
                .isEqualTo(address);
        assertThat(call.getHost()).isEqualTo("localhost");
        assertThat(call.getURI()).isEqualTo("/api/v1/bots");
        WebSocketConnectOptions stream = server.stream();
        assertThat(stream.getHost()).isEqualTo(streamHost);
        assertThat(stream.getPort()).isEqualTo(9400);
        assertThat(stream.getHeaders().get("Host")).isEqualTo("localhost:9400");
        assertThat(stream.getHeaders().contains("Authorization")).isFalse();
    }

    @Test
    void showsTheToken() {
        OwnServer server = new OwnServer("127.0.0.1", 9400, Optional.of("a secret"));

        assertThat(server.call(HttpMethod.GET, "/bots").getHeaders().get("Authorization"))
                .isEqualTo("Bearer a secret");
        assertThat(server.stream().getHeaders().get("Authorization")).isEqualTo("Bearer a secret");
    }
}
