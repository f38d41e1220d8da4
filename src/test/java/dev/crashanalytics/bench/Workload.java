package dev.crashanalytics.bench;

import java.math.BigDecimal;

/**
 * Which rounds a variant sends: the same number of rounds from each of {@code bots} bots. Two workloads that
 * differ in {@code prefix} alone hold the same rounds under other bots.
 *
 * @param prefix first part of every bot id; keeps the variants of one run apart, always of the same length
 * @param bots number of bots, one session each
 * @param roundsPerBot rounds of each, numbered from 1
 */
record Workload(String prefix, int bots, int roundsPerBot) {

    /** What the tables must hold once every round of the workload is acknowledged. */
    record Expected(long rounds, long multipliers, long outcomes, BigDecimal balances) {}

    Workload {
        if (bots < 1 || roundsPerBot < 1) {
            throw new IllegalArgumentException("a workload needs bots and rounds");
        }
    }

    long rounds() {
        return (long) bots * roundsPerBot;
    }

    RoundStream stream(int bot) {
        return new RoundStream(String.format("%s-bot-%03d", prefix, bot), "session_20251121_001", bot);
    }

    /** A crash row a round, one more for each that cashed out, one outcome a round. */
    Expected expected() {
        long wins = 0;
        long balances = 0;
        for (int bot = 0; bot < bots; bot++) {
            RoundStream stream = stream(bot);
            for (int i = 0; i < roundsPerBot; i++) {
                stream.next();
                wins += stream.isWin() ? 1 : 0;
                balances += stream.balanceAfter();
            }
        }
        return new Expected(rounds(), rounds() + wins, rounds(), BigDecimal.valueOf(balances, 2));
    }
}
