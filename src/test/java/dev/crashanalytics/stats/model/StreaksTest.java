package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.Fuzz;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreaksTest {

    @Test
    void byHand() {
        Streaks streaks = of("WLL-LWWEWWL");

        assertThat(streaks.longestWins()).isEqualTo(4);
        assertThat(streaks.longestLosses()).isEqualTo(3);
        assertThat(streaks.currentWins()).isZero();
        assertThat(streaks.currentLosses()).isEqualTo(1);
    }

    @Test
    void roundsThatWereNotPlayedNeitherExtendNorBreak() {
        assertThat(of("W-W-EW")).isEqualTo(of("WWW"));
        assertThat(of("--")).isEqualTo(Streaks.NONE);
        assertThat(Streaks.NONE.longestWins()).isZero();
        assertThat(Streaks.NONE.currentLosses()).isZero();
    }

    @Test
    void ofOneKind() {
        assertThat(of("LLLLL").longestLosses()).isEqualTo(5);
        assertThat(of("LLLLL").currentLosses()).isEqualTo(5);
        assertThat(of("LLLLL").longestWins()).isZero();
    }

    @Test
    void piecesJoinToWhatTheWholeSays() {
        Random random = Fuzz.random(StreaksTest.class);
        for (int i = 0; i < 5_000; i++) {
            String first = rounds(random);
            String second = rounds(random);
            String third = rounds(random);

            Streaks whole = of(first + second + third);
            assertThat(of(first).then(of(second)).then(of(third))).isEqualTo(whole);
            assertThat(of(first).then(of(second).then(of(third)))).isEqualTo(whole);
            assertThat(whole.longestLosses()).isEqualTo(longestLosses(first + second + third));
        }
    }

    private static long longestLosses(String rounds) {
        long longest = 0;
        for (String losses : rounds.replaceAll("[^WL]", "").split("W")) {
            longest = Math.max(longest, losses.length());
        }
        return longest;
    }

    private static String rounds(Random random) {
        return random.ints(random.nextInt(12), 0, 8)
                .collect(StringBuilder::new, (text, i) -> text.append("WWWLLL-E".charAt(i)), StringBuilder::append)
                .toString();
    }

    private static Streaks of(String rounds) {
        return rounds.chars()
                .mapToObj(round -> round == 'W' ? Streaks.WIN : round == 'L' ? Streaks.LOSS : Streaks.NONE)
                .reduce(Streaks.NONE, Streaks::then);
    }
}
