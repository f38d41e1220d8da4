package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether crashes look like draws from {@link CrashModel}: Pearson's chi-square over cells of the histogram,
 * <pre>  X² = sum (observed - expected)² / expected</pre>
 * with as many degrees of freedom as cells, less 1, less 1 where the edge was fitted.
 *
 * <p>A Kolmogorov-Smirnov test would be wrong here. Its distribution is that of a continuous variable, while crashes
 * have an atom at 1.00 and ties on every cent; and it changes, by an amount that depends on the model, once the edge is
 * estimated from the same crashes.
 *
 * <p>The cells: one for the atom at 1.00, and above it up to {@value #MOST_CELLS} that are about equally likely given X
 * &gt;= 1.01. That conditional distribution, P(X &gt;= x) = 1.01 / x, does not depend on the edge, so the cells do not
 * depend on the data but through their number: one for each {@value #CRASHES_A_CELL} crashes above 1.00, which keeps
 * every expected count at 5 or more, since cells begin at edges of {@link CrashBins}. Where fewer than 5 are expected
 * at 1.00, the atom joins the cell above it.
 *
 * <p><b>What a fitted edge cannot see.</b> The estimate of maximum likelihood, e = 1 - 1.01 P(X &gt;= 1.01), makes the
 * cell of the atom fit exactly; what is left is a test of the shape above 1.00 against 1.01 / x, of which nothing is
 * estimated. A game that turns every tenth crash into 1.00 has that very shape: it is an honest game with an edge of
 * 10.9%. It is found out by a test against the edge that the platform states ({@link #of}), or by the fitted edge
 * itself.
 *
 * <p>Sources: K. Pearson (1900), On the criterion that a given system of deviations from the probable ...,
 * Philosophical Magazine 50; R. A. Fisher (1924), The Conditions Under Which χ² Measures the Discrepancy Between
 * Observation and Hypothesis, Journal of the Royal Statistical Society 87 (degrees of freedom); W. G. Cochran (1954),
 * Some Methods for Strengthening the Common χ² Tests, Biometrics 10 (expected counts of 5 or more).
 */
public sealed interface GoodnessOfFit {

    /** Cells above 1.00, at most: with more, each would be tested by too small a share of the rounds. */
    int MOST_CELLS = 20;

    /** Cells above 1.00, at least: with fewer, the shape is hardly tested. */
    int FEWEST_CELLS = 5;

    /** Crashes expected in a cell above 1.00, on average. */
    int CRASHES_A_CELL = 10;

    /**
     * Some values of the multiplier, those with {@code low <= X < high}.
     *
     * @param high null: no upper end
     */
    record Cell(BigDecimal low, BigDecimal high, long observed, double expected) {

        double contribution() {
            double difference = observed - expected;
            return difference * difference / expected;
        }
    }

    /**
     * A test that was made.
     *
     * @param model the model tested
     * @param edgeFitted whether its edge comes from the same crashes
     * @param chiSquare X²
     * @param pValue the probability of so large an X² if the model is right
     */
    record Tested(
            CrashModel model,
            boolean edgeFitted,
            double chiSquare,
            int degreesOfFreedom,
            double pValue,
            List<Cell> cells)
            implements GoodnessOfFit {

        public Tested {
            cells = List.copyOf(cells);
        }
    }

    /**
     * No test: a number would mean nothing.
     *
     * @param crashesAboveOne those expected above 1.00, or seen there where the edge was to be fitted
     * @param required how many it takes
     */
    record NotEnoughRounds(double crashesAboveOne, int required) implements GoodnessOfFit {}

    /** Tests against a model whose edge is known beforehand: the platform's. */
    static GoodnessOfFit of(CrashHistogram crashes, CrashModel model) {
        double expectedAbove = crashes.total() * model.survival(CrashBins.LEAST_ABOVE_ONE);
        int cellsAbove = cellsAbove(expectedAbove);
        if (cellsAbove < FEWEST_CELLS) {
            return new NotEnoughRounds(expectedAbove, FEWEST_CELLS * CRASHES_A_CELL);
        }
        List<Cell> cells = cells(crashes, model, cellsAbove);
        return tested(model, false, cells, cells.size() - 1);
    }

    /** Tests the shape alone: the edge is fitted by maximum likelihood. */
    static GoodnessOfFit ofFittedEdge(CrashHistogram crashes) {
        long above = crashes.atLeast(CrashBins.LEAST_ABOVE_ONE);
        int cellsAbove = cellsAbove((double) above);
        if (cellsAbove < FEWEST_CELLS) {
            return new NotEnoughRounds(above, FEWEST_CELLS * CRASHES_A_CELL);
        }
        CrashModel model = CrashModel.ofShareAboveOne((double) above / crashes.total());
        // The atom fits by construction, so it needs no minimum: tested is the shape, given the crashes above 1.00.
        List<Cell> cells = new ArrayList<>();
        cells.add(cell(crashes, model, CrashBins.ONE, CrashBins.LEAST_ABOVE_ONE));
        addCellsAbove(cells, crashes, model, cellsAbove);
        return tested(model, true, cells, cells.size() - 2);
    }

    private static int cellsAbove(double crashesAboveOne) {
        return (int) Math.min(MOST_CELLS, crashesAboveOne / CRASHES_A_CELL);
    }

    private static List<Cell> cells(CrashHistogram crashes, CrashModel model, int cellsAbove) {
        List<Cell> cells = new ArrayList<>();
        addCellsAbove(cells, crashes, model, cellsAbove);
        if (crashes.total() * model.atom() < 5) {
            long end = CrashBins.cents(cells.get(0).high());
            cells.set(0, cell(crashes, model, CrashBins.ONE, end));
        } else {
            cells.add(0, cell(crashes, model, CrashBins.ONE, CrashBins.LEAST_ABOVE_ONE));
        }
        return cells;
    }

    private static void addCellsAbove(List<Cell> cells, CrashHistogram crashes, CrashModel model, int count) {
        long low = CrashBins.LEAST_ABOVE_ONE;
        for (int rest = count - 1; rest >= 0; rest--) {
            // Of the crashes above 1.00, rest/count lie beyond this cell: 1.01 / high = rest / count.
            long high = rest == 0 ? CrashBins.LIMIT : nextEdge(CrashBins.LEAST_ABOVE_ONE * count, rest);
            cells.add(cell(crashes, model, low, high));
            low = high;
        }
    }

    /** The first edge of the bins at {@code dividend / divisor} cents or above. */
    private static long nextEdge(long dividend, long divisor) {
        long cents = (dividend + divisor - 1) / divisor;
        return CrashBins.isEdge(cents) ? cents : CrashBins.upperEdge(CrashBins.binOf(cents));
    }

    private static Cell cell(CrashHistogram crashes, CrashModel model, long low, long high) {
        boolean open = high == CrashBins.LIMIT;
        long observed = crashes.atLeast(low) - (open ? 0 : crashes.atLeast(high));
        double probability = open ? model.survival(low) : model.probability(low, high);
        return new Cell(
                CrashBins.multiplier(low),
                open ? null : CrashBins.multiplier(high),
                observed,
                crashes.total() * probability);
    }

    private static GoodnessOfFit tested(CrashModel model, boolean edgeFitted, List<Cell> cells, int degreesOfFreedom) {
        // A cell where nothing is expected, as the atom of an edge of -0.01, is one where nothing can be.
        double chiSquare = cells.stream()
                .filter(cell -> cell.observed() > 0 || cell.expected() > 0)
                .mapToDouble(Cell::contribution)
                .sum();
        double pValue = ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(chiSquare);
        return new Tested(model, edgeFitted, chiSquare, degreesOfFreedom, pValue, cells);
    }
}
