package dev.crashanalytics.stats.model;

/**
 * Streaks of one kind, wins or losses, in a sequence of played rounds, in constant space.
 *
 * @param rounds all rounds of the sequence, of either kind
 * @param first the streak it begins with
 * @param longest the longest anywhere in it
 * @param last the streak it ends with
 */
public record StreakLengths(long rounds, long first, long longest, long last) {

    static final StreakLengths NONE = new StreakLengths(0, 0, 0, 0);

    public StreakLengths {
        if (first < 0 || last < 0 || longest < Math.max(first, last) || rounds < longest) {
            throw new IllegalArgumentException(
                    "no streaks of " + rounds + " rounds: " + first + ", " + longest + ", " + last);
        }
    }

    static StreakLengths ofRound(boolean ofThisKind) {
        long length = ofThisKind ? 1 : 0;
        return new StreakLengths(1, length, length, length);
    }

    StreakLengths then(StreakLengths next) {
        return new StreakLengths(
                rounds + next.rounds,
                first == rounds ? rounds + next.first : first,
                Math.max(Math.max(longest, next.longest), last + next.first),
                next.last == next.rounds ? last + next.rounds : next.last);
    }
}
