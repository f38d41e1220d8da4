package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Sums over the profits of rounds, of one currency, and what follows of them. Decimals throughout: the volatility comes
 * from a difference of nearly equal sums, which would cost a {@code double} its digits.
 *
 * <p>Sources: R. Pardo (2008), The Evaluation and Optimization of Trading Strategies (profit factor); V. K. Tharp
 * (1998), Trade Your Way to Financial Freedom (expectancy); C. F. Gauss (1823), Theoria combinationis observationum
 * erroribus minimis obnoxiae (the sample variance, with n - 1).
 *
 * @param rounds those that were played; watched ones have no profit to vary
 * @param profit of all of them
 * @param squares of the profits
 * @param grossWin of the rounds that gained
 * @param grossLoss of the rounds that lost, at least 0
 */
public record ProfitSums(
        long rounds, BigDecimal profit, BigDecimal squares, BigDecimal grossWin, BigDecimal grossLoss) {

    public static final ProfitSums NONE =
            new ProfitSums(0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** The sums of one round. */
    public static ProfitSums of(BigDecimal profit) {
        return new ProfitSums(
                1,
                profit,
                profit.multiply(profit),
                profit.max(BigDecimal.ZERO),
                profit.negate().max(BigDecimal.ZERO));
    }

    /** The sums of these rounds and the others. */
    public ProfitSums plus(ProfitSums other) {
        return new ProfitSums(
                rounds + other.rounds,
                profit.add(other.profit),
                squares.add(other.squares),
                grossWin.add(other.grossWin),
                grossLoss.add(other.grossLoss));
    }

    /** Gross win by gross loss: above 1 the rounds earned; null without losses. */
    public BigDecimal profitFactor() {
        return grossLoss.signum() == 0 ? null : Quotient.of(grossWin, grossLoss);
    }

    /** The mean profit of a round; null without rounds. */
    public BigDecimal expectancy() {
        return rounds == 0 ? null : Quotient.of(profit, BigDecimal.valueOf(rounds));
    }

    /** The sample standard deviation of the profit of a round; null below 2 rounds. */
    public BigDecimal volatility() {
        if (rounds < 2) {
            return null;
        }
        BigDecimal n = BigDecimal.valueOf(rounds);
        BigDecimal numerator = n.multiply(squares).subtract(profit.multiply(profit));
        BigDecimal denominator = n.multiply(BigDecimal.valueOf(rounds - 1));
        return numerator
                .divide(denominator, MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL128)
                .setScale(Quotient.SCALE, RoundingMode.HALF_EVEN);
    }
}
