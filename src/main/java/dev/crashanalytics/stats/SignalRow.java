package dev.crashanalytics.stats;

import dev.crashanalytics.stats.model.ForecastScores;
import dev.crashanalytics.stats.model.Proportion;
import dev.crashanalytics.stats.model.ReliabilityBin;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Signals of one type and standing, as they are asked of the database.
 *
 * @param signalType empty where there is none
 * @param standing {@code decile_0} to {@code decile_9} of what is evidence, else why it is none: the names of
 *     {@link SignalCalibration.LeftOut}
 * @param houseEdgePercent of the platforms of their rounds; null where it is unknown
 */
record SignalRow(String signalType, String standing, BigDecimal houseEdgePercent, SignalSums sums) {

    private static final String DECILE = "decile_";

    private static final ReliabilityBin EMPTY = new ReliabilityBin(Proportion.NONE, BigDecimal.ZERO);

    /** Whether these were foretold with a confidence, of a multiplier above 1, and have a result. */
    boolean isEvidence() {
        return standing.startsWith(DECILE);
    }

    /** The scores of what is evidence. */
    ForecastScores scores() {
        int decile = Integer.parseInt(standing.substring(DECILE.length()));
        ReliabilityBin bin = new ReliabilityBin(new Proportion(sums.correct(), sums.signals()), sums.confidenceSum());
        List<ReliabilityBin> deciles = IntStream.range(0, ForecastScores.DECILES)
                .mapToObj(i -> i == decile ? bin : EMPTY)
                .toList();
        return new ForecastScores(
                deciles,
                sums.squaredErrors(),
                sums.logLosses(),
                sums.inverseTargetSquares(),
                sums.inverseTargetsReached());
    }
}
