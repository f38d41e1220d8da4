package dev.crashanalytics.stats;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.stats.model.CrashModel;
import dev.crashanalytics.stats.model.ForecastScores;
import dev.crashanalytics.stats.model.Interval;
import dev.crashanalytics.stats.model.Proportion;
import dev.crashanalytics.stats.model.ReliabilityBin;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far the confidence of signals can be believed; the formulas and their sources are those of {@link ForecastScores}.
 * A forecast is a signal stored before its round, with a confidence and a predicted_multiplier above 1, whose result is
 * known. The result is its signal_correctness, also where the bot stated that itself. Figures are null without forecasts.
 *
 * @param botId the bot asked for; null for all
 * @param signalType the type asked for; null for all
 * @param totalSignals the forecasts and what was left out
 * @param forecasts what the scores are about
 * @param correct forecasts whose round reached the predicted_multiplier
 * @param accuracy correct by forecasts, 0..1
 * @param low lower end of the 95% interval of the accuracy (Wilson)
 * @param high its upper end
 * @param brierScore mean squared error of the confidence, 0 (best) to 1
 * @param logLoss mean log loss of the confidence, 0 (best) to 13.8
 * @param skill whether the confidence knows more than the house edge does
 * @param reliability ten bins of confidence, the lowest first
 */
@JsonNaming(SnakeCaseStrategy.class)
record SignalCalibration(
        @Schema(nullable = true) String botId,
        @Schema(nullable = true) String signalType,
        long totalSignals,
        long forecasts,
        LeftOut leftOut,
        long correct,
        @Schema(nullable = true) BigDecimal accuracy,
        @Schema(nullable = true) BigDecimal low,
        @Schema(nullable = true) BigDecimal high,
        @Schema(nullable = true) BigDecimal brierScore,
        @Schema(nullable = true) BigDecimal logLoss,
        Skill skill,
        List<Bin> reliability) {

    /**
     * Signals that are no forecasts, each under the first reason that holds.
     *
     * @param notAhead stored after their round
     * @param noConfidence without confidence_score
     * @param noTarget without a predicted_multiplier above 1: that a round reaches 1.00 is no forecast
     * @param noResult the round, or its crash, is still to come
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record LeftOut(long notAhead, long noConfidence, long noTarget, long noResult) {

        static LeftOut of(List<SignalRow> rows) {
            return new LeftOut(
                    count(rows, "not_ahead"),
                    count(rows, "no_confidence"),
                    count(rows, "no_target"),
                    count(rows, "no_result"));
        }

        private static long count(List<SignalRow> rows, String standing) {
            return rows.stream()
                    .filter(row -> row.standing().equals(standing))
                    .mapToLong(row -> row.sums().signals())
                    .sum();
        }
    }

    /**
     * The forecasts beside a baseline that says (1 - e)/x of each, x its predicted_multiplier and e the
     * house_edge_percent that the platform of its round has now. Forecasts whose platform has none, or whose round is
     * not stored, cannot be compared.
     *
     * @param forecasts those that are compared
     * @param withoutHouseEdge those that are not
     * @param brierScore of those that are compared
     * @param baselineBrierScore of the baseline, for the same forecasts
     * @param brierSkill 1 - brier_score / baseline_brier_score: above 0 the signals know more, below 0 less
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Skill(
            long forecasts,
            long withoutHouseEdge,
            @Schema(nullable = true) BigDecimal brierScore,
            @Schema(nullable = true) BigDecimal baselineBrierScore,
            @Schema(nullable = true) BigDecimal brierSkill) {

        static Skill of(Map<BigDecimal, ForecastScores> byEdge, long allForecasts) {
            ForecastScores all = byEdge.values().stream().reduce(ForecastScores.NONE, ForecastScores::plus);
            long compared = all.accuracy().trials();
            if (compared == 0) {
                return new Skill(0, allForecasts, null, null, null);
            }
            double baseline = byEdge.entrySet().stream()
                            .mapToDouble(edge -> baselineSum(edge.getKey(), edge.getValue()))
                            .sum()
                    / compared;
            Double skill = baseline > 0 ? 1 - all.brierScore() / baseline : null;
            return new Skill(compared, allForecasts - compared, shown(all.brierScore()), shown(baseline), shown(skill));
        }

        private static double baselineSum(BigDecimal edgePercent, ForecastScores scores) {
            return scores.baselineBrierScore(CrashModel.ofPercent(edgePercent))
                    * scores.accuracy().trials();
        }
    }

    /**
     * Forecasts of about the same confidence; in a reliable forecaster mean_confidence lies within low and high.
     *
     * @param from the lowest confidence of the bin
     * @param to what the confidences are below; the last bin holds 1 too
     * @param observed correct by forecasts
     * @param low lower end of the 95% interval of the probability to be correct (Wilson)
     * @param high its upper end
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Bin(
            BigDecimal from,
            BigDecimal to,
            long forecasts,
            long correct,
            @Schema(nullable = true) BigDecimal meanConfidence,
            @Schema(nullable = true) BigDecimal observed,
            @Schema(nullable = true) BigDecimal low,
            @Schema(nullable = true) BigDecimal high) {

        static Bin of(int decile, ReliabilityBin bin) {
            Proportion outcomes = bin.outcomes();
            Interval interval = outcomes.interval();
            return new Bin(
                    Decimals.canonical(BigDecimal.valueOf(decile, 1)),
                    Decimals.canonical(BigDecimal.valueOf(decile + 1L, 1)),
                    outcomes.trials(),
                    outcomes.successes(),
                    shown(bin.meanConfidence()),
                    shown(outcomes.estimate()),
                    interval == null ? null : shown(interval.low()),
                    interval == null ? null : shown(interval.high()));
        }
    }

    static SignalCalibration of(SignalScope scope, List<SignalRow> rows) {
        ForecastScores scores = rows.stream()
                .filter(SignalRow::isEvidence)
                .map(SignalRow::scores)
                .reduce(ForecastScores.NONE, ForecastScores::plus);
        Proportion outcomes = scores.accuracy();
        Interval interval = outcomes.interval();
        return new SignalCalibration(
                scope.botId(),
                scope.signalType(),
                SignalSums.of(rows).signals(),
                outcomes.trials(),
                LeftOut.of(rows),
                outcomes.successes(),
                shown(outcomes.estimate()),
                interval == null ? null : shown(interval.low()),
                interval == null ? null : shown(interval.high()),
                shown(scores.brierScore()),
                shown(scores.logLoss()),
                Skill.of(byEdge(rows), outcomes.trials()),
                IntStream.range(0, ForecastScores.DECILES)
                        .mapToObj(i -> Bin.of(i, scores.deciles().get(i)))
                        .toList());
    }

    private static Map<BigDecimal, ForecastScores> byEdge(List<SignalRow> rows) {
        return rows.stream()
                .filter(row -> row.isEvidence() && row.houseEdgePercent() != null)
                .collect(Collectors.toMap(SignalRow::houseEdgePercent, SignalRow::scores, ForecastScores::plus));
    }

    private static BigDecimal shown(Double figure) {
        return figure == null ? null : Decimals.canonical(BigDecimal.valueOf(figure));
    }
}
