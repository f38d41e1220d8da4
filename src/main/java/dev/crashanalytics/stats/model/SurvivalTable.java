package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many rounds reached the multipliers that players aim at. The rows share their rounds, so their errors go
 * together: one row outside its interval makes its neighbours likely to be.
 *
 * @param points by rising multiplier
 */
public record SurvivalTable(List<SurvivalPoint> points) {

    /** All of them edges of {@link CrashBins}. */
    public static final List<BigDecimal> MULTIPLIERS = Stream.of(
                    "1.01", "1.20", "1.33", "1.50", "2.00", "3.00", "5.00", "10.00", "20.00", "50.00", "100.00")
            .map(BigDecimal::new)
            .toList();

    public SurvivalTable {
        points = List.copyOf(points);
    }

    /** The table of {@link #MULTIPLIERS}. */
    public static SurvivalTable of(CrashHistogram crashes) {
        return new SurvivalTable(MULTIPLIERS.stream()
                .map(multiplier -> new SurvivalPoint(
                        multiplier, new Proportion(crashes.atLeast(CrashBins.cents(multiplier)), crashes.total())))
                .toList());
    }
}
