package dev.crashanalytics.session;

import dev.crashanalytics.store.PgIdleSessions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks time and again for sessions that have fallen silent. Every server does; the lock of a session's row sees to it that
 * each is interrupted once.
 */
@Startup
@ApplicationScoped
public class IdleSessions {

    private static final Logger LOG = Logger.getLogger(IdleSessions.class);

    private static final long MAX_PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final Vertx vertx;
    private final PgIdleSessions sessions;
    private final Duration timeout;
    private final Counter interrupted;
    private volatile boolean stopped;
    private volatile long timer;

    IdleSessions(Vertx vertx, PgIdleSessions sessions, SessionConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.timeout = config.idleTimeout();
        this.interrupted = Counter.builder("crash.session.interrupted")
                .description("Sessions that this server interrupted since they were silent")
                .register(meters);
    }

    @PostConstruct
    void schedule() {
        if (!stopped) {
            timer = vertx.setTimer(Math.min(MAX_PAUSE_MILLIS, Math.max(50, timeout.toMillis() / 4)), due -> look());
        }
    }

    @PreDestroy
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void look() {
        all().onTermination()
                .invoke(this::schedule)
                .subscribe()
                .with(IdleSessions::report, failure -> LOG.warnf("event=idle_sessions_failed reason=\"%s\"", failure));
    }

    /** Steps until one finds nothing, or the server stops. */
    private Uni<Integer> all() {
        return Multi.createBy()
                .repeating()
                .uni(() -> sessions.interrupt(timeout).invoke(count -> interrupted.increment(count)))
                .whilst(count -> count > 0 && !stopped)
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private static void report(int count) {
        if (count > 0) {
            LOG.infof("event=sessions_interrupted count=%d", count);
        }
    }
}
