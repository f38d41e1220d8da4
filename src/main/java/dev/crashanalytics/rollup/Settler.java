package dev.crashanalytics.rollup;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Settles days that are over, time and again, in steps small enough that nobody waits for them. Every server does; two
 * that meet leave the work to one of them. A failure waits for the next time: nothing is wrong before it is settled.
 */
@Startup
@ApplicationScoped
public class Settler {

    private static final Logger LOG = Logger.getLogger(Settler.class);

    private final Vertx vertx;
    private final PgSettling rollups;
    private final RollupConfig config;
    private final Counter figures;
    private final Counter crashes;
    private final Counter failures;
    private volatile boolean stopped;
    private volatile long timer;

    Settler(Vertx vertx, PgSettling rollups, RollupConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.rollups = rollups;
        this.config = config;
        figures = settled("round_rollups", meters);
        crashes = settled("crash_histograms", meters);
        failures = Counter.builder("crash.rollup.settle.failures")
                .description("Times that settling was cut short by a failure")
                .register(meters);
    }

    @PostConstruct
    void schedule() {
        if (!stopped) {
            timer = vertx.setTimer(config.settleInterval().toMillis(), due -> settle());
        }
    }

    @PreDestroy
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void settle() {
        LocalDate before =
                OffsetDateTime.now(ZoneOffset.UTC).minus(config.settleAfter()).toLocalDate();
        all(rollups::settleFigures, before, figures)
                .chain(sums ->
                        all(rollups::settleCrashes, before, crashes).invoke(pieces -> report(before, sums, pieces)))
                .onTermination()
                .invoke(this::schedule)
                .subscribe()
                .with(done -> {}, this::complain);
    }

    /** Steps until one finds nothing, or the server stops. */
    private Uni<Long> all(Function<LocalDate, Uni<Long>> step, LocalDate before, Counter counter) {
        return Multi.createBy()
                .repeating()
                .uni(() -> step.apply(before).invoke(moved -> counter.increment(moved)))
                .whilst(moved -> moved > 0 && !stopped)
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }

    private static void report(LocalDate before, long sums, long pieces) {
        if (sums + pieces > 0) {
            LOG.infof("event=rollups_settled before=%s round_rollups=%d crash_histograms=%d", before, sums, pieces);
        }
    }

    private void complain(Throwable failure) {
        failures.increment();
        LOG.warnf("event=settling_failed reason=\"%s\"", failure);
    }

    private static Counter settled(String table, MeterRegistry meters) {
        return Counter.builder("crash.rollup.settled")
                .description("Live rows added to the totals")
                .tag("table", table)
                .register(meters);
    }
}
