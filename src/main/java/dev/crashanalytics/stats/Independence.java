package dev.crashanalytics.stats;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.stats.PgNewestRounds.Crash;
import dev.crashanalytics.stats.model.Runs;
import dev.crashanalytics.stats.model.SerialCorrelation;
import dev.crashanalytics.stats.model.Significance;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether rounds tell something of the next one: tests over the newest rounds, of which those that follow on each other in
 * a session are neighbours. A figure is null where there are too few rounds to tell.
 *
 * @param rounds how many were looked at, 1,000 at most
 * @param runs of rounds on one side of 2.00
 * @param lag1 correlation of 1/X of neighbouring rounds
 */
@JsonNaming(SnakeCaseStrategy.class)
record Independence(int rounds, RunsTest runs, Lag1 lag1) {

    /** So many of the newest rounds: enough to see a correlation of 0.1, few enough to read at once. */
    static final int ROUNDS = 1_000;

    private static final long THRESHOLD_CENTS = 200;

    /**
     * The test of Wald and Wolfowitz, over many sequences.
     *
     * @param expected if rounds are independent
     * @param z below 0 where like follows like too often
     * @param pValue of a distance as large, to either side
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record RunsTest(
            BigDecimal threshold,
            long observed,
            @Schema(nullable = true) BigDecimal expected,
            @Schema(nullable = true) BigDecimal z,
            @Schema(nullable = true) BigDecimal pValue) {}

    /**
     * The autocorrelation of neighbours.
     *
     * @param coefficient from -1 to 1
     * @param pValue of a distance from 0 as large, to either side
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Lag1(
            long pairs,
            @Schema(nullable = true) BigDecimal coefficient,
            @Schema(nullable = true) BigDecimal z,
            @Schema(nullable = true) BigDecimal pValue) {}

    /**
     * Tests crashes.
     *
     * @param crashes by bot, session and round
     */
    static Independence of(List<Crash> crashes) {
        Runs runs = Runs.NONE;
        SerialCorrelation correlation = SerialCorrelation.NONE;
        for (int from = 0; from < crashes.size(); ) {
            int to = endOfSequence(crashes, from);
            runs = runs.plus(runs(crashes.subList(from, to)));
            for (int i = from + 1; i < to; i++) {
                correlation = correlation.plus(SerialCorrelation.ofPair(
                        crashes.get(i - 1).cents(), crashes.get(i).cents()));
            }
            from = to;
        }
        return new Independence(crashes.size(), show(runs), show(correlation));
    }

    private static int endOfSequence(List<Crash> crashes, int from) {
        int to = from + 1;
        while (to < crashes.size() && crashes.get(to).follows()) {
            to++;
        }
        return to;
    }

    private static Runs runs(List<Crash> sequence) {
        boolean[] reached = new boolean[sequence.size()];
        for (int i = 0; i < reached.length; i++) {
            reached[i] = sequence.get(i).cents() >= THRESHOLD_CENTS;
        }
        return Runs.of(reached);
    }

    private static RunsTest show(Runs runs) {
        Significance significance = runs.significance();
        return new RunsTest(
                BigDecimal.valueOf(THRESHOLD_CENTS, 2),
                runs.runs(),
                Estimate.of(runs.expectedRuns()),
                significance == null ? null : Estimate.of(significance.z()),
                significance == null ? null : Estimate.of(significance.pValue()));
    }

    private static Lag1 show(SerialCorrelation correlation) {
        Significance significance = correlation.significance();
        return new Lag1(
                correlation.pairs(),
                Estimate.of(correlation.coefficient()),
                significance == null ? null : Estimate.of(significance.z()),
                significance == null ? null : Estimate.of(significance.pValue()));
    }
}
