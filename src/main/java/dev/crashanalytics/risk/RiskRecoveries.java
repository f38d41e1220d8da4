package dev.crashanalytics.risk;

import dev.crashanalytics.stats.model.CurvePoint;
import dev.crashanalytics.stats.model.Drawdown;
import dev.crashanalytics.stats.model.Equity;
import dev.crashanalytics.stats.model.Recovery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the parts of a range, and finds the rounds with which the maximum drawdowns of the whole were over. That takes the
 * rounds of one part or two; where they are archived nobody knows any more.
 */
@ApplicationScoped
class RiskRecoveries {

    private final RiskParts parts;

    RiskRecoveries(RiskParts parts) {
        this.parts = parts;
    }

    /**
     * Joins the parts.
     *
     * @param currency the only one to count; null for all
     */
    Uni<RiskCurves> find(PgRiskSnapshot snapshot, RiskScope scope, List<RiskPart> found, String currency) {
        return parts.work(() -> join(found, currency)).chain(whole -> {
            Map<String, CurvePoint> recoveries = new HashMap<>();
            return Multi.createFrom()
                    .iterable(whole.byCurrency().entrySet())
                    .filter(sums -> hasRecovered(sums.getValue().equity()))
                    .onItem()
                    .transformToUniAndConcatenate(sums -> new Walk(snapshot, scope, found, sums.getKey())
                            .from(0, Recovery.of(sums.getValue().equity().maximumDrawdown()))
                            .invoke(recovery -> recoveries.put(sums.getKey(), recovery)))
                    .collect()
                    .last()
                    .replaceWith(() -> new RiskCurves(whole, recoveries));
        });
    }

    private static RiskPiece join(List<RiskPart> found, String currency) {
        return found.stream()
                .map(part -> currency == null ? part.piece() : part.piece().only(currency))
                .reduce(RiskPiece.NONE, RiskPiece::then);
    }

    private static boolean hasRecovered(Equity equity) {
        Drawdown drawdown = equity.maximumDrawdown();
        return drawdown != null && drawdown.recovered();
    }

    /** The look for the recovery of one currency. */
    private final class Walk {

        private final PgRiskSnapshot snapshot;
        private final RiskScope scope;
        private final List<RiskPart> path;
        private final String currency;

        Walk(PgRiskSnapshot snapshot, RiskScope scope, List<RiskPart> path, String currency) {
            this.snapshot = snapshot;
            this.scope = scope;
            this.path = path;
            this.currency = currency;
        }

        /** The recovery, from a part on; null where it cannot be told. */
        Uni<CurvePoint> from(int index, Recovery start) {
            Recovery recovery = start;
            for (int next = index; next < path.size(); next++) {
                RiskPart part = path.get(next);
                Equity equity = part.piece().of(currency).equity();
                if (!recovery.cannotLieIn(equity)) {
                    int after = next + 1;
                    return part.span() == null
                            ? Uni.createFrom().nullItem()
                            : through(part, recovery).chain(walked -> from(after, walked));
                }
                recovery = recovery.skip(equity);
            }
            return Uni.createFrom().item(recovery.at());
        }

        private Uni<Recovery> through(RiskPart part, Recovery start) {
            Recovery[] recovery = {start};
            return snapshot.rows()
                    .read(
                            scope,
                            part.span(),
                            rounds -> parts.work(() -> {
                                rounds.stream()
                                        .filter(round -> round.currency().equals(currency))
                                        .forEach(
                                                round -> recovery[0] = recovery[0].plus(round.profit(), round.start()));
                                return null;
                            }))
                    .map(done -> recovery[0]);
        }
    }
}
