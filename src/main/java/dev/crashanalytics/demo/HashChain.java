package dev.crashanalytics.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hashes of games, made before the first of them: the hash of a game is the SHA-256 of the hash of the next one, written
 * as hexadecimal text. Whoever knows the terminating hash, which is shown first, can check that a game's hash leads to it;
 * nobody can tell the next one from it.
 *
 * <p>Source: "On Game v2 Mechanics" (2018), https://bitcointalk.org/index.php?topic=2807542.0
 */
final class HashChain {

    private static final int BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] hashes;

    private HashChain(byte[] hashes) {
        this.hashes = hashes;
    }

    /**
     * The chain of so many games that ends in the hash of the last one.
     *
     * @param lastHash 64 hexadecimal digits, which nobody else may know before the last game
     */
    static HashChain endingIn(String lastHash, int games) {
        byte[] hashes = new byte[(games + 1) * BYTES];
        MessageDigest sha256 = sha256();
        byte[] hash = HEX.parseHex(lastHash);
        for (int game = games; game >= 0; game--) {
            System.arraycopy(hash, 0, hashes, game * BYTES, BYTES);
            hash = sha256.digest(HEX.formatHex(hash).getBytes(StandardCharsets.US_ASCII));
        }
        return new HashChain(hashes);
    }

    int games() {
        return hashes.length / BYTES - 1;
    }

    /** What the hash of game n leads to by n times SHA-256. */
    String terminatingHash() {
        return hash(0);
    }

    /** The hash of a game, 1 to {@link #games}; 64 hexadecimal digits. */
    String hash(int game) {
        return HEX.formatHex(hashes, game * BYTES, (game + 1) * BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
