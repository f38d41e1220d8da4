package dev.crashanalytics.maintenance;

import dev.crashanalytics.store.PgSessionRecount;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Counts everything that is derived from rounds anew, and repairs what differs: bot by bot, then the histograms day by
 * day, one short statement after another, while rounds flow in.
 */
final class Reconciliation {

    /** Days of a bot that are compared at once. */
    private static final int DAYS = 7;

    private static final int SESSIONS = 20;

    /** Before the first day that PostgreSQL and Java agree on; rounds are not logged before the common era. */
    private static final LocalDate BEFORE_ALL = LocalDate.of(1, 1, 1);

    private final JobRun run;
    private final PgJobConnection connection;
    private final ReconcileReport report;
    private long botsDone;

    Reconciliation(JobRun run, ReconcileReport report) {
        this.run = run;
        this.connection = run.connection();
        this.report = report;
    }

    /** Runs it; completes when everything has been looked at. */
    Uni<Void> run() {
        return Steps.each("", this::nextBot).chain(this::reconcileHistograms).chain(() -> run.note(botsDone));
    }

    private Uni<Optional<String>> nextBot(String after) {
        return PgBots.after(connection, after)
                .call(bot -> bot == null ? Uni.createFrom().voidItem() : reconcileBot(bot))
                .map(Optional::ofNullable);
    }

    private Uni<Void> reconcileBot(String bot) {
        PgRollupReconciliation rollups = new PgRollupReconciliation(connection, bot);
        PgStreakReconciliation streaks = new PgStreakReconciliation(connection, bot);
        return Steps.each(BEFORE_ALL, after -> reconcileDays(rollups, after))
                .chain(rollups::reconcileTotals)
                .invoke(report::add)
                .chain(() -> Steps.each("", after -> reconcileSessions(streaks, bot, after)))
                .chain(() -> run.note(++botsDone));
    }

    private Uni<Optional<LocalDate>> reconcileDays(PgRollupReconciliation rollups, LocalDate after) {
        return rollups.nextDay(after)
                .call(day -> day == null
                        ? Uni.createFrom().voidItem()
                        : rollups.reconcileDays(day, day.plusDays(DAYS)).invoke(report::add))
                .map(day -> Optional.ofNullable(day).map(known -> known.plusDays(DAYS - 1)));
    }

    private Uni<Optional<String>> reconcileSessions(PgStreakReconciliation streaks, String bot, String after) {
        return streaks.reconcileSessions(after, SESSIONS)
                .invoke(page -> page.discrepancies().forEach(session -> report.add(List.of(difference(bot, session)))))
                .call(page -> Multi.createFrom()
                        .iterable(page.lastRounds().entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(session -> Steps.each(
                                0L, from -> reconcileStreaks(streaks, session.getKey(), from, session.getValue())))
                        .onItem()
                        .ignoreAsUni())
                .map(page -> Optional.ofNullable(page.lastSession()));
    }

    private Uni<Optional<Long>> reconcileStreaks(
            PgStreakReconciliation streaks, String session, long after, long last) {
        return streaks.reconcile(session, after, last)
                .invoke(step -> report.add(
                        "analytics_round_outcomes",
                        step.differences(),
                        step.count() - step.differences().size()))
                .map(step -> Optional.ofNullable(step.lastRound()));
    }

    private Uni<Void> reconcileHistograms() {
        PgHistogramReconciliation histograms = new PgHistogramReconciliation(connection);
        return Steps.each(BEFORE_ALL, after -> reconcileHistogram(histograms, after))
                .chain(histograms::reconcileTotals)
                .invoke(report::add)
                .replaceWithVoid();
    }

    private Uni<Optional<LocalDate>> reconcileHistogram(PgHistogramReconciliation histograms, LocalDate after) {
        return histograms
                .nextDay(after)
                .call(day -> day == null
                        ? Uni.createFrom().voidItem()
                        : histograms.reconcileDay(day).invoke(report::add))
                .map(Optional::ofNullable);
    }

    private static Difference difference(String bot, PgSessionRecount.Discrepancy session) {
        return new Difference("session_logs", bot + " " + session.sessionId(), session.stored(), session.counted());
    }
}
