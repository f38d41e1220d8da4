package dev.crashanalytics.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Real rounds: the first games of Bustabit's second chain, with a house edge of 1%. The hash of a game is the SHA-256
 * of the hash of the next one, written as hexadecimal text; hashing that of game n so n times ends in the hash
 * published beforehand, which is checked. A crash takes the first 52 bits r of HMAC-SHA256 of the hash (as bytes),
 * keyed with the salt (as text): max(1, floor(99 / (1 - r / 2^52)) / 100).
 *
 * <p>Source: "On Game v2 Mechanics" (2018), https://bitcointalk.org/index.php?topic=2807542.0
 */
public final class BustabitChain {

    /** How many games there are to be had. */
    public static final int GAMES = 100_000;

    /** Of game 100,000: what the published hash of game 2,729,956, 79f6bbae...18e54f, leads to. */
    public static final String LAST_HASH = "f8dd0c706ca4fc5bf48d2f8e62959512f5308d863ea2a8880ee596f7538653e0";

    /** What the chain ends in, published before its first game. */
    public static final String TERMINATING_HASH = "86728f5fc3bd99db94d3cdaf105d67788194e9701bf95d049ad0e1ee3d004277";

    /** The hash of a block of Bitcoin that was to come when the chain was published. */
    public static final String SALT = "0000000000000000004d6ec16dafe9d8370958664c1dc422f452892264c59526";

    private static final long TWO_TO_52 = 1L << 52;
    private static final HexFormat HEX = HexFormat.of();

    private BustabitChain() {}

    /** The crashes of games 1 to {@link #GAMES} in the order they were played, in cents. */
    public static long[] crashes() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            Mac hmac = hmac();
            long[] crashes = new long[GAMES];
            String hash = LAST_HASH;
            for (int game = GAMES; game >= 1; game--) {
                crashes[game - 1] = crash(hmac, hash);
                hash = HEX.formatHex(sha256.digest(hash.getBytes(StandardCharsets.US_ASCII)));
            }
            if (!hash.equals(TERMINATING_HASH)) {
                throw new AssertionError("this is another chain: " + hash);
            }
            return crashes;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The crash of the game with this hash, in cents. */
    public static long crash(String hash) {
        try {
            return crash(hmac(), hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Mac hmac() throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(SALT.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        return hmac;
    }

    private static long crash(Mac hmac, String hash) {
        String digest = HEX.formatHex(hmac.doFinal(HEX.parseHex(hash)));
        long r = Long.parseLong(digest.substring(0, 52 / 4), 16);
        // 99 * 2^52 fits in 63 bits, so the quotient is exact.
        return Math.max(100, 99 * TWO_TO_52 / (TWO_TO_52 - r));
    }
}
