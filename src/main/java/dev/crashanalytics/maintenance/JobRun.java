package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;

/** A job that runs: the connection it works on, and the row that tells how far it has come. One step at a time. */
final class JobRun {

    /** How often a job notes how far it has come. */
    private static final Duration NOTED_EVERY = Duration.ofMillis(500);

    private final PgJobs jobs;
    private final PgJobConnection connection;
    private final UUID id;
    private final JobReport report;
    private long botsDone;
    private long notedAt = System.nanoTime();

    JobRun(PgJobs jobs, PgJobConnection connection, UUID id, JobReport report) {
        this.jobs = jobs;
        this.connection = connection;
        this.id = id;
        this.report = report;
    }

    PgJobConnection connection() {
        return connection;
    }

    UUID id() {
        return id;
    }

    /** Notes how many bots are done, now and then. */
    Uni<Void> note(long done) {
        botsDone = done;
        return System.nanoTime() - notedAt < NOTED_EVERY.toNanos()
                ? Uni.createFrom().voidItem()
                : write();
    }

    /** Notes what the report says. */
    Uni<Void> write() {
        notedAt = System.nanoTime();
        return write(report.toJson());
    }

    /** Notes what the report will say once the transaction that this belongs to has committed. */
    Uni<Void> write(String result) {
        return jobs.progress(connection, id, botsDone, result);
    }
}
