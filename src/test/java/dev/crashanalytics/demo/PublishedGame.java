package dev.crashanalytics.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A game as anybody can check it who has read docs/demo.md, and nothing of the server's code. */
final class PublishedGame {

    private PublishedGame() {}

    /** Checks {@code seed game salt terminating_hash crash_in_cents}. */
    static void check(String shown) {
        String[] part = shown.split(" ");
        assertThat(part).hasSize(5);
        try {
            assertThat(terminatingHash(part[0], Integer.parseInt(part[1]))).isEqualTo(part[3]);
            assertThat(cents(part[0], part[2])).isEqualTo(Long.parseLong(part[4]));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String terminatingHash(String seed, int game) throws GeneralSecurityException {
        String hash = seed;
        for (int i = 0; i < game; i++) {
            hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(hash.getBytes(StandardCharsets.US_ASCII)));
        }
        return hash;
    }

    private static long cents(String seed, String salt) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        BigInteger first52 = new BigInteger(1, hmac.doFinal(HexFormat.of().parseHex(seed))).shiftRight(256 - 52);
        BigInteger twoTo52 = BigInteger.ONE.shiftLeft(52);
        long cents = BigInteger.valueOf(965)
                .multiply(twoTo52)
                .divide(BigInteger.TEN.multiply(twoTo52.subtract(first52)))
                .longValueExact();
        return Math.min(Math.max(100, cents), 100_000_000);
    }
}
