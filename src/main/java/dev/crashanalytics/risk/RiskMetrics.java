package dev.crashanalytics.risk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** The meters of risk calls; their names are API. */
@ApplicationScoped
public class RiskMetrics {

    private final MeterRegistry registry;
    private final Counter folded;
    private final Counter refused;
    private final Counter failures;

    RiskMetrics(MeterRegistry registry) {
        this.registry = registry;
        folded = counter("crash.risk.days.folded", "Days and edges summed up from their rounds");
        refused = counter("crash.risk.refused", "Risk calls refused because too many were waiting");
        failures = counter("crash.risk.keep.failures", "Summaries of days that could not be kept");
    }

    void active(Supplier<Number> running) {
        Gauge.builder("crash.risk.active", running)
                .description("Risk calls that are worked on")
                .register(registry);
    }

    void folded() {
        folded.increment();
    }

    void refused() {
        refused.increment();
    }

    void keepFailed() {
        failures.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
