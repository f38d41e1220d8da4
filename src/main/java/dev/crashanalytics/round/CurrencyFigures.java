package dev.crashanalytics.round;

import dev.crashanalytics.fact.Decimals;
import java.math.BigDecimal;

/**
 * Running sums over the rounds of one session in one currency.
 *
 * @param rounds all of them, SKIP and ERROR included
 * @param stakes of all rounds
 * @param profit of all rounds; losses are negative
 * @param winProfit of the rounds won
 * @param lossProfit of the rounds lost
 * @param largestWin profit of the best round won; 0 without any
 * @param largestLoss profit of the worst round lost, at most 0; 0 without any
 */
public record CurrencyFigures(
        int rounds,
        int wins,
        int losses,
        BigDecimal stakes,
        BigDecimal profit,
        BigDecimal winProfit,
        BigDecimal lossProfit,
        BigDecimal largestWin,
        BigDecimal largestLoss) {

    public static final CurrencyFigures NONE = new CurrencyFigures(
            0, 0, 0, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO);

    /** The figures with one round more. */
    public CurrencyFigures plus(Outcome outcome, BigDecimal stake, BigDecimal roundProfit) {
        boolean won = outcome == Outcome.WIN;
        boolean lost = outcome == Outcome.LOSS;
        return new CurrencyFigures(
                rounds + 1,
                won ? wins + 1 : wins,
                lost ? losses + 1 : losses,
                Decimals.canonical(stakes.add(stake)),
                Decimals.canonical(profit.add(roundProfit)),
                won ? Decimals.canonical(winProfit.add(roundProfit)) : winProfit,
                lost ? Decimals.canonical(lossProfit.add(roundProfit)) : lossProfit,
                won ? largestWin.max(roundProfit) : largestWin,
                lost ? largestLoss.min(roundProfit) : largestLoss);
    }

    /** Profit by stakes, in percent; 0 where nothing was staked. */
    public BigDecimal roiPercent() {
        return stakes.signum() == 0 ? Decimals.ZERO : Decimals.percent(profit, stakes);
    }

    /** Mean profit of the rounds won; 0 without any. */
    public BigDecimal averageWin() {
        return wins == 0 ? Decimals.ZERO : Decimals.ratio(winProfit, BigDecimal.valueOf(wins));
    }

    /** Mean profit of the rounds lost; 0 without any. */
    public BigDecimal averageLoss() {
        return losses == 0 ? Decimals.ZERO : Decimals.ratio(lossProfit, BigDecimal.valueOf(losses));
    }
}
