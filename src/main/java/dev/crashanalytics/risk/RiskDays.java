package dev.crashanalytics.risk;

import dev.crashanalytics.risk.PgRiskDays.Entry;
import dev.crashanalytics.risk.PgRiskSnapshot.Kept;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Sums up days whose rounds are about to be removed, so that risk goes on counting them: {@link PgRiskArchive}. */
@ApplicationScoped
public class RiskDays {

    /** Summaries that are stored at once. */
    private static final int BATCH = 100;

    private final PgRiskDays kept;
    private final RiskParts parts;

    RiskDays(PgRiskDays kept, RiskParts parts) {
        this.kept = kept;
        this.parts = parts;
    }

    /**
     * Makes the summaries of all bots, sessions and strategies that have rounds up to a day which are not archived; those of
     * bots and strategies only where they are not there or not valid. Takes as long as their rounds need to be read, up to
     * three times.
     *
     * @param last in UTC, and over
     */
    public Uni<Void> keep(LocalDate last) {
        return kept.snapshot(snapshot -> snapshot.unarchivedDays(last)).chain(days -> each(days, this::keepDay));
    }

    private Uni<Void> keepDay(LocalDate day) {
        return kept.snapshot(snapshot -> snapshot.unarchived(day))
                .chain(scopes -> each(scopes, scope -> kept.snapshot(snapshot -> keep(snapshot, scope, day))));
    }

    private Uni<Void> keep(PgRiskSnapshot snapshot, RiskScope scope, LocalDate day) {
        return snapshot.days(scope, day, day.plusDays(1))
                .chain(days -> days.isEmpty() || days.get(0).isArchived()
                        ? Uni.createFrom().voidItem()
                        : keep(snapshot, scope, days.get(0)));
    }

    private Uni<Void> keep(PgRiskSnapshot snapshot, RiskScope scope, RiskDay day) {
        return snapshot.kept(scope, day.day(), day.day().plusDays(1))
                .chain(found -> isValid(found, day)
                        ? Uni.createFrom().voidItem()
                        : parts.fold(snapshot, scope, RiskSpan.of(day.day()))
                                .chain(piece ->
                                        parts.work(() -> List.of(new Entry(scope, day, RiskPieceFormat.write(piece)))))
                                .chain(this::store))
                .chain(done -> scope.kind() == RiskScope.Kind.BOT
                        ? keepSessions(snapshot, scope.botId(), day)
                        : Uni.createFrom().voidItem());
    }

    private static boolean isValid(List<Kept> found, RiskDay day) {
        return found.stream().anyMatch(entry -> entry.isOf(day));
    }

    /** All sessions in one pass, of which no more than some are in memory. */
    private Uni<Void> keepSessions(PgRiskSnapshot snapshot, String botId, RiskDay day) {
        SessionFolds folds = new SessionFolds(botId, day);
        return snapshot.rows()
                .readBySession(
                        botId,
                        RiskSpan.of(day.day()),
                        rounds -> parts.work(() -> {
                                    rounds.forEach(folds::add);
                                    return folds.take(BATCH);
                                })
                                .chain(this::store))
                .chain(done -> parts.work(folds::last))
                .chain(this::store);
    }

    private Uni<Void> store(List<Entry> entries) {
        return entries.isEmpty() ? Uni.createFrom().voidItem() : kept.store(entries);
    }

    private static <T> Uni<Void> each(List<T> all, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(step::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Sessions, one after another. For one thread at a time. */
    private static final class SessionFolds {

        private final String botId;
        private final RiskDay day;
        private List<Entry> finished = new ArrayList<>();
        private String session;
        private RiskFold fold;

        SessionFolds(String botId, RiskDay day) {
            this.botId = botId;
            this.day = day;
        }

        void add(RiskRound round) {
            if (!round.sessionId().equals(session)) {
                finish();
                session = round.sessionId();
                fold = new RiskFold();
            }
            fold.add(round);
        }

        /** What is finished, if it is enough to be stored. */
        List<Entry> take(int enough) {
            return finished.size() < enough ? List.of() : takeAll();
        }

        List<Entry> last() {
            finish();
            return takeAll();
        }

        private List<Entry> takeAll() {
            List<Entry> taken = finished;
            finished = new ArrayList<>();
            return taken;
        }

        private void finish() {
            if (fold != null) {
                String summary = RiskPieceFormat.write(fold.piece());
                finished.add(new Entry(RiskScope.session(botId, session), day, summary));
            }
        }
    }
}
