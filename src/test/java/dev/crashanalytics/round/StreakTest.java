package dev.crashanalytics.round;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreakTest {

    @Test
    void growsWithTheSameAndBreaksWithTheOther() {
        assertThat(after(Outcome.WIN, Outcome.WIN)).isEqualTo(new Streak(2, 0));
        assertThat(after(Outcome.WIN, Outcome.WIN, Outcome.LOSS)).isEqualTo(new Streak(0, 1));
        assertThat(after(Outcome.LOSS, Outcome.LOSS, Outcome.WIN)).isEqualTo(new Streak(1, 0));
    }

    @Test
    void isUntouchedByRoundsThatWereNotPlayed() {
        assertThat(after(Outcome.WIN, Outcome.SKIP, Outcome.ERROR, Outcome.WIN)).isEqualTo(new Streak(2, 0));
        assertThat(after(Outcome.SKIP, Outcome.ERROR)).isEqualTo(Streak.NONE);
    }

    private static Streak after(Outcome... outcomes) {
        Streak streak = Streak.NONE;
        for (Outcome outcome : outcomes) {
            streak = streak.after(outcome);
        }
        return streak;
    }
}
