package dev.crashanalytics.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A session's profit from its beginning up to one of its rounds, by round number. What rounds after that one change of it
 * is worked out from them alone.
 *
 * @param rounds how many there are so far
 * @param lastRound the highest number among them; 0 without any
 * @param profit what they come to
 * @param peak the highest profit after any of them, at least 0
 * @param depth the deepest fall from a peak; 0 where it never fell
 */
record RunningProfit(long rounds, long lastRound, BigDecimal profit, BigDecimal peak, BigDecimal depth) {

    /** Before the first round. */
    static final RunningProfit START = new RunningProfit(0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** So many rounds before the end there is no need to be exact about. */
    private static final long NEAR = 100;

    private static final long FACTOR = 10;

    /** This and the rounds that come after it. */
    RunningProfit then(Stretch stretch) {
        return new RunningProfit(
                rounds + stretch.rounds(),
                stretch.lastRound(),
                profit.add(stretch.profit()),
                peak.max(profit.add(stretch.highest())),
                depth.max(stretch.depth()).max(peak.subtract(profit).subtract(stretch.lowest())));
    }

    /**
     * Of these, the newest first, those worth keeping: a late round makes all after it worthless, and is worked out
     * from the newest before it. One is kept within ten times as many rounds from the end as the one after it, so that
     * not many more rounds are read than came after the late one, and few are kept: two for each power of ten.
     */
    static List<RunningProfit> thinned(List<RunningProfit> newestFirst) {
        List<RunningProfit> kept = new ArrayList<>();
        long reach = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            boolean nextWillDo = i + 1 < newestFirst.size() && behind(newestFirst, i + 1) <= reach;
            if (!nextWillDo) {
                kept.add(newestFirst.get(i));
                reach = FACTOR * Math.max(NEAR, behind(newestFirst, i));
            }
        }
        return List.copyOf(kept);
    }

    private static long behind(List<RunningProfit> newestFirst, int index) {
        return newestFirst.get(0).rounds - newestFirst.get(index).rounds;
    }

    /**
     * Consecutive rounds of a session, as if its profit began with them.
     *
     * @param rounds how many, at least 1
     * @param lastRound the number of the last of them
     * @param highest the highest profit after any of them
     * @param lowest the lowest
     * @param depth the deepest fall from a profit after one of them to that after a later one
     */
    record Stretch(
            long rounds, long lastRound, BigDecimal profit, BigDecimal highest, BigDecimal lowest, BigDecimal depth) {}
}
