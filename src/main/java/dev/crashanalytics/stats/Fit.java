package dev.crashanalytics.stats;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.stats.model.CrashHistogram;
import dev.crashanalytics.stats.model.CrashModel;
import dev.crashanalytics.stats.model.GoodnessOfFit;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether crashes look like P(X &gt;= x) = (1 - e)/x.
 *
 * @param stated with the edge e that the platform states: the verdict; null where none is known, or several
 * @param fitted with the edge that fits best: a test of the shape above 1.00 alone, which cannot see rounds that were
 *     turned into 1.00. Its edge is the finding
 */
@JsonNaming(SnakeCaseStrategy.class)
record Fit(@Schema(nullable = true) Test stated, Test fitted) {

    /**
     * A binned chi-square test; all but the edge is null where there are too few rounds for one.
     *
     * @param houseEdge e
     * @param pValue the probability of so large a chi_square if the model is right
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Test(
            @Schema(nullable = true) BigDecimal houseEdge,
            @Schema(nullable = true) BigDecimal chiSquare,
            @Schema(nullable = true) Integer degreesOfFreedom,
            @Schema(nullable = true) BigDecimal pValue) {

        private static Test of(GoodnessOfFit fit, BigDecimal edge) {
            return fit instanceof GoodnessOfFit.Tested tested
                    ? new Test(
                            Estimate.of(tested.model().edge()),
                            Estimate.of(tested.chiSquare()),
                            tested.degreesOfFreedom(),
                            Estimate.of(tested.pValue()))
                    : new Test(edge, null, null, null);
        }
    }

    /**
     * Tests crashes.
     *
     * @param edgePercent what the platform states, or null
     */
    static Fit of(CrashHistogram crashes, BigDecimal edgePercent) {
        return new Fit(
                edgePercent == null
                        ? null
                        : Test.of(
                                GoodnessOfFit.of(crashes, CrashModel.ofPercent(edgePercent)),
                                Estimate.of(edgePercent.movePointLeft(2).doubleValue())),
                Test.of(GoodnessOfFit.ofFittedEdge(crashes), null));
    }
}
