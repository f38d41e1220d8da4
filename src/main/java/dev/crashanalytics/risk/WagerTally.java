package dev.crashanalytics.risk;

import dev.crashanalytics.stats.model.OpenWagers;
import dev.crashanalytics.stats.model.WagerGroup;
import dev.crashanalytics.stats.model.WagerSums;
import dev.crashanalytics.stats.model.Wagers;
import dev.crashanalytics.stats.model.Wagers.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up bets as they come. Those that are alike are counted and multiplied out later, which spares the powers of each
 * stake. Mutable; for one thread at a time.
 */
final class WagerTally {

    /** Decimals of what a bet gains at a stake of 1. */
    private static final int UNIT_SCALE = 10;

    private final Map<Kind, long[]> counts = new HashMap<>();
    private boolean tooManyKinds;
    private WagerSums stated = WagerSums.NONE;
    private WagerSums statedAtUnitStakes = WagerSums.NONE;
    private OpenWagers open = OpenWagers.NONE;
    private BigDecimal profit = BigDecimal.ZERO;
    private BigDecimal unitProfit = BigDecimal.ZERO;
    private BigDecimal openProfit = BigDecimal.ZERO;
    private BigDecimal openUnitProfit = BigDecimal.ZERO;
    private long cashouts;
    private BigDecimal cashoutSum = BigDecimal.ZERO;
    private long withoutTarget;

    /** Counts a round that was played. */
    void add(RiskRound round) {
        if (round.stake().signum() <= 0) {
            // Not to be stored; where somebody did by hand it is no bet.
            return;
        }
        if (round.target() == null) {
            addOpen(round);
        } else if (round.target().compareTo(BigDecimal.ONE) <= 0) {
            withoutTarget++;
        } else {
            profit = profit.add(round.profit());
            unitProfit = unitProfit.add(atUnitStake(round));
            count(new Kind(round.stake(), round.target()));
        }
    }

    /** The sums of all that were added. */
    Wagers wagers() {
        TreeMap<Kind, Long> kinds = new TreeMap<>();
        counts.forEach((kind, number) -> kinds.put(kind, number[0]));
        multiplyOut();
        return new Wagers(
                stated.withProfit(profit),
                statedAtUnitStakes.withProfit(unitProfit),
                open.with(openProfit, openUnitProfit, cashouts, cashoutSum),
                tooManyKinds ? null : kinds,
                withoutTarget);
    }

    private void addOpen(RiskRound round) {
        openProfit = openProfit.add(round.profit());
        openUnitProfit = openUnitProfit.add(atUnitStake(round));
        if (round.isWin() && round.cashout() != null) {
            cashouts++;
            cashoutSum = cashoutSum.add(round.cashout());
        }
        count(new Kind(round.stake(), null));
    }

    /** Rounded down, so that bets that are alike never seem to have gained more than their number of wins. */
    private static BigDecimal atUnitStake(RiskRound round) {
        return round.profit().divide(round.stake(), UNIT_SCALE, RoundingMode.FLOOR);
    }

    private void count(Kind kind) {
        counts.computeIfAbsent(kind, first -> new long[1])[0]++;
        if (counts.size() > Wagers.MOST_KINDS) {
            tooManyKinds = true;
            multiplyOut();
        }
    }

    private void multiplyOut() {
        counts.forEach((kind, number) -> {
            if (kind.target() == null) {
                open = open.plus(OpenWagers.of(kind.stake(), number[0]));
            } else {
                stated = stated.plus(sums(kind.stake(), kind.target(), number[0]));
                statedAtUnitStakes = statedAtUnitStakes.plus(sums(BigDecimal.ONE, kind.target(), number[0]));
            }
        });
        counts.clear();
    }

    private static WagerSums sums(BigDecimal stake, BigDecimal target, long bets) {
        return WagerSums.of(new WagerGroup(stake, target, bets), BigDecimal.ZERO);
    }
}
