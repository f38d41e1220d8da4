package dev.crashanalytics.stats;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The statistics over signals; a bot without signals is told apart from one that is unknown. */
@ApplicationScoped
class SignalStatisticsService {

    private final PgSignalStatistics statistics;
    private final PgKnown known;

    SignalStatisticsService(PgSignalStatistics statistics, PgKnown known) {
        this.statistics = statistics;
        this.known = known;
    }

    /** How often they were right; fails with {@code bot_not_found}. */
    Uni<SignalEffectiveness> effectiveness(SignalScope scope, StatisticsRange range) {
        return sums(scope, range).map(rows -> SignalEffectiveness.of(scope, rows));
    }

    /** How far their confidence can be believed; fails with {@code bot_not_found}. */
    Uni<SignalCalibration> calibration(SignalScope scope, StatisticsRange range) {
        return sums(scope, range).map(rows -> SignalCalibration.of(scope, rows));
    }

    private Uni<List<SignalRow>> sums(SignalScope scope, StatisticsRange range) {
        return statistics.sums(scope, range).call(rows -> refuseUnknown(scope, rows));
    }

    /** Only a bot that has no signals there may be unknown. */
    private Uni<Void> refuseUnknown(SignalScope scope, List<SignalRow> rows) {
        return rows.isEmpty()
                ? scope.bot()
                        .map(known::require)
                        .orElseGet(() -> Uni.createFrom().voidItem())
                : Uni.createFrom().voidItem();
    }
}
