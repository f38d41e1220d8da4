package dev.crashanalytics.stats;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.fact.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What rounds came to. Money, and what follows from it, is null where the rounds are in several currencies.
 *
 * @param totalRounds rounds of every outcome
 * @param winRatePercent wins by total_rounds, times 100, two decimals; 0 without rounds
 * @param totalStakes of every round, SKIP and ERROR included
 * @param totalProfit of every round; losses are negative
 * @param avgProfitPerRound total_profit by total_rounds; 0 without rounds
 * @param roiPercent total_profit by total_stakes, times 100; 0 where nothing was staked
 * @param avgMultiplier mean of final_multiplier over the rounds that have one; null without any. The mean of crash
 *     multipliers does not settle, however many they are: prefer the median of GET /games/{game_name}/fairness
 * @param largestWin the highest profit of a round won; 0 without any
 * @param largestLoss the lowest profit of a round lost, at most 0; 0 without any
 */
@JsonNaming(SnakeCaseStrategy.class)
record RoundFigures(
        long totalRounds,
        long wins,
        long losses,
        long skips,
        long errors,
        BigDecimal winRatePercent,
        @Schema(nullable = true) BigDecimal totalStakes,
        @Schema(nullable = true) BigDecimal totalProfit,
        @Schema(nullable = true) BigDecimal avgProfitPerRound,
        @Schema(nullable = true) BigDecimal roiPercent,
        @Schema(nullable = true) BigDecimal avgMultiplier,
        @Schema(nullable = true) BigDecimal maxMultiplier,
        @Schema(nullable = true) BigDecimal minMultiplier,
        @Schema(nullable = true) BigDecimal largestWin,
        @Schema(nullable = true) BigDecimal largestLoss) {

    /** The figures of one currency. */
    static RoundFigures of(Figures sums) {
        return of(sums, true);
    }

    /** The figures of several currencies: everything but the money. */
    static RoundFigures withoutMoney(Figures sums) {
        return of(sums, false);
    }

    private static RoundFigures of(Figures sums, boolean money) {
        BigDecimal rounds = BigDecimal.valueOf(sums.rounds());
        return new RoundFigures(
                sums.rounds(),
                sums.wins(),
                sums.losses(),
                sums.skips(),
                sums.errors(),
                orZero(Decimals.percent(BigDecimal.valueOf(sums.wins()), rounds))
                        .setScale(2, RoundingMode.HALF_EVEN),
                money ? Decimals.canonical(sums.stakes()) : null,
                money ? Decimals.canonical(sums.profit()) : null,
                money ? orZero(Decimals.ratio(sums.profit(), rounds)) : null,
                money ? orZero(Decimals.percent(sums.profit(), sums.stakes())) : null,
                Decimals.ratio(sums.multiplierSum(), BigDecimal.valueOf(sums.multipliers())),
                shown(sums.highestMultiplier()),
                shown(sums.lowestMultiplier()),
                money ? orZero(shown(sums.largestWin())) : null,
                money ? orZero(shown(sums.largestLoss())) : null);
    }

    private static BigDecimal orZero(BigDecimal figure) {
        return figure == null ? Decimals.ZERO : figure;
    }

    private static BigDecimal shown(BigDecimal value) {
        return value == null ? null : Decimals.canonical(value);
    }
}
