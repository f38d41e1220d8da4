package dev.crashanalytics.stats;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Figures that are never added up over currencies.
 *
 * @param byCurrency of each currency that occurs
 */
record FiguresByCurrency(SortedMap<String, Figures> byCurrency) {

    static FiguresByCurrency of(Collection<SumRow> rows) {
        SortedMap<String, Figures> figures = new TreeMap<>();
        rows.forEach(row -> figures.merge(row.currency(), row.figures(), Figures::plus));
        return new FiguresByCurrency(figures);
    }

    boolean isEmpty() {
        return byCurrency.isEmpty();
    }

    /** Those of all rounds, without money where it is of several currencies. */
    RoundFigures total() {
        Figures sum = byCurrency.values().stream().reduce(Figures.NONE, Figures::plus);
        return byCurrency.size() <= 1 ? RoundFigures.of(sum) : RoundFigures.withoutMoney(sum);
    }

    /** Those of each currency; null where there is one at most, and the total says it all. */
    SortedMap<String, RoundFigures> parts() {
        if (byCurrency.size() <= 1) {
            return null;
        }
        SortedMap<String, RoundFigures> parts = new TreeMap<>();
        byCurrency.forEach((currency, figures) -> parts.put(currency, RoundFigures.of(figures)));
        return parts;
    }
}
