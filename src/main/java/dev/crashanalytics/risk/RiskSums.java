package dev.crashanalytics.risk;

import dev.crashanalytics.stats.GamePlatform;
import dev.crashanalytics.stats.model.CrashBins;
import dev.crashanalytics.stats.model.Equity;
import dev.crashanalytics.stats.model.ProfitSums;
import dev.crashanalytics.stats.model.Proportion;
import dev.crashanalytics.stats.model.Streaks;
import dev.crashanalytics.stats.model.SurvivalPoint;
import dev.crashanalytics.stats.model.Wagers;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A sequence of rounds of one currency, summed up in constant space. Summaries of consecutive pieces join to that of the
 * whole.
 *
 * @param wins rounds won
 * @param losses rounds lost
 * @param equity of all rounds, watched ones too
 * @param profits of the rounds that were played
 * @param crashes rounds whose crash is known
 * @param reached how many of these reached each of {@link #TARGETS}
 * @param wagers by game and platform, also where nothing was staked there
 */
record RiskSums(
        long wins,
        long losses,
        Equity equity,
        Streaks streaks,
        ProfitSums profits,
        long crashes,
        List<Long> reached,
        SortedMap<GamePlatform, Wagers> wagers) {

    /** The targets whose expected value is shown. */
    static final List<BigDecimal> TARGETS = Stream.of(
                    "1.20", "1.33", "1.50", "2.00", "3.00", "5.00", "10.00", "20.00", "50.00", "100.00")
            .map(BigDecimal::new)
            .toList();

    private static final long[] TARGET_CENTS =
            TARGETS.stream().mapToLong(CrashBins::cents).toArray();

    static final RiskSums NONE = new RiskSums(
            0,
            0,
            Equity.NONE,
            Streaks.NONE,
            ProfitSums.NONE,
            0,
            TARGETS.stream().map(target -> 0L).toList(),
            new TreeMap<>());

    /** How many of the targets, the lowest first, a crash reaches. */
    static int targetsReached(BigDecimal crash) {
        long cents = CrashBins.cents(crash);
        int targets = 0;
        while (targets < TARGET_CENTS.length && TARGET_CENTS[targets] <= cents) {
            targets++;
        }
        return targets;
    }

    /** The summary of these rounds and then the next ones. */
    RiskSums then(RiskSums next) {
        SortedMap<GamePlatform, Wagers> together = new TreeMap<>(wagers);
        next.wagers.forEach((platform, bets) -> together.merge(platform, bets, Wagers::plus));
        return new RiskSums(
                wins + next.wins,
                losses + next.losses,
                equity.then(next.equity),
                streaks.then(next.streaks),
                profits.plus(next.profits),
                crashes + next.crashes,
                IntStream.range(0, TARGETS.size())
                        .mapToObj(target -> reached.get(target) + next.reached.get(target))
                        .toList(),
                together);
    }

    /** Rounds of every outcome. */
    long rounds() {
        return equity.rounds();
    }

    /** Rounds won or lost. */
    long played() {
        return wins + losses;
    }

    /** How many crashes reached each of the targets. */
    List<SurvivalPoint> survival() {
        return IntStream.range(0, TARGETS.size())
                .mapToObj(
                        target -> new SurvivalPoint(TARGETS.get(target), new Proportion(reached.get(target), crashes)))
                .toList();
    }
}
