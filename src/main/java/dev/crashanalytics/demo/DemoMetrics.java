package dev.crashanalytics.demo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** What the demo bots of this server do. */
@ApplicationScoped
class DemoMetrics {

    private final AtomicInteger playing = new AtomicInteger();
    private final Counter rounds;
    private final Counter droppedTicks;
    private final Counter refused;
    private final Counter connections;

    DemoMetrics(MeterRegistry meters) {
        Gauge.builder("crash.demo.bots", playing, AtomicInteger::get)
                .description("Demo bots that play")
                .register(meters);
        rounds = counter(meters, "crash.demo.rounds", "Rounds that demo bots have played, each acknowledged");
        droppedTicks = counter(meters, "crash.demo.ticks.dropped", "Ticks of demo bots not sent, as acks were late");
        refused = counter(meters, "crash.demo.refused", "Items of demo bots that were refused");
        connections = counter(meters, "crash.demo.connections", "WebSockets that demo bots have opened");
    }

    void starts() {
        playing.incrementAndGet();
    }

    void ends() {
        playing.decrementAndGet();
    }

    void played() {
        rounds.increment();
    }

    void droppedTick() {
        droppedTicks.increment();
    }

    void refused() {
        refused.increment();
    }

    void connected() {
        connections.increment();
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }
}
