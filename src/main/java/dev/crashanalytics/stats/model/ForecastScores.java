package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How good the forecasts of a signal are: each says with which confidence f, 0 to 1, a round will reach a multiplier x;
 * y is 1 where it did and 0 where not. Sums over forecasts, every term rounded to 10 decimals, so that they are the
 * same in any order.
 * <pre>
 *   accuracy      mean of y: the share of forecasts that came true
 *   Brier score   mean of (f - y)²; 0 is perfect, always saying 1/2 scores 1/4
 *   log loss      mean of -ln f where y = 1, of -ln(1 - f) where y = 0, with f clipped to 10^-6 and 1 - 10^-6:
 *                 a false certainty costs 13.8, not infinity
 *   skill         1 - Brier score / Brier score of the baseline, which says (1 - e)/x of every forecast's target,
 *                 what the model knows without looking; above 0 the signal knows more
 * </pre>
 * The Brier score of the baseline needs the edge, the sums do not: with c = 1 - e its sum is
 * c² sum(1/x²) - 2 c sum(y/x) + sum(y).
 *
 * <p>Sources: G. W. Brier (1950), Verification of Forecasts Expressed in Terms of Probability, Monthly Weather Review
 * 78; I. J. Good (1952), Rational Decisions, Journal of the Royal Statistical Society B 14 (log loss); A. H. Murphy,
 * R. L. Winkler (1977), Reliability of Subjective Probability Forecasts of Precipitation and Temperature, Applied
 * Statistics 26 (reliability table); A. H. Murphy (1988), Skill Scores Based on the Mean Square Error and Their
 * Relationships to the Correlation Coefficient, Monthly Weather Review 116.
 *
 * @param deciles the reliability table: 0 to below 0.1, 0.1 to below 0.2, and so on; the last one holds 1 too
 * @param squaredErrors sum of (f - y)²
 * @param logLosses sum of the log losses
 * @param inverseTargetSquares sum of 1/x²
 * @param inverseTargetsReached sum of y/x
 */
public record ForecastScores(
        List<ReliabilityBin> deciles,
        BigDecimal squaredErrors,
        BigDecimal logLosses,
        BigDecimal inverseTargetSquares,
        BigDecimal inverseTargetsReached) {

    public static final int DECILES = 10;

    public static final ForecastScores NONE = new ForecastScores(
            Collections.nCopies(DECILES, ReliabilityBin.EMPTY),
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO);

    private static final double CLIP = 1e-6;
    private static final int SCALE = 10;

    public ForecastScores {
        deciles = List.copyOf(deciles);
        if (deciles.size() != DECILES) {
            throw new IllegalArgumentException(deciles.size() + " deciles");
        }
    }

    /**
     * The scores of one forecast.
     *
     * @param confidence f
     * @param target x, above 1: that a round reaches 1.00 is no forecast
     * @param reached y
     */
    public static ForecastScores of(BigDecimal confidence, BigDecimal target, boolean reached) {
        if (confidence.signum() < 0
                || confidence.compareTo(BigDecimal.ONE) > 0
                || target.compareTo(BigDecimal.ONE) <= 0) {
            throw new IllegalArgumentException("no forecast: " + target + " with confidence " + confidence);
        }
        int decile = Math.min(DECILES - 1, confidence.movePointRight(1).intValue());
        BigDecimal error = confidence.subtract(reached ? BigDecimal.ONE : BigDecimal.ZERO);
        BigDecimal inverseSquare = BigDecimal.ONE.divide(target.multiply(target), SCALE, RoundingMode.HALF_EVEN);
        BigDecimal inverse = BigDecimal.ONE.divide(target, SCALE, RoundingMode.HALF_EVEN);
        return new ForecastScores(
                IntStream.range(0, DECILES)
                        .mapToObj(i -> i == decile ? ReliabilityBin.of(confidence, reached) : ReliabilityBin.EMPTY)
                        .toList(),
                error.multiply(error).setScale(SCALE, RoundingMode.HALF_EVEN),
                logLoss(confidence, reached),
                inverseSquare,
                reached ? inverse : BigDecimal.ZERO);
    }

    private static BigDecimal logLoss(BigDecimal confidence, boolean reached) {
        double forecast = (reached ? confidence : BigDecimal.ONE.subtract(confidence)).doubleValue();
        double clipped = Math.max(CLIP, Math.min(1 - CLIP, forecast));
        return BigDecimal.valueOf(-Math.log(clipped)).setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /** The scores of these forecasts and the others. */
    public ForecastScores plus(ForecastScores other) {
        return new ForecastScores(
                IntStream.range(0, DECILES)
                        .mapToObj(i -> deciles.get(i).plus(other.deciles.get(i)))
                        .toList(),
                squaredErrors.add(other.squaredErrors),
                logLosses.add(other.logLosses),
                inverseTargetSquares.add(other.inverseTargetSquares),
                inverseTargetsReached.add(other.inverseTargetsReached));
    }

    /** The forecasts that came true, of all; its estimate is the accuracy. */
    public Proportion accuracy() {
        return deciles.stream().map(ReliabilityBin::outcomes).reduce(Proportion.NONE, Proportion::plus);
    }

    /** From 0, the best, to 1; null without forecasts. */
    public Double brierScore() {
        return mean(squaredErrors.doubleValue());
    }

    /** From 0, the best, to 13.8; null without forecasts. */
    public Double logLoss() {
        return mean(logLosses.doubleValue());
    }

    /** The Brier score of the baseline (1 - e)/x for the same rounds; null without forecasts. */
    public Double baselineBrierScore(CrashModel model) {
        double c = model.returnToPlayer();
        return mean(c * c * inverseTargetSquares.doubleValue()
                - 2 * c * inverseTargetsReached.doubleValue()
                + accuracy().successes());
    }

    /** At most 1; 0 is as good as the baseline; null without forecasts, or with a baseline that is never wrong. */
    public Double brierSkill(CrashModel model) {
        Double baseline = baselineBrierScore(model);
        return baseline == null || baseline <= 0 ? null : 1 - brierScore() / baseline;
    }

    private Double mean(double sum) {
        long forecasts = accuracy().trials();
        return forecasts == 0 ? null : sum / forecasts;
    }
}
