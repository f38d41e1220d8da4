package dev.crashanalytics.stats;

import dev.crashanalytics.stats.PgRiskDays.Entry;
import dev.crashanalytics.stats.PgRiskDays.State;
import dev.crashanalytics.stats.PgRiskSnapshot.Kept;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

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
     * Makes the summaries of a day of some bots, of their sessions and of their share in strategies; those of the bots only
     * where they are not there or not valid. Takes as long as their rounds of the day need to be read, up to three times.
     * Not to be called for the same day twice at once.
     *
     * @param day in UTC, and over
     * @param botIds bots that may have rounds on it
     */
    public Uni<Void> keep(LocalDate day, List<String> botIds) {
        return each(botIds, bot -> kept.snapshot(snapshot -> keepBot(snapshot, bot, day)))
                .chain(bots -> kept.snapshot(snapshot -> snapshot.strategies(botIds, day)))
                .chain(strategies ->
                        each(strategies, name -> kept.snapshot(snapshot -> keepShare(snapshot, name, botIds, day))));
    }

    private Uni<Void> keepBot(PgRiskSnapshot snapshot, String botId, LocalDate day) {
        RiskScope bot = RiskScope.bot(botId);
        return snapshot.days(bot, day, day.plusDays(1))
                .chain(days -> days.isEmpty() || days.get(0).isArchived()
                        ? Uni.createFrom().voidItem()
                        : snapshot.kept(bot, day, day.plusDays(1))
                                .chain(found -> isValid(found, days.get(0))
                                        ? Uni.createFrom().voidItem()
                                        : parts.fold(snapshot, bot, RiskSpan.of(day))
                                                .chain(piece -> store(bot, State.KEPT, days.get(0), piece)))
                                .chain(done -> keepSessions(snapshot, botId, days.get(0))));
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
                                .chain(this::storeAll))
                .chain(done -> parts.work(folds::last))
                .chain(this::storeAll);
    }

    private Uni<Void> keepShare(PgRiskSnapshot snapshot, String strategy, List<String> botIds, LocalDate day) {
        RiskScope scope = RiskScope.strategy(strategy);
        RiskFold fold = new RiskFold();
        return snapshot.changes(strategy, botIds, day)
                .chain(changes -> snapshot.rows()
                        .read(
                                scope,
                                botIds,
                                RiskSpan.of(day),
                                rounds -> parts.work(() -> {
                                    rounds.forEach(fold::add);
                                    return null;
                                }))
                        .chain(done -> parts.work(fold::piece))
                        .chain(piece -> store(scope, State.BATCH, new RiskDay(day, changes, 0), piece)));
    }

    private Uni<Void> store(RiskScope scope, State state, RiskDay made, RiskPiece piece) {
        return parts.work(() -> List.of(new Entry(scope, state, made, RiskPieceFormat.write(piece))))
                .chain(this::storeAll);
    }

    private Uni<Void> storeAll(List<Entry> entries) {
        return entries.isEmpty() ? Uni.createFrom().voidItem() : kept.store(entries);
    }

    private interface Step {
        Uni<Void> of(String name);
    }

    private static Uni<Void> each(List<String> names, Step step) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(step::of)
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
                finished.add(new Entry(RiskScope.session(botId, session), State.KEPT, day, summary));
            }
        }
    }
}
