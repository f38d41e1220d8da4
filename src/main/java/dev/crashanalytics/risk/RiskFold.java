package dev.crashanalytics.risk;

import dev.crashanalytics.stats.GamePlatform;
import dev.crashanalytics.stats.model.Equity;
import dev.crashanalytics.stats.model.ProfitSums;
import dev.crashanalytics.stats.model.Streaks;
import dev.crashanalytics.stats.model.Wagers;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums up rounds as they come, in their order. Mutable; for one thread at a time. */
final class RiskFold {

    private final SortedMap<String, CurrencyFold> byCurrency = new TreeMap<>();
    private Streaks streaks = Streaks.NONE;

    /** Adds the next round. */
    void add(RiskRound round) {
        byCurrency
                .computeIfAbsent(round.currency(), first -> new CurrencyFold())
                .add(round);
        streaks = streaks.then(streakOf(round));
    }

    /** The summary of what was added; the end of this fold. */
    RiskPiece piece() {
        SortedMap<String, RiskSums> sums = new TreeMap<>();
        byCurrency.forEach((currency, fold) -> sums.put(currency, fold.sums()));
        return new RiskPiece(streaks, sums);
    }

    private static Streaks streakOf(RiskRound round) {
        if (round.isWin()) {
            return Streaks.WIN;
        }
        return round.isLoss() ? Streaks.LOSS : Streaks.NONE;
    }

    private static final class CurrencyFold {

        private final long[] reached = new long[RiskSums.TARGETS.size()];
        private final Map<GamePlatform, WagerTally> wagers = new TreeMap<>();
        private long wins;
        private long losses;
        private Equity equity = Equity.NONE;
        private Streaks streaks = Streaks.NONE;
        private ProfitSums profits = ProfitSums.NONE;
        private long crashes;

        void add(RiskRound round) {
            wins += round.isWin() ? 1 : 0;
            losses += round.isLoss() ? 1 : 0;
            equity = equity.then(Equity.of(round.profit(), round.start()));
            streaks = streaks.then(streakOf(round));
            WagerTally tally = wagers.computeIfAbsent(round.platform(), first -> new WagerTally());
            if (round.isPlayed()) {
                profits = profits.plus(ProfitSums.of(round.profit()));
                tally.add(round);
            }
            if (round.crash() != null) {
                crashes++;
                int targets = RiskSums.targetsReached(round.crash());
                for (int target = 0; target < targets; target++) {
                    reached[target]++;
                }
            }
        }

        RiskSums sums() {
            SortedMap<GamePlatform, Wagers> bets = new TreeMap<>();
            wagers.forEach((platform, tally) -> bets.put(platform, tally.wagers()));
            return new RiskSums(
                    wins,
                    losses,
                    equity,
                    streaks,
                    profits,
                    crashes,
                    Arrays.stream(reached).boxed().toList(),
                    bets);
        }
    }
}
