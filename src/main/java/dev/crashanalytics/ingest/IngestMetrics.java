package dev.crashanalytics.ingest;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.Outcome;
import dev.crashanalytics.round.RoundRules;
import dev.crashanalytics.store.Receipt;
import dev.crashanalytics.store.StoreFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The meters of ingest; their names are API. */
@ApplicationScoped
public class IngestMetrics {

    private final MeterRegistry registry;
    private final Timer ackLatency;
    private final Timer commitTime;
    private final DistributionSummary batchItems;
    private final Counter duplicates;
    private final Map<Outcome, Counter> rounds = new EnumMap<>(Outcome.class);
    private final Map<ProblemCode, Counter> refusals = new EnumMap<>(ProblemCode.class);
    private final Map<StoreFailure.Kind, Counter> failures = new EnumMap<>(StoreFailure.Kind.class);
    private final Map<PauseReason, Counter> pauses = new EnumMap<>(PauseReason.class);

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        ackLatency = Timer.builder("crash.ingest.ack")
                .description("From taking an entry to the answer after its commit")
                .publishPercentileHistogram()
                .register(registry);
        commitTime = Timer.builder("crash.ingest.commit")
                .description("One ingest transaction, from BEGIN to the answer to COMMIT")
                .publishPercentileHistogram()
                .register(registry);
        batchItems = DistributionSummary.builder("crash.ingest.batch.items")
                .description("Entries of one ingest transaction")
                .publishPercentileHistogram()
                .maximumExpectedValue(10_000d)
                .register(registry);
        duplicates = counter("crash.ingest.duplicates", "Entries that were stored before", "", "");
        for (Outcome outcome : Outcome.values()) {
            rounds.put(outcome, counter("crash.ingest.rounds", "Rounds stored", "outcome", lower(outcome)));
        }
        for (ProblemCode code : ProblemCode.values()) {
            refusals.put(code, counter("crash.ingest.refused", "Entries refused", "code", code.wireName()));
        }
        for (StoreFailure.Kind kind : StoreFailure.Kind.values()) {
            failures.put(kind, counter("crash.ingest.failures", "Transactions that failed", "kind", lower(kind)));
        }
        for (PauseReason reason : PauseReason.values()) {
            pauses.put(reason, counter("crash.ingest.pauses", "Times a client was not read", "reason", lower(reason)));
        }
    }

    void gauge(String name, String description, Supplier<Number> value) {
        io.micrometer.core.instrument.Gauge.builder(name, value)
                .description(description)
                .register(registry);
    }

    void committed(int items, long nanos) {
        batchItems.record(items);
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(StoreFailure.Kind kind) {
        failures.get(kind).increment();
    }

    void paused(PauseReason reason) {
        pauses.get(reason).increment();
    }

    void refused(ProblemCode code) {
        refusals.get(code).increment();
    }

    void closed(int closeCode) {
        registry.counter("crash.ingest.closes", "code", Integer.toString(closeCode))
                .increment();
    }

    /** Counts an entry that has got its answer. */
    void answered(Entry entry, Receipt receipt, long nanos) {
        ackLatency.record(nanos, TimeUnit.NANOSECONDS);
        if (receipt instanceof Receipt.Refused refused) {
            refused(refused.refusal().code());
        } else if (((Receipt.Stored) receipt).duplicate()) {
            duplicates.increment();
        } else if (entry instanceof Entry.Round round) {
            rounds.get(RoundRules.outcome(round.facts())).increment();
        }
    }

    private Counter counter(String name, String description, String tag, String value) {
        Counter.Builder counter = Counter.builder(name).description(description);
        return (tag.isEmpty() ? counter : counter.tag(tag, value)).register(registry);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
