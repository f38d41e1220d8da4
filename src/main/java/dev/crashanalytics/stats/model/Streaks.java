package dev.crashanalytics.stats.model;

/**
 * The longest and the current streaks of a sequence of rounds. Rounds that were not played neither extend nor break a
 * streak: they are {@link #NONE}. Summaries of consecutive pieces join to that of the whole, as those of {@link Equity}
 * do.
 */
public record Streaks(StreakLengths wins, StreakLengths losses) {

    public static final Streaks NONE = new Streaks(StreakLengths.NONE, StreakLengths.NONE);

    public static final Streaks WIN = new Streaks(StreakLengths.ofRound(true), StreakLengths.ofRound(false));

    public static final Streaks LOSS = new Streaks(StreakLengths.ofRound(false), StreakLengths.ofRound(true));

    /** The streaks of these rounds and then the next ones. */
    public Streaks then(Streaks next) {
        return new Streaks(wins.then(next.wins), losses.then(next.losses));
    }

    public long longestWins() {
        return wins.longest();
    }

    public long longestLosses() {
        return losses.longest();
    }

    /** The wins at the end of the sequence; 0 where it ends with a loss. */
    public long currentWins() {
        return wins.last();
    }

    /** The losses at the end of the sequence; 0 where it ends with a win. */
    public long currentLosses() {
        return losses.last();
    }
}
