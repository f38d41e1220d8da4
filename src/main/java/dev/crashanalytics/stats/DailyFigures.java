package dev.crashanalytics.stats;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.stats.model.ProfitSums;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a bot's rounds of one UTC day, game and currency came to.
 *
 * @param reportDate of round_start_timestamp
 * @param winRate wins by total_rounds, 0..1
 * @param totalProfitLoss of every round; losses are negative
 * @param avgProfitLoss mean profit of a round
 * @param stddevProfitLoss sample standard deviation of the profit of a round: the root of
 *     (sum of squares - sum² / n) / (n - 1), as PostgreSQL's stddev_samp; null for a single round
 */
@JsonNaming(SnakeCaseStrategy.class)
record DailyFigures(
        LocalDate reportDate,
        String gameName,
        String currency,
        long totalRounds,
        long wins,
        long losses,
        BigDecimal winRate,
        BigDecimal totalStakes,
        BigDecimal totalProfitLoss,
        BigDecimal avgProfitLoss,
        BigDecimal minProfitLoss,
        BigDecimal maxProfitLoss,
        BigDecimal stddevProfitLoss) {

    /** The figures of a day that has rounds. */
    static DailyFigures of(SumRow row) {
        Figures sums = row.figures();
        BigDecimal rounds = BigDecimal.valueOf(sums.rounds());
        return new DailyFigures(
                row.day(),
                row.gameName(),
                row.currency(),
                sums.rounds(),
                sums.wins(),
                sums.losses(),
                Decimals.ratio(BigDecimal.valueOf(sums.wins()), rounds),
                Decimals.canonical(sums.stakes()),
                Decimals.canonical(sums.profit()),
                Decimals.ratio(sums.profit(), rounds),
                Decimals.canonical(sums.lowestProfit()),
                Decimals.canonical(sums.highestProfit()),
                deviation(sums));
    }

    private static BigDecimal deviation(Figures sums) {
        BigDecimal volatility = new ProfitSums(
                        sums.rounds(),
                        sums.profit(),
                        sums.profitSquared(),
                        sums.winProfit(),
                        sums.lossProfit().negate())
                .volatility();
        return volatility == null ? null : Decimals.canonical(volatility);
    }
}
