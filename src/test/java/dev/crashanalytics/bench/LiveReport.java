package dev.crashanalytics.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects the figures of {@link LiveRun} and lays them out; docs/benchmarks.md says what each line means. */
final class LiveReport {

    private static final String INGEST = "%-44s %9s %11s   %s%n";
    private static final String LATENCY = "%-44s %8s %8s %8s %8s%n";
    private static final String DELIVERY = "%-16s %9s %11s %9s %8s %8s %8s %9s %8s %8s%n";
    private static final String CORES =
            "processor s/s: server %.2f, database %.2f, subscribers %.2f, load %.2f, machine %.2f%n";
    private static final List<String> PERCENTILES = List.of("p50", "p99", "p999", "max");

    private final List<Double> alone = new ArrayList<>();
    private final List<Double> watched = new ArrayList<>();
    private final List<LiveSample> raised = new ArrayList<>();
    private final Map<String, Double> memory = new LinkedHashMap<>();
    private final StringBuilder notes = new StringBuilder();
    private final Map<String, LiveSample> ceilings = new LinkedHashMap<>();
    private String settings = "";

    void settings(String text) {
        settings = text;
    }

    void alone(double rate) {
        alone.add(rate);
        progress("ingest alone, rounds/s", rate);
    }

    /** With subscribers, who got what the answer says. */
    void watched(double rate, Map<String, String> answer) {
        watched.add(rate);
        progress("ingest with subscribers, rounds/s", rate);
        LiveSample sample = new LiveSample(answer, 0, 0, 0, 0, 0);
        notes.append(text(
                "meanwhile %,.0f events/s delivered, %,.0f missed; committed to received p50 %.1f ms, p99 %.1f ms%n",
                sample.delivered(),
                sample.number("missed"),
                sample.millis("committed-p50"),
                sample.millis("committed-p99")));
    }

    double highestRate() {
        return alone.stream().mapToDouble(rate -> rate).max().orElseThrow();
    }

    void paced(double wanted, double reached, LiveSample sample) {
        notes.append(text(
                "%n(1) latency, ms, 20 rounds/s watched, %,.0f rounds/s beside (asked for %,.0f), target p99 at most"
                        + " 50%n",
                reached, wanted));
        notes.append(LATENCY.formatted("", "p50", "p99", "p99.9", "max"));
        for (String from : List.of("sent", "committed", "acked")) {
            Object[] cells = PERCENTILES.stream()
                    .map(name -> text("%.1f", sample.millis(from + "-" + name)))
                    .toArray();
            notes.append(LATENCY.formatted(from + " to received", cells[0], cells[1], cells[2], cells[3]));
        }
        notes.append(text(
                "%,.0f rounds of the session, %,.0f receipts of them, %,.0f events/s, %,.0f missed%n",
                sample.number("rounds"), sample.number("received"), sample.delivered(), sample.number("missed")));
        notes.append(cores(sample));
        progress("p99, committed to received, ms", sample.millis("committed-p99"));
    }

    void raised(LiveSample sample) {
        raised.add(sample);
        progress("events/s at " + sample.answer().get("result") + " rounds/s", sample.delivered());
    }

    /** Of the bare server, with so many frames a turn. */
    void ceiling(int burst, LiveSample sample) {
        ceilings.put("bare, " + burst + " a turn", sample);
        progress("ceiling, frames/s", sample.delivered());
    }

    /** Highest resident memory of the server so far, in MB. */
    void memory(String when, double megabytes) {
        memory.put(when, megabytes);
    }

    /** The whole report. */
    String text() {
        StringBuilder out = new StringBuilder(settings);
        out.append(text(
                "%n%d processors, Java %s%n%n",
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.runtime.version")));
        ingest(out);
        out.append(notes).append('\n');
        delivery(out);
        memory.forEach((when, megabytes) ->
                out.append(text("Server memory, highest resident %s: %.0f MB%n", when, megabytes)));
        return out.toString();
    }

    private void ingest(StringBuilder out) {
        out.append(INGEST.formatted("(1) ingest, 50 sessions, 1 round a frame", "rounds/s", "of alone", "each run"));
        line(out, "without subscribers", alone);
        line(out, "with subscribers, target at least 0.85", watched);
    }

    private void line(StringBuilder out, String title, List<Double> rates) {
        out.append(INGEST.formatted(
                title,
                text("%,.0f", median(rates)),
                text("%.2f", median(rates) / median(alone)),
                rates.stream().map(rate -> text("%,.0f", rate)).collect(Collectors.joining(" "))));
    }

    private void delivery(StringBuilder out) {
        out.append("(2) events delivered as the session's rate is raised, nothing else going on\n");
        out.append(DELIVERY.formatted(
                "rounds/s",
                "bytes",
                "events/s",
                "missed/s",
                "p50, ms",
                "p99, ms",
                "server",
                "database",
                "clients",
                "machine"));
        for (LiveSample sample : raised) {
            row(out, sample.answer().get("result"), sample);
        }
        ceilings.forEach((title, sample) -> row(out, title, sample));
        double ceiling = highest(ceilings.values());
        out.append(text(
                "%,.0f of %,.0f: %.2f of the ceiling, target at least 0.60%n%n",
                highest(raised), ceiling, highest(raised) / ceiling));
    }

    private static double highest(Collection<LiveSample> samples) {
        return samples.stream().mapToDouble(LiveSample::delivered).max().orElse(Double.NaN);
    }

    private static void row(StringBuilder out, String title, LiveSample sample) {
        double seconds = sample.number("seconds");
        out.append(DELIVERY.formatted(
                title,
                text("%d", sample.frameBytes()),
                text("%,.0f", sample.delivered()),
                text("%,.0f", sample.number("missed") / seconds),
                text("%.1f", sample.millis("committed-p50")),
                text("%.1f", sample.millis("committed-p99")),
                text("%.2f", sample.cores(sample.serverCpu())),
                text("%.2f", sample.cores(sample.databaseCpu())),
                text("%.2f", sample.cores(sample.clientCpu())),
                text("%.2f", sample.cores(sample.machineCpu()))));
    }

    private static String cores(LiveSample sample) {
        return text(
                CORES,
                sample.cores(sample.serverCpu()),
                sample.cores(sample.databaseCpu()),
                sample.cores(sample.clientCpu()),
                sample.cores(sample.loadCpu()),
                sample.cores(sample.machineCpu()));
    }

    private static double median(List<Double> rates) {
        return rates.isEmpty() ? Double.NaN : rates.stream().sorted().toList().get((rates.size() - 1) / 2);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void progress(String what, double value) {
        System.out.printf(Locale.ROOT, "%-40s %,11.1f%n", what, value);
    }
}
