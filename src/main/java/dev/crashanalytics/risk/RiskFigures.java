package dev.crashanalytics.risk;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.stats.Estimate;
import dev.crashanalytics.stats.GamePlatform;
import dev.crashanalytics.stats.StatedEdges;
import dev.crashanalytics.stats.model.CrashModel;
import dev.crashanalytics.stats.model.CurvePoint;
import dev.crashanalytics.stats.model.Interval;
import dev.crashanalytics.stats.model.LongestRun;
import dev.crashanalytics.stats.model.Streaks;
import dev.crashanalytics.stats.model.SurvivalPoint;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What rounds, in their order, say of the risk that was taken. Money, and what follows from it, is null where the rounds are
 * in several currencies.
 *
 * @param rounds of every outcome
 * @param played won or lost
 * @param netProfit of every round; losses are negative
 * @param expectancy the mean profit of a round that was played; null without any
 * @param profitFactor what rounds gained by what rounds lost; null where nothing was lost
 * @param volatility the sample deviation of the profit of a round that was played; null below two
 * @param maxDrawdown the deepest fall of the running profit; null where it never fell
 * @param houseEdgePercent stated by the platforms of these rounds; null where they state none, or not the same
 */
@JsonNaming(SnakeCaseStrategy.class)
record RiskFigures(
        long rounds,
        long played,
        long wins,
        long losses,
        @Schema(nullable = true) BigDecimal netProfit,
        @Schema(nullable = true) BigDecimal expectancy,
        @Schema(nullable = true) BigDecimal profitFactor,
        @Schema(nullable = true) BigDecimal volatility,
        @Schema(nullable = true) DrawdownView maxDrawdown,
        StreaksView streaks,
        @Schema(nullable = true) BigDecimal houseEdgePercent,
        List<ExpectedValue> expectedValue,
        @Schema(nullable = true) Luck luck) {

    /**
     * Streaks of rounds won and lost; those not played neither extend nor break them.
     *
     * @param currentWins the wins at the end; 0 where the last round played was lost
     * @param currentLosses the losses at the end; 0 where the last round played was won
     * @param expectedLongestLosses the longest losing streak to be expected of so many rounds, losses being as frequent as
     *     they were and independent; null without rounds played
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record StreaksView(
            long longestWins,
            long longestLosses,
            long currentWins,
            long currentLosses,
            @Schema(nullable = true) BigDecimal expectedLongestLosses) {

        private static StreaksView of(Streaks streaks, long played, long losses) {
            return new StreaksView(
                    streaks.longestWins(),
                    streaks.longestLosses(),
                    streaks.currentWins(),
                    streaks.currentLosses(),
                    played == 0 ? null : Estimate.of(LongestRun.expected(played, (double) losses / played)));
        }
    }

    /**
     * What a stake of 1 at a target gains on average.
     *
     * @param winProbability (1 - e) / target; null where the edge e is unknown
     * @param expected -e, at every target; null where the edge is unknown
     * @param observed target times the share of the crashes seen that reached it, less 1; null where none was seen
     * @param low the lower end of its 95% interval, Wilson's of the share carried over
     * @param high the upper end
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record ExpectedValue(
            BigDecimal target,
            @Schema(nullable = true) BigDecimal winProbability,
            @Schema(nullable = true) BigDecimal expected,
            @Schema(nullable = true) BigDecimal observed,
            @Schema(nullable = true) BigDecimal low,
            @Schema(nullable = true) BigDecimal high) {

        private static ExpectedValue of(SurvivalPoint point, BigDecimal edgePercent) {
            BigDecimal target = point.multiplier();
            Interval interval = point.expectationInterval();
            return new ExpectedValue(
                    target,
                    edgePercent == null
                            ? null
                            : Estimate.of(CrashModel.ofPercent(edgePercent).winProbability(target)),
                    edgePercent == null
                            ? null
                            : Decimals.canonical(edgePercent.movePointLeft(2).negate()),
                    Estimate.of(point.expectation()),
                    interval == null ? null : Estimate.of(interval.low()),
                    interval == null ? null : Estimate.of(interval.high()));
        }
    }

    /** The figures of one currency. */
    static RiskFigures of(RiskSums sums, CurvePoint recovery, StatedEdges edges, BigDecimal initialBalance) {
        BigDecimal edge = edges.common(sums.wagers().keySet());
        return new RiskFigures(
                sums.rounds(),
                sums.played(),
                sums.wins(),
                sums.losses(),
                Decimals.canonical(sums.equity().net()),
                shown(sums.profits().expectancy()),
                shown(sums.profits().profitFactor()),
                shown(sums.profits().volatility()),
                DrawdownView.of(sums.equity(), recovery, initialBalance),
                StreaksView.of(sums.streaks(), sums.played(), sums.losses()),
                edge == null ? null : Decimals.canonical(edge),
                expectedValues(sums, edge),
                Luck.of(sums.wagers(), sums.played(), edges));
    }

    /** The figures of several currencies: everything but the money. */
    static RiskFigures withoutMoney(RiskPiece piece, StatedEdges edges) {
        RiskSums counts = piece.counts();
        Set<GamePlatform> platforms = piece.byCurrency().values().stream()
                .flatMap(sums -> sums.wagers().keySet().stream())
                .collect(Collectors.toSet());
        BigDecimal edge = edges.common(platforms);
        return new RiskFigures(
                piece.rounds(),
                counts.played(),
                counts.wins(),
                counts.losses(),
                null,
                null,
                null,
                null,
                null,
                StreaksView.of(piece.streaks(), counts.played(), counts.losses()),
                edge == null ? null : Decimals.canonical(edge),
                expectedValues(counts, edge),
                null);
    }

    private static List<ExpectedValue> expectedValues(RiskSums sums, BigDecimal edge) {
        return sums.survival().stream()
                .map(point -> ExpectedValue.of(point, edge))
                .toList();
    }

    private static BigDecimal shown(BigDecimal value) {
        return value == null ? null : Decimals.canonical(value);
    }
}
