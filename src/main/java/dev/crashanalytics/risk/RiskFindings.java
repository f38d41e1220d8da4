package dev.crashanalytics.risk;

import dev.crashanalytics.stats.StatedEdges;
import dev.crashanalytics.stats.model.CurvePoint;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a risk is answered from.
 *
 * @param recoveries by currency: when its maximum drawdown was over; missing where it is not, or not to be found any more
 * @param initialBalance at the beginning of the range; null where that is unknown
 */
record RiskFindings(RiskPiece piece, Map<String, CurvePoint> recoveries, StatedEdges edges, BigDecimal initialBalance) {

    /** Those of all rounds, without money where it is of several currencies. */
    RiskFigures total() {
        return piece.byCurrency().size() <= 1
                ? figures(piece.byCurrency().isEmpty() ? "" : piece.byCurrency().firstKey())
                : RiskFigures.withoutMoney(piece, edges);
    }

    /** Those of each currency; null where there is one at most, and the total says it all. */
    SortedMap<String, RiskFigures> parts() {
        if (piece.byCurrency().size() <= 1) {
            return null;
        }
        SortedMap<String, RiskFigures> parts = new TreeMap<>();
        piece.byCurrency().keySet().forEach(currency -> parts.put(currency, figures(currency)));
        return parts;
    }

    private RiskFigures figures(String currency) {
        return RiskFigures.of(piece.of(currency), recoveries.get(currency), edges, initialBalance);
    }
}
