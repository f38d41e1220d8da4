package dev.crashanalytics.maintenance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What maintenance on this server has come to since its start. */
@ApplicationScoped
class MaintenanceMetrics {

    private final MeterRegistry meters;
    private final Counter rounds;
    private final Counter differences;

    MaintenanceMetrics(MeterRegistry meters) {
        this.meters = meters;
        rounds = Counter.builder("crash.maintenance.rounds.removed")
                .description("Rounds that cleanups have removed")
                .register(meters);
        differences = Counter.builder("crash.maintenance.differences.repaired")
                .description("Differences that reconciliations have found and repaired")
                .register(meters);
        failures("cleanup");
        failures("demo_removal");
        failures("reconcile");
    }

    void removed(long removed) {
        rounds.increment(removed);
    }

    void repaired(long repaired) {
        differences.increment(repaired);
    }

    void failed(String kind) {
        failures(kind).increment();
    }

    private Counter failures(String kind) {
        return Counter.builder("crash.maintenance.failures")
                .description("Maintenance jobs that could not go on")
                .tag("kind", kind)
                .register(meters);
    }
}
