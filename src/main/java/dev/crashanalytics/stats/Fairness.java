package dev.crashanalytics.stats;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.stats.PgNewestRounds.Crash;
import dev.crashanalytics.stats.model.CrashBars;
import dev.crashanalytics.stats.model.CrashHistogram;
import dev.crashanalytics.stats.model.Interval;
import dev.crashanalytics.stats.model.Quantile;
import dev.crashanalytics.stats.model.SurvivalPoint;
import dev.crashanalytics.stats.model.SurvivalTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the crashes of a game say of it. Each logged round counts: one that several bots logged counts once for each, which
 * makes intervals narrower than they should be.
 *
 * @param platformCode the platform asked for; null for all
 * @param totalRounds rounds with a known crash multiplier
 * @param median the 50th of the quantiles; lead with it, the mean is infinite in the model
 * @param survival how many rounds reached x: p = P(X &gt;= x), with Wilson's 95% interval
 * @param houseEdge 1 - x p, estimated at each x
 * @param histogram how many crashes fell where, in steps of an eighth of an octave, the crashes at 1.00 on their own; as far
 *     as crashes were seen
 */
@JsonNaming(SnakeCaseStrategy.class)
record Fairness(
        String gameName,
        @Schema(nullable = true) String platformCode,
        long totalRounds,
        @Schema(nullable = true) BigDecimal median,
        List<QuantileView> quantiles,
        List<SurvivalView> survival,
        List<EdgeView> houseEdge,
        List<BarView> histogram,
        Fit fit,
        Independence independence) {

    private static final int MEDIAN = 50;

    /**
     * A quantile of the crash multiplier, from the histogram.
     *
     * @param relativeErrorBound the true quantile is at least multiplier, and at most multiplier times (1 + this)
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record QuantileView(int percent, BigDecimal multiplier, BigDecimal relativeErrorBound) {}

    /** How many rounds reached x; p and its interval are null without rounds. */
    @JsonNaming(SnakeCaseStrategy.class)
    record SurvivalView(
            BigDecimal x,
            @Schema(nullable = true) BigDecimal p,
            @Schema(nullable = true) BigDecimal low,
            @Schema(nullable = true) BigDecimal high) {}

    /** The house edge as seen at x; null without rounds. */
    @JsonNaming(SnakeCaseStrategy.class)
    record EdgeView(
            BigDecimal x,
            @Schema(nullable = true) BigDecimal estimate,
            @Schema(nullable = true) BigDecimal low,
            @Schema(nullable = true) BigDecimal high) {}

    /** The crashes from one multiplier, included, to another. */
    @JsonNaming(SnakeCaseStrategy.class)
    record BarView(BigDecimal from, BigDecimal to, long rounds) {}

    static Fairness of(Scope game, CrashHistogram crashes, BigDecimal edgePercent, List<Crash> newest) {
        List<Quantile> quantiles = CrashHistogram.PERCENTS.stream()
                .map(crashes::quantile)
                .filter(Objects::nonNull)
                .toList();
        List<SurvivalPoint> points = SurvivalTable.of(crashes).points();
        return new Fairness(
                game.name(),
                game.platformCode(),
                crashes.total(),
                quantiles.stream()
                        .filter(quantile -> quantile.percent() == MEDIAN)
                        .map(Quantile::multiplier)
                        .findFirst()
                        .orElse(null),
                quantiles.stream().map(Fairness::show).toList(),
                points.stream().map(Fairness::survival).toList(),
                points.stream().map(Fairness::edge).toList(),
                CrashBars.of(crashes).stream()
                        .map(bar -> new BarView(bar.from(), bar.to(), bar.rounds()))
                        .toList(),
                Fit.of(crashes, edgePercent),
                Independence.of(newest));
    }

    private static QuantileView show(Quantile quantile) {
        return new QuantileView(quantile.percent(), quantile.multiplier(), Estimate.of(quantile.relativeErrorBound()));
    }

    private static SurvivalView survival(SurvivalPoint point) {
        Interval interval = point.reached().interval();
        return new SurvivalView(
                point.multiplier(),
                Estimate.of(point.reached().estimate()),
                interval == null ? null : Estimate.of(interval.low()),
                interval == null ? null : Estimate.of(interval.high()));
    }

    private static EdgeView edge(SurvivalPoint point) {
        Interval interval = point.houseEdgeInterval();
        return new EdgeView(
                point.multiplier(),
                Estimate.of(point.houseEdge()),
                interval == null ? null : Estimate.of(interval.low()),
                interval == null ? null : Estimate.of(interval.high()));
    }
}
