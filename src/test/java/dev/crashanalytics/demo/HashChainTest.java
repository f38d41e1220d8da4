package dev.crashanalytics.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.BustabitChain;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chain and crashes against games that were really played, and against figures from Python's hashlib and hmac. */
class HashChainTest {

    private static final CrashPoints BUSTABIT = new CrashPoints(BustabitChain.SALT, BigDecimal.ONE);
    private static final CrashPoints DEMO = new CrashPoints("demo", new BigDecimal("3.5"));

    @Test
    void isTheOneThatBustabitPublished() {
        HashChain chain = HashChain.endingIn(BustabitChain.LAST_HASH, BustabitChain.GAMES);

        assertThat(chain.games()).isEqualTo(100_000);
        assertThat(chain.terminatingHash()).isEqualTo(BustabitChain.TERMINATING_HASH);
        assertThat(chain.hash(BustabitChain.GAMES)).isEqualTo(BustabitChain.LAST_HASH);
        assertThat(IntStream.rangeClosed(1, 10).mapToObj(game -> BUSTABIT.of(chain.hash(game))))
                .extracting(BigDecimal::toString)
                .containsExactly("15.49", "7.42", "1.04", "2.71", "1.95", "4.00", "4.40", "1.52", "28.69", "7.44");
    }

    /** All of them, from the other program there is of the same source. */
    @Test
    void allCrashesAreThoseThatWerePlayed() {
        HashChain chain = HashChain.endingIn(BustabitChain.LAST_HASH, BustabitChain.GAMES);

        long[] cents = IntStream.rangeClosed(1, BustabitChain.GAMES)
                .mapToLong(
                        game -> BUSTABIT.of(chain.hash(game)).movePointRight(2).longValueExact())
                .toArray();

        assertThat(Arrays.mismatch(cents, BustabitChain.crashes())).isEqualTo(-1);
    }

    /** The example of the Rust library bustabit. */
    @Test
    void aHashByItself() {
        assertThat(BUSTABIT.of("5d07719b61b0abb6f1c3b17b1d69c838278f87f9b5e75077026e5fedf96c2eb2"))
                .isEqualTo(new BigDecimal("2055.90"));
    }

    @Test
    void theDemosEdgeIsInTheCrashes() {
        HashChain chain = HashChain.endingIn("3547cb112ac4489af2310c0626cdba6f3097a2ad5a3b42ddd3b59c76c7a079a3", 5);

        assertThat(chain.terminatingHash())
                .isEqualTo("38772d0bd8d4f38af67a0b9e18a833a3c3fab1c751e6d18d73eeaec160d147d0");
        assertThat(chain.hash(1)).isEqualTo("cb31c588a56d76f0f0bff92759be991ece3179be1c177e36e4976ae652f6a03a");
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(game -> DEMO.of(chain.hash(game))))
                .extracting(BigDecimal::toString)
                .containsExactly("3.00", "17.46", "1.13", "1.77", "1.92");
    }

    @Test
    void extremes() {
        assertThat(DEMO.of("05bb5f0450bd7ae843ecf0b0a59698fd93d83a3930686eb7cfcf33fbb26edde4"))
                .isEqualTo(new BigDecimal("1.00"));
        assertThat(DEMO.of("f5b1c29e28e4eda41329a773e0c63b973402eb331297e7ee84ca8f1b02fba8eb"))
                .isEqualTo(new BigDecimal("121506.85"));
        assertThat(new CrashPoints("demo", new BigDecimal("99.99999"))
                        .of("f5b1c29e28e4eda41329a773e0c63b973402eb331297e7ee84ca8f1b02fba8eb"))
                .isEqualTo(new BigDecimal("1.00"));
    }
}
