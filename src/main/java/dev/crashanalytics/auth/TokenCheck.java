package dev.crashanalytics.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Compares the token a request shows with the configured one, in a time that tells nothing about either. Browsers
 * cannot send headers with a WebSocket; they send the token as a subprotocol, {@code bearer.<base64url token>}.
 */
final class TokenCheck {
    private static final String SCHEME = "bearer ";
    private static final String SUBPROTOCOL = "bearer.";

    private final Optional<byte[]> expected;

    /** Without a token everything passes. */
    TokenCheck(Optional<String> token) {
        this.expected = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether the request may pass.
     *
     * @param authorization the header of that name, null where there is none
     * @param subprotocols the {@code Sec-WebSocket-Protocol} headers of a WebSocket upgrade, else empty
     */
    boolean passes(String authorization, List<String> subprotocols) {
        return expected.isEmpty() || shown(authorization, subprotocols).anyMatch(this::matches);
    }

    private static java.util.stream.Stream<byte[]> shown(String authorization, List<String> subprotocols) {
        if (authorization != null) {
            return bearer(authorization).stream();
        }
        return subprotocols.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(SUBPROTOCOL))
                .map(protocol -> decoded(protocol.substring(SUBPROTOCOL.length())))
                .flatMap(Optional::stream);
    }

    private static Optional<byte[]> bearer(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static Optional<byte[]> decoded(String base64Url) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(base64Url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean matches(byte[] token) {
        return MessageDigest.isEqual(expected.orElseThrow(), token);
    }
}
