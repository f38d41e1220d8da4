package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** The table of maintenance jobs, which every instance reads and the one that runs a job writes. */
@ApplicationScoped
class PgJobs {

    /** The lock is held: whatever else still says it runs does so no more. */
    private static final String CREATE = """
            WITH lost AS (
                UPDATE maintenance_jobs SET status = 'failed', ended_at = now(), failure = $2 WHERE status = 'running'
            )
            INSERT INTO maintenance_jobs (kind, bots_total)
            SELECT $1, count(*) FROM bot_vm_registration
            RETURNING job_id
            """;

    private static final String PROGRESS = """
            UPDATE maintenance_jobs
            SET bots_done = $2, bots_total = greatest(bots_total, $2), result = $3::text::jsonb
            WHERE job_id = $1
            """;

    private static final String END = """
            UPDATE maintenance_jobs
            SET status = CASE WHEN $2::text IS NULL THEN 'done' ELSE 'failed' END, failure = $2, ended_at = now()
            WHERE job_id = $1
            """;

    /**
     * A job ends before it gives back its lock. So one that still runs while nobody holds the lock has lost its server;
     * should it end in this very moment, its row has changed and is left alone.
     */
    private static final String FAIL_LOST = """
            UPDATE maintenance_jobs SET status = 'failed', ended_at = now(), failure = $2
            WHERE job_id = $1 AND status = 'running' AND NOT %s
            """.formatted(PgJobConnection.LOCK_IS_HELD);

    private static final String COLUMNS = """
            SELECT job_id, kind, status, started_at, ended_at, bots_done, bots_total, result::text AS result, failure
            FROM maintenance_jobs
            """;

    private static final String READ = COLUMNS + "WHERE job_id = $1";

    private static final String LATEST = COLUMNS + "ORDER BY started_at DESC, job_id LIMIT $1";

    private static final String RUNNING = "SELECT job_id FROM maintenance_jobs WHERE status = 'running'";

    private static final String LOST = "the server that ran it has ended";

    private final Pool pool;

    PgJobs(Pool pool) {
        this.pool = pool;
    }

    /** What a cleanup would remove. */
    Uni<PgArchiving.Cutoff> cutoff(int daysOld) {
        return PgArchiving.cutoff(pool, daysOld);
    }

    /** The connection of a new job; null where another job runs. */
    Uni<PgJobConnection> open() {
        return PgJobConnection.open(pool);
    }

    /** Enters a job that begins. */
    Uni<UUID> create(PgJobConnection connection, String kind) {
        return connection
                .execute(CREATE, Tuple.of(kind, LOST))
                .map(rows -> rows.iterator().next().getUUID(0));
    }

    Uni<Void> progress(PgJobConnection connection, UUID job, long botsDone, String result) {
        return connection.execute(PROGRESS, Tuple.of(job, botsDone, result)).replaceWithVoid();
    }

    /**
     * Enters the end of a job.
     *
     * @param failure why it came to nothing, for people; null where it did not
     */
    Uni<Void> end(PgJobConnection connection, UUID job, String failure) {
        return connection.execute(END, Tuple.of(job, failure)).replaceWithVoid();
    }

    /** A job as it stands; null where there is none of that id. */
    Uni<JobStatus> read(UUID job) {
        return pool.preparedQuery(FAIL_LOST)
                .execute(Tuple.of(job, LOST))
                .chain(done -> pool.preparedQuery(READ).execute(Tuple.of(job)))
                .map(rows -> rows.size() == 0 ? null : status(rows.iterator().next()));
    }

    /** The jobs started last, the latest first. */
    Uni<List<JobStatus>> latest(int limit) {
        return pool.preparedQuery(RUNNING)
                .execute()
                .chain(running -> running.size() == 0
                        ? Uni.createFrom().voidItem()
                        : read(running.iterator().next().getUUID(0)).replaceWithVoid())
                .chain(done -> pool.preparedQuery(LATEST).execute(Tuple.of(limit)))
                .map(rows -> rows.stream().map(PgJobs::status).toList());
    }

    private static JobStatus status(Row row) {
        return new JobStatus(
                row.getUUID("job_id"),
                row.getString("kind"),
                row.getString("status"),
                row.getOffsetDateTime("started_at").toInstant(),
                row.getOffsetDateTime("ended_at") == null
                        ? null
                        : row.getOffsetDateTime("ended_at").toInstant(),
                row.getString("kind").equals("reconcile")
                        ? new JobStatus.Progress(row.getLong("bots_done"), row.getLong("bots_total"))
                        : null,
                row.getString("failure"),
                JobStatus.members(row.getString("result")));
    }
}
