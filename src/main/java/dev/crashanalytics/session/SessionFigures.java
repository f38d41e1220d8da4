package dev.crashanalytics.session;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.fact.Decimals;
import java.math.BigDecimal;

/**
 * A session's figures, over all its rounds or those of one currency.
 *
 * @param totalRounds rounds of every outcome
 * @param winRate winningRounds by totalRounds, 0..1
 * @param roiPercent totalProfitLoss by the stakes of all rounds, times 100; 0 where nothing was staked
 * @param largestLoss at most 0
 * @param averageWin 0 without a win
 * @param averageLoss at most 0
 */
@JsonNaming(SnakeCaseStrategy.class)
record SessionFigures(
        int totalRounds,
        int winningRounds,
        int losingRounds,
        BigDecimal winRate,
        BigDecimal totalProfitLoss,
        BigDecimal roiPercent,
        BigDecimal largestWin,
        BigDecimal largestLoss,
        BigDecimal averageWin,
        BigDecimal averageLoss) {

    /** No rounds, hence no money made or lost. */
    static final SessionFigures NONE = new SessionFigures(
            0,
            0,
            0,
            Decimals.ZERO,
            Decimals.ZERO,
            Decimals.ZERO,
            Decimals.ZERO,
            Decimals.ZERO,
            Decimals.ZERO,
            Decimals.ZERO);

    static SessionFigures of(StoredFigures row) {
        return new SessionFigures(
                row.rounds(),
                row.wins(),
                row.losses(),
                ratio(BigDecimal.valueOf(row.wins()), row.rounds()),
                row.profit(),
                orZero(Decimals.percent(row.profit(), row.stakes())),
                row.largestWin(),
                row.largestLoss(),
                ratio(row.winProfit(), row.wins()),
                ratio(row.lossProfit(), row.losses()));
    }

    /** What the session's own row holds: the only currency's figures, money null where there are several. */
    static SessionFigures of(SessionEntity session) {
        if (session.totalRounds == 0) {
            return NONE;
        }
        return new SessionFigures(
                session.totalRounds,
                session.winningRounds,
                session.losingRounds,
                session.winRate,
                session.totalProfitLoss,
                session.totalRoiPercent,
                session.largestWin,
                session.largestLoss,
                session.averageWin,
                session.averageLoss);
    }

    private static BigDecimal ratio(BigDecimal dividend, int divisor) {
        return orZero(Decimals.ratio(dividend, BigDecimal.valueOf(divisor)));
    }

    private static BigDecimal orZero(BigDecimal figure) {
        return figure == null ? Decimals.ZERO : figure;
    }
}
