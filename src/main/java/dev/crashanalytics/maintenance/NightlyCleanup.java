package dev.crashanalytics.maintenance;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Starts a cleanup once a day, where that is configured. Every server tries; the lock of all jobs lets one of them. */
@Startup
@ApplicationScoped
class NightlyCleanup {

    private static final Logger LOG = Logger.getLogger(NightlyCleanup.class);

    private final Vertx vertx;
    private final MaintenanceJobs jobs;
    private final CleanupConfig config;
    private final MaintenanceMetrics metrics;
    private volatile boolean stopped;
    private volatile long timer;

    NightlyCleanup(Vertx vertx, MaintenanceJobs jobs, CleanupConfig config, MaintenanceMetrics metrics) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.config = config;
        this.metrics = metrics;
    }

    @PostConstruct
    void schedule() {
        if (config.enabled() && !stopped) {
            Duration wait = untilNext(OffsetDateTime.now(ZoneOffset.UTC), config.time());
            timer = vertx.setTimer(wait.toMillis() + 1, due -> run());
        }
    }

    @PreDestroy
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** How long it is from a moment to the next time of day: a day where it is just now. */
    static Duration untilNext(OffsetDateTime now, LocalTime time) {
        OffsetDateTime today = now.withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDate()
                .atTime(time)
                .atOffset(ZoneOffset.UTC);
        return Duration.between(now, today.isAfter(now) ? today : today.plusDays(1));
    }

    private void run() {
        jobs.cleanup(new CleanupRequest(config.daysOld(), false, config.forget()))
                .onTermination()
                .invoke(this::schedule)
                .subscribe()
                .with(
                        started -> LOG.infof(
                                "event=nightly_cleanup job_id=%s cutoff=%s", started.jobId(), started.cutoffDate()),
                        this::complain);
    }

    private void complain(Throwable failure) {
        if (failure instanceof ProblemException refused && refused.refusal().code() == ProblemCode.JOB_RUNNING) {
            LOG.infof("event=nightly_cleanup skipped=job_running");
            return;
        }
        metrics.failed("cleanup");
        LOG.warnf("event=nightly_cleanup_failed reason=\"%s\"", failure);
    }
}
