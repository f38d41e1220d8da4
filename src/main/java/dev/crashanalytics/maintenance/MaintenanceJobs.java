package dev.crashanalytics.maintenance;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.risk.RiskDays;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Starts maintenance jobs, one at a time in the whole database, and tells how they stand. */
@ApplicationScoped
class MaintenanceJobs {

    private static final Logger LOG = Logger.getLogger(MaintenanceJobs.class);

    private static final String RECONCILE = "reconcile";
    private static final String CLEANUP = "cleanup";
    private static final String DEMO_REMOVAL = "demo_removal";

    private final PgJobs jobs;
    private final PgReset reset;
    private final RiskDays risk;
    private final DemoBots demo;
    private final MaintenanceConfig config;
    private final MaintenanceMetrics metrics;

    MaintenanceJobs(
            PgJobs jobs,
            PgReset reset,
            RiskDays risk,
            DemoBots demo,
            MaintenanceConfig config,
            MaintenanceMetrics metrics) {
        this.jobs = jobs;
        this.risk = risk;
        this.demo = demo;
        this.reset = reset;
        this.config = config;
        this.metrics = metrics;
    }

    /** Starts a reconciliation, which goes on by itself; fails with {@code job_running} where a job runs already. */
    Uni<UUID> reconcile() {
        ReconcileReport report = new ReconcileReport();
        return alone().chain(connection -> start(
                connection,
                RECONCILE,
                report,
                run -> new Reconciliation(run, report)
                        .run()
                        .onTermination()
                        .invoke(() -> metrics.repaired(report.total()))));
    }

    /** Counts what a cleanup would remove, or starts it; fails with {@code job_running} where a job runs already. */
    Uni<CleanupAnswer> cleanup(CleanupRequest request) {
        return request.dryRun()
                ? jobs.cutoff(request.daysOld())
                        .map(cutoff -> CleanupAnswer.counted(cutoff.rounds(), instant(cutoff.day())))
                : alone().chain(connection -> cleanup(connection, request));
    }

    /** Stops the demo bots of this server and removes what demo bots wrote; fails with {@code job_running}. */
    Uni<UUID> removeDemo() {
        DemoRemovalReport report = new DemoRemovalReport();
        return alone().chain(connection -> start(
                connection, DEMO_REMOVAL, report, run -> demo.stop().chain(() -> new DemoRemoval(run, report).run())));
    }

    /** Empties the database; answers the new epoch. Fails with {@code reset_disabled} or {@code job_running}. */
    Uni<UUID> reset() {
        if (!config.allowReset()) {
            throw new ProblemException(
                    ProblemCode.RESET_DISABLED, "This server keeps its data: crash.maintenance.allow-reset is false.");
        }
        return alone().chain(connection -> reset.run(connection).onTermination().call(connection::close))
                .invoke(epoch -> LOG.warnf("event=database_reset epoch=%s", epoch));
    }

    /** How a job stands; empty where there is none of that id. */
    Uni<Optional<JobStatus>> read(UUID job) {
        return jobs.read(job).map(Optional::ofNullable);
    }

    /** The jobs started last, the latest first. */
    Uni<List<JobStatus>> latest(int limit) {
        return jobs.latest(limit);
    }

    /** The only connection that maintenance works on; fails with {@code job_running} where somebody has it. */
    private Uni<PgJobConnection> alone() {
        return jobs.open()
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(
                        ProblemCode.JOB_RUNNING, "a maintenance job runs already; there is one at a time"));
    }

    private Uni<CleanupAnswer> cleanup(PgJobConnection connection, CleanupRequest request) {
        return PgArchiving.cutoff(connection, request.daysOld())
                .onFailure()
                .call(failure -> connection.close())
                .chain(cutoff -> {
                    CleanupReport report = new CleanupReport(cutoff.day(), request.forget(), cutoff.rounds());
                    return start(
                                    connection,
                                    CLEANUP,
                                    report,
                                    run -> new Cleanup(run, report, risk, metrics, request.forget()).run())
                            .map(job -> CleanupAnswer.started(job, instant(cutoff.day())));
                });
    }

    private Uni<UUID> start(
            PgJobConnection connection, String kind, JobReport report, Function<JobRun, Uni<Void>> work) {
        return jobs.create(connection, kind)
                .onFailure()
                .call(failure -> connection.close())
                .invoke(job -> run(new JobRun(jobs, connection, job, report), kind, report, work));
    }

    /** The job's own edge: nobody waits for it, and its failure goes into its row and the log. */
    private void run(JobRun run, String kind, JobReport report, Function<JobRun, Uni<Void>> work) {
        LOG.infof("event=job_started kind=%s job_id=%s", kind, run.id());
        run.write()
                .chain(() -> work.apply(run))
                .chain(() -> run.write())
                .chain(() -> jobs.end(run.connection(), run.id(), null))
                .invoke(() -> LOG.infof("event=job_ended kind=%s job_id=%s %s", kind, run.id(), report.toLog()))
                .onFailure()
                .call(failure -> fail(run, kind, failure))
                .onTermination()
                .call(run.connection()::close)
                .subscribe()
                .with(ended -> {}, failure -> LOG.debugf("event=job_connection_closed job_id=%s", run.id()));
    }

    private Uni<Void> fail(JobRun run, String kind, Throwable failure) {
        metrics.failed(kind);
        LOG.errorf(failure, "event=job_failed kind=%s job_id=%s", kind, run.id());
        // Where not even this can be entered the connection is gone, and whoever asks next sees that.
        return jobs.end(run.connection(), run.id(), "it could not go on; the log of its server says why")
                .onFailure()
                .recoverWithNull();
    }

    private static Instant instant(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
