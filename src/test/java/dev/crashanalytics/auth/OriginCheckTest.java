package dev.crashanalytics.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginCheckTest {
    private final OriginCheck check = new OriginCheck("127.0.0.1", Stream.of("Bots.Example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "127.9.9.9",
                "localhost:8080",
                "LOCALHOST",
                "x.localhost:1",
                "[::1]:8080",
                "bots.example",
                "bots.example:443"
            })
    void loopbackNamesAndAllowedOnesAreItsOwn(String host) {
        assertThat(check.isOwnHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "evil.example#@localhost",
                "localhost@evil.example",
                "10.0.0.1:8080",
                "",
                " ",
                "a b"
            })
    void namesOfOthersAreNot(String host) {
        assertThat(check.isOwnHost(host)).isFalse();
    }

    @Test
    void behindAnotherAddressNamesAreNotKnown() {
        assertThat(new OriginCheck("0.0.0.0", Stream.of()).isOwnHost("db.example"))
                .isTrue();
    }

    @Test
    void programsSendNoOrigin() {
        assertThat(check.isSameOrigin(null, "127.0.0.1:8080")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, 127.0.0.1:8080",
        "http://localhost:8080, localhost:8080",
        "http://LocalHost:8080, localhost:8080",
        "http://bots.example, bots.example",
        "http://bots.example, bots.example:80",
        "https://bots.example, bots.example",
        "https://bots.example, bots.example:443",
        "http://[::1]:8080, [::1]:8080"
    })
    void itsOwnPagesPass(String origin, String host) {
        assertThat(check.isSameOrigin(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 127.0.0.1:8080",
        "http://127.0.0.1:3000, 127.0.0.1:8080",
        "http://localhost:8080, 127.0.0.1:8080",
        "https://bots.example, bots.example:80",
        "null, 127.0.0.1:8080",
        "'', 127.0.0.1:8080",
        "file://, 127.0.0.1:8080",
        "http://127.0.0.1:8080@evil.example, 127.0.0.1:8080",
        "http://127.0.0.1:8080/path, 127.0.0.1:8080"
    })
    void pagesOfOthersDoNot(String origin, String host) {
        assertThat(check.isSameOrigin(origin, host)).isFalse();
    }
}
