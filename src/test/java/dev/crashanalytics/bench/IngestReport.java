package dev.crashanalytics.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects the figures of one run and lays them out; docs/benchmarks.md says what each line means. */
final class IngestReport {

    private static final String LINE = "%-36s %9s %11s %7s %11s %9s %9s   %s%n";
    private static final double MEMORY_TARGET = 400;

    private final Map<Variant, List<Sample>> samples = new EnumMap<>(Variant.class);
    private final Map<String, Map<String, String>> latencies = new HashMap<>();
    private final List<Double> growth = new ArrayList<>();
    private String settings = "";
    private double memory = Double.NaN;

    void settings(String text) {
        settings = text;
    }

    void add(Variant variant, Sample sample) {
        samples.computeIfAbsent(variant, key -> new ArrayList<>()).add(sample);
        progress(variant.title(), sample.rate());
    }

    void growth(Map<String, String> answer) {
        growth.add(Double.parseDouble(answer.get("rounds")) / Double.parseDouble(answer.get("seconds")));
        progress("growth " + growth.size(), growth.get(growth.size() - 1));
    }

    void latency(Map<String, String> answer) {
        latencies.put(answer.get("name"), answer);
    }

    void memory(double megabytes) {
        memory = megabytes;
    }

    /** The whole report. */
    String text() {
        StringBuilder out = new StringBuilder();
        out.append(settings).append('\n');
        out.append("%d processors, Java %s%n%n"
                .formatted(Runtime.getRuntime().availableProcessors(), System.getProperty("java.runtime.version")));
        throughput(out);
        latency(out);
        growth(out);
        out.append("Server memory, highest resident: %s MB, target at most %s MB%n"
                .formatted(number("%.0f", memory), number("%.0f", MEMORY_TARGET)));
        return out.toString();
    }

    private void throughput(StringBuilder out) {
        out.append(LINE.formatted(
                "", "rounds/s", "of ceiling", "target", "server cpu", "database", "load", "each run, rounds/s"));
        out.append(LINE.formatted("", "(median)", "", "", "s/100,000", "s/100,000", "s/100,000", ""));
        double ceiling = ceiling();
        samples.forEach((variant, runs) -> {
            Sample median = Sample.median(runs);
            out.append(LINE.formatted(
                    variant.title(),
                    number("%,.0f", median.rate()),
                    number("%.2f", median.rate() / ceiling),
                    variant.isCeiling() ? "" : number("%.2f", variant.target()),
                    number("%.2f", median.perHundredThousand(median.serverCpu())),
                    number("%.2f", median.perHundredThousand(median.databaseCpu())),
                    number("%.2f", median.perHundredThousand(median.loadCpu())),
                    runs.stream().map(run -> number("%,.0f", run.rate())).collect(Collectors.joining(" "))));
        });
        out.append('\n');
    }

    private double ceiling() {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().isCeiling())
                .mapToDouble(entry -> Sample.median(entry.getValue()).rate())
                .max()
                .orElse(Double.NaN);
    }

    private void latency(StringBuilder out) {
        if (!latencies.containsKey("bare") || !latencies.containsKey("acked")) {
            return;
        }
        Map<String, String> bare = latencies.get("bare");
        Map<String, String> acked = latencies.get("acked");
        out.append("(e) one bot, one round at a time, microseconds\n");
        out.append("%-36s %9s %11s %9s%n".formatted("", "p50", "p99", "max"));
        for (Map<String, String> line : List.of(bare, acked)) {
            out.append("%-36s %9s %11s %9s%n"
                    .formatted(
                            line == bare ? "bare INSERT..COMMIT" : "round to ack",
                            line.get("p50"),
                            line.get("p99"),
                            line.get("max")));
        }
        out.append("%-36s %9s %11s   target p50 at most 2.00%n%n"
                .formatted("ratio", ratio(acked, bare, "p50"), ratio(acked, bare, "p99")));
    }

    private void growth(StringBuilder out) {
        if (growth.isEmpty()) {
            return;
        }
        out.append("Growth, 100 rounds a frame, from empty tables\n");
        out.append("%-36s %9s %11s%n".formatted("rounds stored before", "rounds/s", "of first"));
        for (int i = 0; i < growth.size(); i++) {
            out.append("%-36s %9s %11s%n"
                    .formatted(
                            number("%,.0f", i * 200_000.0),
                            number("%,.0f", growth.get(i)),
                            number("%.2f", growth.get(i) / growth.get(0))));
        }
        out.append('\n');
    }

    private static String ratio(Map<String, String> one, Map<String, String> other, String name) {
        return number("%.2f", Double.parseDouble(one.get(name)) / Double.parseDouble(other.get(name)));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private static void progress(String what, double rate) {
        System.out.printf(Locale.ROOT, "%-36s %,9.0f rounds/s%n", what, rate);
    }
}
