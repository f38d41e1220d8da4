package dev.crashanalytics.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCheckTest {
    private static final String TOKEN = "s3cret/é+?";

    private final TokenCheck check = new TokenCheck(Optional.of(TOKEN));

    @Test
    void withoutATokenEverythingPasses() {
        assertThat(new TokenCheck(Optional.empty()).passes(null, List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cret/é+?", "bearer s3cret/é+?", "BEARER  s3cret/é+? "})
    void theTokenPasses(String authorization) {
        assertThat(check.passes(authorization, List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer s3cret", "Bearer s3cret/é+?x", "Basic s3cret/é+?", "s3cret/é+?"
            })
    void anythingElseDoesNot(String authorization) {
        assertThat(check.passes(authorization, List.of())).isFalse();
    }

    @Test
    void nothingDoesNot() {
        assertThat(check.passes(null, List.of())).isFalse();
    }

    @Test
    void browsersSendItAsSubprotocol() {
        assertThat(check.passes(null, List.of("crash.v1, bearer." + base64Url(TOKEN))))
                .isTrue();
        assertThat(check.passes(null, List.of("crash.v1", "bearer." + base64Url(TOKEN))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"crash.v1", "bearer.", "bearer.???", "bearer.d3Jvbmc", "s3cret/é+?"})
    void anotherSubprotocolDoesNotPass(String subprotocol) {
        assertThat(check.passes(null, List.of(subprotocol))).isFalse();
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
