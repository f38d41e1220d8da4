package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.stats.model.GoodnessOfFit.Cell;
import dev.crashanalytics.stats.model.GoodnessOfFit.NotEnoughRounds;
import dev.crashanalytics.stats.model.GoodnessOfFit.Tested;
import dev.crashanalytics.testing.Fuzz;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoodnessOfFitTest {

    private static final CrashModel MODEL = new CrashModel(0.01);

    /** All n rounds in the cell of the atom, probability a: X² = n (1 - a) / a, worked out by hand. */
    @Test
    void allRoundsAtOne() {
        Tested fit = (Tested) GoodnessOfFit.of(CrashHistogram.of(Map.of(0, 1_000L)), MODEL);

        double atom = 2 / 101.0;
        assertThat(fit.chiSquare()).isCloseTo(1_000 * (1 - atom) / atom, within(1e-6));
        assertThat(fit.pValue()).isZero();
        assertThat(fit.edgeFitted()).isFalse();
        assertThat(fit.model()).isEqualTo(MODEL);
    }

    @Test
    void cellsOfManyRounds() {
        Tested fit = (Tested) GoodnessOfFit.of(CrashHistogram.of(Map.of(0, 1_000L)), MODEL);

        assertThat(fit.cells())
                .extracting(cell -> cell.low().toString())
                .containsExactly(
                        "1.00", "1.01", "1.07", "1.13", "1.19", "1.27", "1.35", "1.45", "1.56", "1.69", "1.84", "2.02",
                        "2.26", "2.54", "2.90", "3.39", "4.04", "5.05", "6.76", "10.10", "20.20");
        assertThat(fit.degreesOfFreedom()).isEqualTo(20);
    }

    /**
     * 60 rounds and an edge of 1%: 58.8 expected above 1.00, so 5 cells; 1.2 expected at 1.00, so it joins the first.
     */
    @Test
    void cellsOfFewRounds() {
        Tested fit = (Tested) GoodnessOfFit.of(CrashHistogram.of(Map.of(0, 60L)), MODEL);

        assertThat(fit.cells())
                .extracting(cell -> cell.low() + " " + cell.high() + " " + cell.observed())
                .containsExactly("1.00 1.27 60", "1.27 1.69 0", "1.69 2.54 0", "2.54 5.05 0", "5.05 null 0");
        assertThat(fit.cells().get(0).expected()).isCloseTo(60 * (1 - 0.99 / 1.27), within(1e-9));
        assertThat(fit.degreesOfFreedom()).isEqualTo(4);
    }

    @Test
    void ofAFittedEdgeTheAtomFitsAndCostsADegreeOfFreedom() {
        CrashHistogram crashes = CrashHistogram.of(Map.of(0, 100L, 20, 500L, 150, 400L));

        Tested fit = (Tested) GoodnessOfFit.ofFittedEdge(crashes);

        assertThat(fit.edgeFitted()).isTrue();
        assertThat(fit.model().edge()).isCloseTo(1 - 1.01 * 0.9, within(1e-12));
        assertThat(fit.cells().get(0).expected()).isCloseTo(100, within(1e-9));
        assertThat(fit.degreesOfFreedom()).isEqualTo(fit.cells().size() - 2);
        assertThat(fit.pValue()).isLessThan(1e-9);
    }

    @Test
    void aGameThatNeverCrashesAtOneIsTested() {
        CrashHistogram crashes = CrashHistogram.of(Map.of(1, 100L, 100, 100L));

        Tested fit = (Tested) GoodnessOfFit.ofFittedEdge(crashes);

        assertThat(fit.model().edge()).isEqualTo(-0.01);
        assertThat(fit.chiSquare()).isFinite();
        assertThat(fit.pValue()).isLessThan(1e-9);
    }

    @Test
    void tooFewRoundsAreNoTest() {
        assertThat(GoodnessOfFit.of(CrashHistogram.EMPTY, MODEL)).isEqualTo(new NotEnoughRounds(0, 50));
        assertThat(GoodnessOfFit.ofFittedEdge(CrashHistogram.EMPTY)).isEqualTo(new NotEnoughRounds(0, 50));
        assertThat(GoodnessOfFit.of(CrashHistogram.of(Map.of(30, 1L)), MODEL)).isInstanceOf(NotEnoughRounds.class);
        assertThat(GoodnessOfFit.of(CrashHistogram.of(Map.of(30, 51L)), MODEL)).isInstanceOf(NotEnoughRounds.class);
        assertThat(GoodnessOfFit.of(CrashHistogram.of(Map.of(30, 52L)), MODEL)).isInstanceOf(Tested.class);
        assertThat(GoodnessOfFit.ofFittedEdge(CrashHistogram.of(Map.of(0, 1_000L, 30, 49L))))
                .isEqualTo(new NotEnoughRounds(49, 50));
        assertThat(GoodnessOfFit.of(CrashHistogram.of(Map.of(0, 1_000L)), new CrashModel(1)))
                .isEqualTo(new NotEnoughRounds(0, 50));
    }

    @ParameterizedTest
    @ValueSource(ints = {52, 60, 99, 100, 137, 199, 250, 251, 400, 1_000, 100_000})
    void everyCellExpectsFiveAndAllOfThemExpectAllRounds(int rounds) {
        Random random = Fuzz.random(GoodnessOfFitTest.class);
        CrashHistogram crashes = Crashes.histogram(Crashes.draws(MODEL, rounds, random));

        Tested fit = (Tested) GoodnessOfFit.of(crashes, MODEL);

        assertThat(fit.cells()).allSatisfy(cell -> assertThat(cell.expected()).isGreaterThanOrEqualTo(5));
        assertThat(fit.cells().stream().mapToDouble(Cell::expected).sum()).isCloseTo(rounds, within(1e-6));
        assertThat(fit.cells().stream().mapToLong(Cell::observed).sum()).isEqualTo(rounds);
    }

    /**
     * Of 1,000 honest samples a test at 5% rejects about 50: fewer than 20 or more than 85 happen once in a million
     * runs.
     */
    @Test
    void honestGamesAreRejectedAsOftenAsTheLevelSays() {
        Random random = Fuzz.random(GoodnessOfFitTest.class);
        CrashHistogram[] samples = new CrashHistogram[1_000];
        Arrays.setAll(samples, i -> Crashes.histogram(Crashes.draws(MODEL, 300, random)));

        assertThat(rejected(samples, crashes -> GoodnessOfFit.of(crashes, MODEL)))
                .isBetween(20L, 85L);
        assertThat(rejected(samples, GoodnessOfFit::ofFittedEdge)).isBetween(20L, 85L);
    }

    /** Crashes uniform between 1.00 and 3.00: another shape altogether, whatever the edge. */
    @Test
    void anotherShapeIsRejectedWithAnyEdge() {
        long[] crashes = new Random(1).longs(500, 100, 300).toArray();

        assertThat(((Tested) GoodnessOfFit.ofFittedEdge(Crashes.histogram(crashes))).pValue())
                .isLessThan(1e-9);
    }

    /** The same crash again and again is one atom more. */
    @Test
    void equalCrashesAreRejected() {
        long[] crashes = Collections.nCopies(200, 150L).stream()
                .mapToLong(Long::longValue)
                .toArray();

        assertThat(((Tested) GoodnessOfFit.of(Crashes.histogram(crashes), MODEL)).pValue())
                .isLessThan(1e-9);
    }

    private static long rejected(CrashHistogram[] samples, Function<CrashHistogram, GoodnessOfFit> test) {
        return Arrays.stream(samples)
                .filter(crashes -> ((Tested) test.apply(crashes)).pValue() < 0.05)
                .count();
    }
}
