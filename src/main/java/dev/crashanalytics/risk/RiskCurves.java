package dev.crashanalytics.risk;

import dev.crashanalytics.stats.model.CurvePoint;
import java.util.Map;

/**
 * All rounds of a range, summed up.
 *
 * @param recoveries by currency: when its maximum drawdown was over, where it was and that can be found
 */
record RiskCurves(RiskPiece piece, Map<String, CurvePoint> recoveries) {

    boolean isEmpty() {
        return piece.byCurrency().isEmpty();
    }
}
