package dev.crashanalytics.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of the live feed; their names are API. */
@ApplicationScoped
public class LiveMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final Counter published;
    private final Counter delivered;
    private final Counter replayed;
    private final Counter conflated;
    private final Counter lags;
    private final Counter notifyFailures;
    private final Counter readFailures;
    private final Counter reconnects;
    private final Timer lag;

    LiveMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("crash.live.connections", connections::get)
                .description("WebSockets and event streams that are open")
                .register(registry);
        Gauge.builder("crash.live.subscribers", subscriptions::get)
                .description("Subscriptions of theirs")
                .register(registry);
        published = counter("crash.live.published", "Events read from the feed for topics of this server");
        delivered = counter("crash.live.delivered", "Events sent to subscribers, replayed ones included");
        replayed = counter("crash.live.replayed", "Events sent from the stored rows");
        conflated = counter("crash.live.conflated", "Events not sent to subscribers that were too far behind");
        lags = counter("crash.live.lags", "Times that a subscriber was too far behind");
        notifyFailures = counter("crash.live.notify.failures", "Notifications to other servers that failed");
        readFailures = counter("crash.live.read.failures", "Reads of the feed that failed");
        reconnects = counter("crash.live.reconnects", "Times that the connection of the feed was opened anew");
        lag = Timer.builder("crash.live.lag")
                .description("From a commit to the hand-out of its events")
                .publishPercentileHistogram()
                .register(registry);
    }

    /** Counts a connection in; answers how many there are now. */
    int connected() {
        return connections.incrementAndGet();
    }

    int connections() {
        return connections.get();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    void subscribed() {
        subscriptions.incrementAndGet();
    }

    void unsubscribed() {
        subscriptions.decrementAndGet();
    }

    void closed(int code) {
        registry.counter("crash.live.closes", "code", Integer.toString(code)).increment();
    }

    void published(FeedPage page) {
        published.increment(page.events().size());
        if (page.lastCommitAge() >= 0) {
            lag.record(page.lastCommitAge(), TimeUnit.NANOSECONDS);
        }
    }

    void delivered() {
        delivered.increment();
    }

    void replayed() {
        replayed.increment();
    }

    void conflated(long missed) {
        lags.increment();
        conflated.increment(missed);
    }

    void notifyFailed() {
        notifyFailures.increment();
    }

    void readFailed() {
        readFailures.increment();
    }

    void reconnected() {
        reconnects.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
