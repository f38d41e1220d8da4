package dev.crashanalytics.demo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a game crashes, from its hash. Of HMAC-SHA256 over the hash (as bytes), keyed with the salt (as text), r is the
 * first 52 bits; with a house edge of e percent the crash is max(1, floor((100 - e) / (1 - r / 2^52)) / 100).
 *
 * <p>Source: "On Game v2 Mechanics" (2018), https://bitcointalk.org/index.php?topic=2807542.0
 *
 * @param salt any text; it is public
 * @param edgePercent from 0 to below 100
 */
record CrashPoints(String salt, BigDecimal edgePercent) {

    private static final String HMAC = "HmacSHA256";
    private static final int BITS = 52;
    private static final long STEPS = 1L << BITS;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final HexFormat HEX = HexFormat.of();

    /** The crash of the game with this hash, with two decimals. */
    BigDecimal of(String hash) {
        String digest = HEX.formatHex(hmac().doFinal(HEX.parseHex(hash)));
        long r = Long.parseLong(digest.substring(0, BITS / 4), 16);
        return HUNDRED.subtract(edgePercent)
                .multiply(BigDecimal.valueOf(STEPS))
                .divideToIntegralValue(BigDecimal.valueOf(STEPS - r))
                .max(HUNDRED)
                .movePointLeft(2)
                .setScale(2);
    }

    private Mac hmac() {
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), HMAC));
            return hmac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
