package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.function.Function;

/**
 * The exact distribution of what not too many bets pay out together, by convolution: one bet after another either adds
 * its payout or does not. Amounts are whole multiples of a common decimal unit, so equal sums meet, which keeps the
 * distribution of stakes in cents or chips small.
 */
final class ProfitDistribution {

    /** The convolution is given up when it would take more additions than this, some 20 milliseconds. */
    private static final long MOST_STEPS = 2_000_000;

    private final int scale;
    private final BigDecimal stakes;

    /** The first {@code size} of them: the possible payouts, rising. */
    private final long[] payouts;

    private final double[] probabilities;
    private final int size;

    private ProfitDistribution(int scale, BigDecimal stakes, long[] payouts, double[] probabilities, int size) {
        this.scale = scale;
        this.stakes = stakes;
        this.payouts = payouts;
        this.probabilities = probabilities;
        this.size = size;
    }

    /** Null where the bets are too many. */
    static ProfitDistribution of(Collection<WagerGroup> groups, CrashModel model) {
        // Every bet adds one possible payout at least, so this many are seen to be too many before the first step.
        long bets = groups.stream().mapToLong(WagerGroup::bets).sum();
        if (bets > Integer.MAX_VALUE || bets * (bets + 1) / 2 > MOST_STEPS) {
            return null;
        }
        int scale = groups.stream()
                .mapToInt(group -> group.payout().stripTrailingZeros().scale())
                .max()
                .orElse(0);
        BigDecimal most = sum(groups, WagerGroup::payouts).setScale(scale, RoundingMode.UNNECESSARY);
        if (most.unscaledValue().bitLength() >= Long.SIZE) {
            return null;
        }
        ProfitDistribution distribution =
                new ProfitDistribution(scale, sum(groups, WagerGroup::stakes), new long[] {0}, new double[] {1}, 1);
        long steps = 0;
        for (WagerGroup group : groups) {
            long payout = group.payout()
                    .setScale(scale, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
            double probability = model.winProbability(group.target());
            for (long bet = 0; bet < group.bets(); bet++) {
                steps += distribution.size;
                if (steps > MOST_STEPS) {
                    return null;
                }
                distribution = distribution.with(payout, probability);
            }
        }
        return distribution;
    }

    private static BigDecimal sum(Collection<WagerGroup> groups, Function<WagerGroup, BigDecimal> amount) {
        return groups.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Merges the payouts without this bet's and those with it, both of which rise. */
    private ProfitDistribution with(long payout, double probability) {
        long[] sums = new long[2 * size];
        double[] shares = new double[2 * size];
        int count = 0;
        int lost = 0;
        int won = 0;
        while (won < size) {
            long ifLost = lost < size ? payouts[lost] : Long.MAX_VALUE;
            long ifWon = payouts[won] + payout;
            sums[count] = Math.min(ifLost, ifWon);
            if (ifLost <= ifWon) {
                shares[count] += (1 - probability) * probabilities[lost++];
            }
            if (ifWon <= ifLost) {
                shares[count] += probability * probabilities[won++];
            }
            count++;
        }
        return new ProfitDistribution(scale, stakes, sums, shares, count);
    }

    /** P(profit &gt;= {@code profit}). */
    double atLeast(BigDecimal profit) {
        BigDecimal payout = profit.add(stakes);
        double sum = 0;
        for (int i = size - 1; i >= 0 && BigDecimal.valueOf(payouts[i], scale).compareTo(payout) >= 0; i--) {
            sum += probabilities[i];
        }
        return Math.min(1, sum);
    }
}
