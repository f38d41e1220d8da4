package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.stats.model.GoodnessOfFit.Tested;
import dev.crashanalytics.testing.BustabitChain;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The mathematics on 100,000 real rounds with an edge of 1%. The figures come from NumPy and SciPy, from the same
 * rounds.
 */
class RealRoundsTest {

    private static final CrashModel MODEL = new CrashModel(0.01);
    private static final long[] CRASHES = BustabitChain.crashes();

    /** Game 1 and its successors; and a hash whose crash, 2055.9, is the example of the Rust library bustabit. */
    @Test
    void areThoseOfThePublishedChain() {
        assertThat(Arrays.copyOf(CRASHES, 10)).containsExactly(1549, 742, 104, 271, 195, 400, 440, 152, 2869, 744);
        assertThat(BustabitChain.crash("5d07719b61b0abb6f1c3b17b1d69c838278f87f9b5e75077026e5fedf96c2eb2"))
                .isEqualTo(205_590);
    }

    @Test
    void survival() {
        SurvivalTable table = SurvivalTable.of(Crashes.histogram(CRASHES));

        assertThat(table.points())
                .extracting(point -> point.reached().successes())
                .containsExactly(98061L, 82451L, 74428L, 65881L, 49403L, 32858L, 19739L, 9897L, 5009L, 2016L, 1019L);
        assertThat(table.points()).allSatisfy(point -> {
            assertThat(point.houseEdgeInterval().low()).isLessThan(0.01);
            assertThat(point.houseEdgeInterval().high()).isGreaterThan(0.01);
        });
        assertThat(table.points().get(0).houseEdge()).isCloseTo(0.0095839, within(1e-9));
    }

    @Test
    void quantiles() {
        CrashHistogram histogram = Crashes.histogram(CRASHES);

        assertThat(CrashHistogram.PERCENTS.stream()
                        .map(percent -> histogram.quantile(percent).multiplier().toString()))
                .containsExactly("1.00", "1.09", "1.31", "1.97", "3.93", "9.89", "101.00");
        assertThat(histogram.quantile(75).relativeErrorBound()).isCloseTo(2 / 393.0, within(1e-12));
    }

    @Test
    void fitTheModelAtTheirEdge() {
        Tested fit = (Tested) GoodnessOfFit.of(Crashes.histogram(CRASHES), MODEL);

        assertThat(fit.degreesOfFreedom()).isEqualTo(20);
        assertThat(fit.chiSquare()).isCloseTo(15.0433662830, within(1e-6));
        assertThat(fit.pValue()).isCloseTo(0.7739208265, within(1e-8));
    }

    @Test
    void fitTheModelAtTheEdgeTheyTell() {
        Tested fit = (Tested) GoodnessOfFit.ofFittedEdge(Crashes.histogram(CRASHES));

        assertThat(fit.model().edge()).isCloseTo(0.0095839, within(1e-9));
        assertThat(fit.degreesOfFreedom()).isEqualTo(19);
        assertThat(fit.chiSquare()).isCloseTo(14.1629730879, within(1e-6));
        assertThat(fit.pValue()).isCloseTo(0.7741092531, within(1e-8));
    }

    @Test
    void doNotFitAnotherEdge() {
        Tested fit = (Tested) GoodnessOfFit.of(Crashes.histogram(CRASHES), new CrashModel(0.035));

        assertThat(fit.pValue()).isLessThan(1e-300);
    }

    /**
     * Every tenth crash at 1.00 is the same shape with an edge of 10.9%: rejected at 1%, and betrayed by the fitted
     * edge.
     */
    @Test
    void everyTenthForcedToOneIsFoundOut() {
        long[] rigged = CRASHES.clone();
        for (int i = 9; i < rigged.length; i += 10) {
            rigged[i] = 100;
        }
        CrashHistogram histogram = Crashes.histogram(rigged);

        assertThat(((Tested) GoodnessOfFit.of(histogram, MODEL)).pValue()).isZero();
        Tested fitted = (Tested) GoodnessOfFit.ofFittedEdge(histogram);
        assertThat(fitted.model().edge()).isCloseTo(0.1087962, within(1e-9));
        assertThat(fitted.pValue()).isCloseTo(0.4610535918, within(1e-8));
        assertThat(SurvivalTable.of(histogram)
                        .points()
                        .get(0)
                        .houseEdgeInterval()
                        .low())
                .isGreaterThan(0.1);
    }

    /** Crashes above 5 taken down to 4 in every fourth round: another shape, which no edge explains. */
    @Test
    void cutCrashesAreFoundOutWithoutTheEdge() {
        long[] rigged = CRASHES.clone();
        for (int i = 3; i < rigged.length; i += 4) {
            rigged[i] = Math.min(rigged[i], 400);
        }

        assertThat(((Tested) GoodnessOfFit.ofFittedEdge(Crashes.histogram(rigged))).pValue())
                .isLessThan(1e-100);
    }

    @Test
    void areIndependent() {
        assertThat(runs(CRASHES).runs()).isEqualTo(49_847);
        assertThat(runs(CRASHES).significance().z()).isCloseTo(-0.9290360432, within(1e-6));
        assertThat(correlation(CRASHES).coefficient()).isCloseTo(0.0031381677, within(1e-9));
        assertThat(correlation(CRASHES).significance().z()).isCloseTo(0.9923707948, within(1e-6));
        assertThat(correlation(CRASHES).significance().pValue()).isBetween(0.3, 0.35);
    }

    /** The smallest, the greatest, the second smallest, the second greatest, and so on. */
    @Test
    void sortedAlternatelyTheyAreNot() {
        long[] sorted = CRASHES.clone();
        Arrays.sort(sorted);
        long[] alternating = new long[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            alternating[i] = sorted[i % 2 == 0 ? i / 2 : sorted.length - 1 - i / 2];
        }

        assertThat(runs(alternating).significance().z()).isGreaterThan(100);
        assertThat(correlation(alternating).coefficient()).isLessThan(-0.5);
        assertThat(runs(sorted).significance().z()).isLessThan(-100);
        assertThat(correlation(sorted).coefficient()).isGreaterThan(0.99);
    }

    /** Two thousand sessions of fifty rounds: the pairs across their ends are not known, and not needed. */
    @Test
    void areIndependentInSessionsToo() {
        Runs runs = Runs.NONE;
        SerialCorrelation correlation = SerialCorrelation.NONE;
        for (int from = 0; from < CRASHES.length; from += 50) {
            long[] session = Arrays.copyOfRange(CRASHES, from, from + 50);
            runs = runs.plus(runs(session));
            correlation = correlation.plus(correlation(session));
        }

        assertThat(runs.pairs()).isEqualTo(98_000);
        assertThat(runs.significance().pValue()).isGreaterThan(0.01);
        assertThat(correlation.significance().pValue()).isGreaterThan(0.01);
    }

    private static Runs runs(long[] crashes) {
        boolean[] reached = new boolean[crashes.length];
        for (int i = 0; i < crashes.length; i++) {
            reached[i] = crashes[i] >= 200;
        }
        return Runs.of(reached);
    }

    private static SerialCorrelation correlation(long[] crashes) {
        return IntStream.range(1, crashes.length)
                .mapToObj(i -> SerialCorrelation.ofPair(crashes[i - 1], crashes[i]))
                .reduce(SerialCorrelation.NONE, SerialCorrelation::plus);
    }
}
