package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Removes whatever demo bots wrote. The game goes first, so that no server can open a session of it again; then the rounds,
 * some at a time, while others log theirs; then, bot by bot, what is left of it and all sums, while ingest waits for a
 * moment; the histograms of the game last. What is cut off is finished by the next call.
 */
final class DemoRemoval {

    private final JobRun run;
    private final PgJobConnection connection;
    private final PgDemoRemoval demo;
    private final DemoRemovalReport report;

    DemoRemoval(JobRun run, DemoRemovalReport report) {
        this.run = run;
        this.connection = run.connection();
        this.demo = new PgDemoRemoval(connection);
        this.report = report;
    }

    Uni<Void> run() {
        return demo.removePlatform()
                .chain(() -> Steps.each("", this::nextBot))
                .chain(demo::removeHistograms)
                .chain(this::countAnew);
    }

    private Uni<Optional<String>> nextBot(String after) {
        return demo.botAfter(after)
                .call(bot -> bot == null ? Uni.createFrom().voidItem() : removeBot(bot))
                .map(Optional::ofNullable);
    }

    private Uni<Void> removeBot(String bot) {
        return Steps.each("", after -> nextSession(bot, after))
                .chain(() -> demo.removeRest(bot))
                .invoke(rest -> {
                    report.addRounds(rest.rounds());
                    report.addSessions(rest.sessions());
                    report.addBots(rest.bots());
                })
                .chain(() -> run.note(0));
    }

    private Uni<Optional<String>> nextSession(String bot, String after) {
        return demo.sessionAfter(bot, after)
                .call(session ->
                        session == null ? Uni.createFrom().voidItem() : Steps.each(session, s -> removePiece(bot, s)))
                .map(Optional::ofNullable);
    }

    private Uni<Optional<String>> removePiece(String bot, String session) {
        return demo.removeRounds(bot, session)
                .invoke(report::addRounds)
                .call(removed -> run.note(0))
                .map(removed -> removed < PgDemoRemoval.PIECE ? Optional.empty() : Optional.of(session));
    }

    /** Where somebody else has played the game too, its histograms are counted from the rounds that are left. */
    private Uni<Void> countAnew(List<LocalDate> days) {
        PgHistogramReconciliation histograms = new PgHistogramReconciliation(connection);
        return Multi.createFrom()
                .iterable(days)
                .onItem()
                .transformToUniAndConcatenate(histograms::reconcileDay)
                .onItem()
                .ignoreAsUni();
    }
}
