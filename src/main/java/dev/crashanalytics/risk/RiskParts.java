package dev.crashanalytics.risk;

import dev.crashanalytics.risk.PgRiskDays.Entry;
import dev.crashanalytics.risk.PgRiskSnapshot.Kept;
import dev.crashanalytics.stats.StatisticsRange;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/**
 * Sequences of rounds by days: those that are kept are read, others are summed up from their rounds, and kept once the day
 * is over. All that takes more than a moment is done by worker threads.
 */
@ApplicationScoped
class RiskParts {

    private static final Logger LOG = Logger.getLogger(RiskParts.class);

    private final Vertx vertx;
    private final PgRiskDays kept;
    private final RiskMetrics metrics;

    RiskParts(Vertx vertx, PgRiskDays kept, RiskMetrics metrics) {
        this.vertx = vertx;
        this.kept = kept;
        this.metrics = metrics;
    }

    /** The parts of a range, in the order of time; those without rounds may be missing. Fails with {@code range_archived}. */
    Uni<List<RiskPart>> read(PgRiskSnapshot snapshot, RiskScope scope, StatisticsRange range) {
        LocalDate from = range.firstDay();
        LocalDate to = range.lastDay();
        Uni<List<RiskPart>> days = from.isBefore(to)
                ? days(snapshot, scope, from, to)
                : Uni.createFrom().item(List.of());
        return snapshot.refuseArchivedEdges(scope, range)
                .chain(() -> edge(snapshot, scope, new RiskSpan(range.headFrom(), range.headTo())))
                .chain(head -> days.chain(whole -> edge(snapshot, scope, new RiskSpan(range.tailFrom(), range.tailTo()))
                        .map(tail -> join(head, whole, tail))));
    }

    /** Sums up the rounds of a span; no more than a block of them is in memory. */
    Uni<RiskPiece> fold(PgRiskSnapshot snapshot, RiskScope scope, RiskSpan span) {
        RiskFold fold = new RiskFold();
        metrics.folded();
        return snapshot.rows()
                .read(
                        scope,
                        span,
                        rounds -> work(() -> {
                            rounds.forEach(fold::add);
                            return null;
                        }))
                .chain(done -> work(fold::piece));
    }

    /** Does something on a worker thread, and goes on where it came from. */
    <T> Uni<T> work(Callable<T> task) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(task, false).toCompletionStage());
    }

    private Uni<List<RiskPart>> edge(PgRiskSnapshot snapshot, RiskScope scope, RiskSpan span) {
        return span.isEmpty()
                ? Uni.createFrom().item(List.of())
                : fold(snapshot, scope, span).map(piece -> List.of(new RiskPart(piece, span)));
    }

    private Uni<List<RiskPart>> days(PgRiskSnapshot snapshot, RiskScope scope, LocalDate from, LocalDate to) {
        return snapshot.days(scope, from, to)
                .chain(days -> snapshot.kept(scope, from, to)
                        .chain(found -> work(() -> plan(days, found)))
                        .chain(plan -> Multi.createFrom()
                                .iterable(plan)
                                .onItem()
                                .transformToUniAndConcatenate(day -> day.parts(this, snapshot, scope))
                                .collect()
                                .in(ArrayList::new, List::addAll)));
    }

    /**
     * What is known of a day.
     *
     * @param archived the parts that have no rounds any more
     * @param rest of what has; null where it is not known
     */
    private record Day(RiskDay rollups, List<RiskPart> archived, RiskPiece rest) {

        Uni<List<RiskPart>> parts(RiskParts days, PgRiskSnapshot snapshot, RiskScope scope) {
            if (rollups.isArchived()) {
                return Uni.createFrom().item(archived);
            }
            RiskSpan span = RiskSpan.of(rollups.day());
            return (rest != null ? Uni.createFrom().item(rest) : days.foldAndKeep(snapshot, scope, rollups))
                    .map(piece -> join(archived, List.of(new RiskPart(piece, span))));
        }
    }

    private static List<Day> plan(List<RiskDay> days, List<Kept> kept) {
        Map<LocalDate, List<Kept>> byDay = new LinkedHashMap<>();
        kept.forEach(day ->
                byDay.computeIfAbsent(day.day(), first -> new ArrayList<>()).add(day));
        return days.stream()
                .map(day -> plan(day, byDay.getOrDefault(day.day(), List.of())))
                .toList();
    }

    private static Day plan(RiskDay day, List<Kept> kept) {
        List<RiskPart> archived = new ArrayList<>();
        RiskPiece rest = null;
        for (Kept entry : kept) {
            if (entry.isArchived()) {
                archived.add(new RiskPart(RiskPieceFormat.read(entry.summary()), null));
            } else if (entry.isOf(day)) {
                rest = RiskPieceFormat.read(entry.summary());
            }
        }
        return new Day(day, archived, rest);
    }

    private Uni<RiskPiece> foldAndKeep(PgRiskSnapshot snapshot, RiskScope scope, RiskDay day) {
        Uni<RiskPiece> fold = fold(snapshot, scope, RiskSpan.of(day.day()));
        return day.day().isBefore(LocalDate.now(ZoneOffset.UTC)) ? fold.call(piece -> keep(scope, day, piece)) : fold;
    }

    /** An answer does not fail because a summary could not be kept. */
    private Uni<Void> keep(RiskScope scope, RiskDay day, RiskPiece piece) {
        return work(() -> new Entry(scope, day, RiskPieceFormat.write(piece)))
                .chain(entry -> kept.store(List.of(entry)))
                .onFailure()
                .recoverWithUni(failure -> {
                    metrics.keepFailed();
                    LOG.warnf("event=risk_day_not_kept kind=%s day=%s reason=\"%s\"", scope.kind(), day.day(), failure);
                    return Uni.createFrom().voidItem();
                });
    }

    @SafeVarargs
    private static List<RiskPart> join(List<RiskPart>... lists) {
        List<RiskPart> all = new ArrayList<>();
        for (List<RiskPart> list : lists) {
            all.addAll(list);
        }
        return all;
    }
}
