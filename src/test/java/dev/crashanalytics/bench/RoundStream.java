package dev.crashanalytics.bench;

import java.util.SplittableRandom;

/**
 * The rounds of one bot, in order, as the guide's step 5 logs them: a stake of 10, a target of 1.33, crash
 * points drawn from {@code (1 - e) / u} with the house edge {@code e} and {@code u} uniform. Deterministic: the
 * same bot number yields the same rounds. Money and multipliers are whole cents. Not thread-safe.
 */
final class RoundStream {

    static final String GAME = "aviator";
    static final String PLATFORM = "dafabet";
    static final long STAKE = 1000;
    static final long TARGET = 133;

    private static final long SEED = 20_251_121;
    private static final double HOUSE_EDGE = 0.035;
    private static final long HIGHEST_CRASH = 100_000_000;
    private static final long INITIAL_BALANCE = 10_000_000;

    private final String botId;
    private final String sessionId;
    private final SplittableRandom random;

    private long roundNumber;
    private long crash;
    private long profit;
    private long balanceBefore;
    private long balanceAfter = INITIAL_BALANCE;
    private long confidence;
    private int winStreak;
    private int lossStreak;

    RoundStream(String botId, String sessionId, int bot) {
        this.botId = botId;
        this.sessionId = sessionId;
        this.random = new SplittableRandom(SEED + bot);
    }

    /** Moves on to the next round. */
    void next() {
        roundNumber++;
        double u = 1 - random.nextDouble();
        crash = Math.min(HIGHEST_CRASH, Math.max(100, (long) (100 * (1 - HOUSE_EDGE) / u)));
        confidence = random.nextInt(90, 100);
        boolean win = isWin();
        profit = win ? STAKE * (TARGET - 100) / 100 : -STAKE;
        balanceBefore = balanceAfter;
        balanceAfter += profit;
        winStreak = win ? winStreak + 1 : 0;
        lossStreak = win ? 0 : lossStreak + 1;
    }

    boolean isWin() {
        return crash >= TARGET;
    }

    String botId() {
        return botId;
    }

    String sessionId() {
        return sessionId;
    }

    long roundNumber() {
        return roundNumber;
    }

    long crash() {
        return crash;
    }

    long profit() {
        return profit;
    }

    long balanceBefore() {
        return balanceBefore;
    }

    long balanceAfter() {
        return balanceAfter;
    }

    /** In hundredths. */
    long confidence() {
        return confidence;
    }

    int winStreak() {
        return winStreak;
    }

    int lossStreak() {
        return lossStreak;
    }
}
