package dev.crashanalytics.maintenance;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Starts maintenance jobs, one at a time in the whole database, and tells how they stand. */
@ApplicationScoped
class MaintenanceJobs {

    private static final Logger LOG = Logger.getLogger(MaintenanceJobs.class);

    /** How often a job notes how far it has come. */
    private static final Duration NOTED_EVERY = Duration.ofMillis(500);

    private final PgJobs jobs;

    MaintenanceJobs(PgJobs jobs) {
        this.jobs = jobs;
    }

    /** Starts a reconciliation, which goes on by itself; fails with {@code job_running} where a job runs already. */
    Uni<UUID> reconcile() {
        return jobs.open()
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(
                        ProblemCode.JOB_RUNNING, "a maintenance job runs already; there is one at a time"))
                .chain(connection -> jobs.create(connection, "reconcile")
                        .onFailure()
                        .call(failure -> connection.close())
                        .invoke(job -> runReconciliation(connection, job)));
    }

    /** How a job stands; empty where there is none of that id. */
    Uni<Optional<JobStatus>> read(UUID job) {
        return jobs.read(job).map(Optional::ofNullable);
    }

    /** The job's own edge: nobody waits for it, and its failure goes into its row and the log. */
    private void runReconciliation(PgJobConnection connection, UUID job) {
        LOG.infof("event=job_started kind=reconcile job_id=%s", job);
        ReconcileReport report = new ReconcileReport();
        Notes notes = new Notes(connection, job, report);
        new Reconciliation(connection, report, notes::note)
                .run()
                .chain(notes::write)
                .chain(() -> jobs.end(connection, job, null))
                .invoke(() -> LOG.infof("event=job_ended kind=reconcile job_id=%s differences=%d", job, report.total()))
                .onFailure()
                .call(failure -> fail(connection, job, failure))
                .onTermination()
                .call(connection::close)
                .subscribe()
                .with(ended -> {}, failure -> LOG.debugf("event=job_connection_closed job_id=%s", job));
    }

    private Uni<Void> fail(PgJobConnection connection, UUID job, Throwable failure) {
        LOG.errorf(failure, "event=job_failed kind=reconcile job_id=%s", job);
        // Where not even this can be entered the connection is gone, and whoever asks next sees that.
        return jobs.end(connection, job, "it could not go on; the log of its server says why")
                .onFailure()
                .recoverWithNull();
    }

    /** Notes progress now and then. Used by one job, one step at a time. */
    private final class Notes {

        private final PgJobConnection connection;
        private final UUID job;
        private final ReconcileReport report;
        private long botsDone;
        private long notedAt = System.nanoTime();

        Notes(PgJobConnection connection, UUID job, ReconcileReport report) {
            this.connection = connection;
            this.job = job;
            this.report = report;
        }

        Uni<Void> note(long done) {
            botsDone = done;
            return System.nanoTime() - notedAt < NOTED_EVERY.toNanos()
                    ? Uni.createFrom().voidItem()
                    : write();
        }

        Uni<Void> write() {
            notedAt = System.nanoTime();
            return jobs.progress(connection, job, botsDone, report.toJson());
        }
    }
}
