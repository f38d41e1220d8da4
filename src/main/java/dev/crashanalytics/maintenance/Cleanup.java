package dev.crashanalytics.maintenance;

import dev.crashanalytics.risk.RiskDays;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.store.PgEarlyRowRemoval;
import dev.crashanalytics.store.PgRoundRemoval;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Archives the days before a cutoff, the oldest first, and removes their rounds and what belongs to them, piece by piece,
 * while rounds flow in. One that was cut off has left rounds of days that are archived already: the next one removes them.
 */
final class Cleanup {

    private static final Logger LOG = Logger.getLogger(Cleanup.class);

    /** Before the first day that PostgreSQL and Java agree on; rounds are not logged before the common era. */
    private static final LocalDate BEFORE_ALL = LocalDate.of(1, 1, 1);

    private final JobRun run;
    private final CleanupReport report;
    private final MaintenanceMetrics metrics;
    private final boolean forget;
    private final PgJobConnection connection;
    private final PgArchiving archiving;

    Cleanup(JobRun run, CleanupReport report, RiskDays risk, MaintenanceMetrics metrics, boolean forget) {
        this.run = run;
        this.report = report;
        this.metrics = metrics;
        this.forget = forget;
        this.connection = run.connection();
        this.archiving = new PgArchiving(connection, risk);
    }

    /** Runs it; completes when all of it is gone. */
    Uni<Void> run() {
        return Steps.each(BEFORE_ALL, this::cleanNextDay)
                // Of rounds that came late for a day that was passed already.
                .chain(() -> removeRounds(BEFORE_ALL, report.cutoff()))
                .chain(() -> Steps.each(new SessionKey("", ""), this::removeEarlyRows))
                .chain(() -> Steps.each(0, this::removeLogs))
                .chain(() -> forget
                        ? new PgForgetting(connection, report.cutoff()).run()
                        : Uni.createFrom().voidItem());
    }

    private Uni<Optional<LocalDate>> cleanNextDay(LocalDate after) {
        return archiving
                .nextDay(after, report.cutoff())
                .call(day -> day == null ? Uni.createFrom().voidItem() : clean(day))
                .map(Optional::ofNullable);
    }

    private Uni<Void> clean(LocalDate day) {
        return archiving
                .archive(day)
                .invoke(report::addDay)
                .chain(() -> removeRounds(day, day.plusDays(1)))
                .invoke(() -> LOG.infof("event=day_archived job_id=%s day=%s %s", run.id(), day, report.toLog()));
    }

    private Uni<Void> removeRounds(LocalDate from, LocalDate to) {
        return Steps.each(
                start(from),
                position -> connection
                        .inTransaction(() -> PgRoundRemoval.remove(connection.connection(), position, start(to))
                                // In the same transaction: a job that is cut off tells exactly what it has done.
                                .call(removed -> run.write(report.toJson(removed.rounds()))))
                        .invoke(removed -> report.addRounds(removed.rounds()))
                        .invoke(removed -> metrics.removed(removed.rounds()))
                        .map(removed -> Optional.ofNullable(removed.lastStart())));
    }

    private Uni<Optional<SessionKey>> removeEarlyRows(SessionKey after) {
        return PgEarlyRowRemoval.nextSession(connection.connection(), after)
                .call(session ->
                        session == null ? Uni.createFrom().voidItem() : Steps.each(session, this::removeEarlyRowsOf))
                .map(Optional::ofNullable);
    }

    private Uni<Optional<SessionKey>> removeEarlyRowsOf(SessionKey session) {
        return connection
                .inTransaction(() -> PgEarlyRowRemoval.remove(connection.connection(), session, report.cutoff()))
                .invoke(report::addEarlyRows)
                .map(removed -> removed > 0 ? Optional.of(session) : Optional.empty());
    }

    private Uni<Optional<Integer>> removeLogs(int table) {
        return PgOldLogs.remove(connection, PgOldLogs.TABLES.get(table), report.cutoff())
                .invoke(report::addLogs)
                .map(removed -> removed > 0 ? table : table + 1)
                .map(next -> next < PgOldLogs.TABLES.size() ? Optional.of(next) : Optional.empty());
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
