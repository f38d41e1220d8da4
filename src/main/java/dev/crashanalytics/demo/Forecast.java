package dev.crashanalytics.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a bot thinks of the next game, from the last ones: the share that reached its target, drawn towards the chance of a
 * fair game, 1 / target, while it has seen few. Since games are independent it is no better than a guess, which the
 * statistics of signals show.
 */
final class Forecast {

    /** How many games it remembers. */
    static final int WINDOW = 20;

    /** As how many games the fair chance counts. */
    private static final BigDecimal PRIOR = BigDecimal.valueOf(4);

    private static final int DECIMALS = 4;

    private final BigDecimal target;
    private final Deque<Boolean> reached = new ArrayDeque<>();

    Forecast(BigDecimal target) {
        this.target = target;
    }

    /** Takes note of a game. */
    void saw(BigDecimal crash) {
        if (reached.size() == WINDOW) {
            reached.removeFirst();
        }
        reached.addLast(crash.compareTo(target) >= 0);
    }

    int games() {
        return reached.size();
    }

    int gamesThatReached() {
        return (int) reached.stream().filter(hit -> hit).count();
    }

    /** How probable it seems that the next game reaches the target, 0 to 1. */
    BigDecimal confidence() {
        BigDecimal seen = BigDecimal.valueOf(gamesThatReached());
        return PRIOR.divide(target, DECIMALS, RoundingMode.HALF_EVEN)
                .add(seen)
                .divide(PRIOR.add(BigDecimal.valueOf(games())), DECIMALS, RoundingMode.HALF_EVEN);
    }
}
