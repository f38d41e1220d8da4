package dev.crashanalytics.export;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The meters of exports; their names are API. */
@ApplicationScoped
public class ExportMetrics {

    private final MeterRegistry registry;
    private final Map<Dataset, Counter> started = new EnumMap<>(Dataset.class);
    private final Map<Dataset, Counter> rows = new EnumMap<>(Dataset.class);
    private final Map<AbortReason, Counter> aborted = new EnumMap<>(AbortReason.class);
    private final Counter refused;

    ExportMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Dataset dataset : Dataset.values()) {
            started.put(dataset, counter("crash.export.started", "Exports begun", "dataset", dataset));
            rows.put(dataset, counter("crash.export.rows", "Rows handed to clients", "dataset", dataset));
        }
        for (AbortReason reason : AbortReason.values()) {
            aborted.put(reason, counter("crash.export.aborted", "Exports that were cut off", "reason", reason));
        }
        refused = Counter.builder("crash.export.refused")
                .description("Exports refused because too many were running")
                .register(registry);
    }

    void active(Supplier<Number> running) {
        Gauge.builder("crash.export.active", running)
                .description("Exports that hold a database connection")
                .register(registry);
    }

    void started(Dataset dataset) {
        started.get(dataset).increment();
    }

    void rows(Dataset dataset, int number) {
        rows.get(dataset).increment(number);
    }

    void aborted(AbortReason reason) {
        aborted.get(reason).increment();
    }

    void refused() {
        refused.increment();
    }

    private Counter counter(String name, String description, String tag, Enum<?> value) {
        return Counter.builder(name)
                .description(description)
                .tag(tag, value.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
