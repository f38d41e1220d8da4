package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Sums over bets, of one currency, that state no target: what {@link WagerSums} of them needs once a target is assumed, the
 * same for all of them, won and lost.
 *
 * <p>The target to assume is the mean cash-out of the won ones. That is exact for a player who always cashes out at one
 * multiplier, and a guide for others: it takes the spread of the cash-outs for none.
 *
 * @param bets how many
 * @param profit what they gained, as observed
 * @param profitAtUnitStakes what they would have gained at a stake of 1 each: the sum of profit / s
 * @param stakes sum of s
 * @param squares sum of s²
 * @param cubes sum of s³
 * @param leastStake null without bets
 * @param greatestStake null without bets
 * @param cashouts the won ones whose cash-out is known
 * @param cashoutSum of those
 */
public record OpenWagers(
        long bets,
        BigDecimal profit,
        BigDecimal profitAtUnitStakes,
        BigDecimal stakes,
        BigDecimal squares,
        BigDecimal cubes,
        BigDecimal leastStake,
        BigDecimal greatestStake,
        long cashouts,
        BigDecimal cashoutSum) {

    public static final OpenWagers NONE = new OpenWagers(
            0,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            null,
            null,
            0,
            BigDecimal.ZERO);

    /** The sums of some bets of one stake, apart from what they gained and where they cashed out. */
    public static OpenWagers of(BigDecimal stake, long bets) {
        BigDecimal number = BigDecimal.valueOf(bets);
        return new OpenWagers(
                bets,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                number.multiply(stake),
                number.multiply(stake.pow(2)),
                number.multiply(stake.pow(3)),
                stake,
                stake,
                0,
                BigDecimal.ZERO);
    }

    /** The same bets, with what they gained and where the won ones cashed out. */
    public OpenWagers with(
            BigDecimal gained, BigDecimal gainedAtUnitStakes, long knownCashouts, BigDecimal sumOfCashouts) {
        return new OpenWagers(
                bets,
                gained,
                gainedAtUnitStakes,
                stakes,
                squares,
                cubes,
                leastStake,
                greatestStake,
                knownCashouts,
                sumOfCashouts);
    }

    /** The sums of these bets and the others. */
    public OpenWagers plus(OpenWagers other) {
        if (bets == 0) {
            return other;
        }
        return other.bets == 0 ? this : added(other);
    }

    private OpenWagers added(OpenWagers other) {
        return new OpenWagers(
                bets + other.bets,
                profit.add(other.profit),
                profitAtUnitStakes.add(other.profitAtUnitStakes),
                stakes.add(other.stakes),
                squares.add(other.squares),
                cubes.add(other.cubes),
                leastStake.min(other.leastStake),
                greatestStake.max(other.greatestStake),
                cashouts + other.cashouts,
                cashoutSum.add(other.cashoutSum));
    }

    /**
     * The mean cash-out of the won bets. Rounded up, so that the profit of bets that are alike is never more than that of
     * their number of wins at this target, which would make it look like one win more.
     *
     * @return null where no cash-out is known
     */
    public BigDecimal meanCashout() {
        return cashouts == 0
                ? null
                : cashoutSum.divide(BigDecimal.valueOf(cashouts), Quotient.SCALE, RoundingMode.CEILING);
    }

    /** The sums of these bets, had all been made at one target. */
    public WagerSums at(BigDecimal target) {
        if (bets == 0) {
            return WagerSums.NONE;
        }
        return new WagerSums(
                bets,
                profit,
                stakes,
                squares,
                squares.multiply(target),
                cubes,
                cubes.multiply(target),
                cubes.multiply(target.pow(2)),
                new WagerSums.Extreme(leastStake, target),
                new WagerSums.Extreme(greatestStake, target));
    }

    /** The sums of these bets, had all been made at one target and a stake of 1. */
    public WagerSums atUnitStakes(BigDecimal target) {
        return WagerSums.of(new WagerGroup(BigDecimal.ONE, target, bets), profitAtUnitStakes);
    }
}
