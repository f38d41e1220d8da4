package dev.crashanalytics.risk;

import dev.crashanalytics.stats.model.Streaks;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sequence of rounds, summed up in constant space: by currency, and their streaks whatever the currency.
 *
 * @param streaks of all rounds
 */
record RiskPiece(Streaks streaks, SortedMap<String, RiskSums> byCurrency) {

    static final RiskPiece NONE = new RiskPiece(Streaks.NONE, Collections.emptySortedMap());

    /** The summary of these rounds and then the next ones. */
    RiskPiece then(RiskPiece next) {
        if (byCurrency.isEmpty()) {
            return next;
        }
        SortedMap<String, RiskSums> together = new TreeMap<>(byCurrency);
        next.byCurrency.forEach((currency, sums) -> together.merge(currency, sums, RiskSums::then));
        return new RiskPiece(streaks.then(next.streaks), together);
    }

    /** What of it is of one currency. */
    RiskPiece only(String currency) {
        RiskSums sums = byCurrency.get(currency);
        return sums == null ? NONE : new RiskPiece(sums.streaks(), new TreeMap<>(Map.of(currency, sums)));
    }

    RiskSums of(String currency) {
        return byCurrency.getOrDefault(currency, RiskSums.NONE);
    }

    /** What can be counted over all currencies: everything but money, and but the streaks. */
    RiskSums counts() {
        return byCurrency.values().stream().reduce(RiskSums.NONE, RiskSums::then);
    }

    long rounds() {
        return byCurrency.values().stream().mapToLong(RiskSums::rounds).sum();
    }
}
