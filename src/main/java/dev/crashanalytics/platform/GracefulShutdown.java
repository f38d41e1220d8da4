package dev.crashanalytics.platform;

import dev.crashanalytics.ingest.IngestDrain;
import dev.crashanalytics.live.LiveShutdown;
import dev.crashanalytics.maintenance.DemoBots;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * On SIGTERM: demo bots close their sessions, then ingest drains, then live clients are told, while HTTP server and database
 * still work. Blocks the shutdown thread, with a limit.
 */
@ApplicationScoped
class GracefulShutdown {

    private static final Logger LOG = Logger.getLogger(GracefulShutdown.class);

    /** Leaves the rest of the 10 seconds to HTTP calls and PostgreSQL. */
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private final DemoBots demo;
    private final IngestDrain ingest;
    private final LiveShutdown live;

    GracefulShutdown(DemoBots demo, IngestDrain ingest, LiveShutdown live) {
        this.demo = demo;
        this.ingest = ingest;
        this.live = live;
    }

    void onShutdown(@Observes ShutdownDelayInitiatedEvent event) {
        demo.stop()
                .chain(ingest::drain)
                .onTermination()
                .call(() -> live.close())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.warnf("event=drain_incomplete limit=%s reason=\"%s\"", LIMIT, failure))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();
    }
}
