package dev.crashanalytics.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Collects the figures of one run and lays them out; docs/benchmarks.md says what each line means. */
final class StatisticsReport {

    private static final String FACT = "%-36s %14s%n";
    private static final String CALL = "%-28s %10s %9s %9s %9s %8s %9s %9s   %s%n";
    private static final String EXPORT = "%-28s %12s %9s %9s %9s   %s%n";
    private static final double MOST_RATIO = 1.2;
    private static final double MOST_MILLIS = 20;
    private static final double LEAST_OF_COPY = 0.4;

    private final Map<Long, Map<String, Double>> facts = new TreeMap<>();
    private final Map<String, Map<Long, CallFigures>> calls = new LinkedHashMap<>();
    private final Map<ExportedData, Map<String, List<Reading>>> exports = new EnumMap<>(ExportedData.class);
    private String settings = "";

    /** One time that data was read. */
    private record Reading(double rows, double bytes, double seconds) {}

    void settings(String text) {
        settings = text;
    }

    void fact(long rounds, String name, double value) {
        facts.computeIfAbsent(rounds, first -> new LinkedHashMap<>()).put(name, value);
        System.out.printf(Locale.ROOT, "%,d rounds: %s %,.2f%n", rounds, name, value);
    }

    void call(long rounds, CallFigures figures) {
        calls.computeIfAbsent(figures.title(), first -> new TreeMap<>()).put(rounds, figures);
        System.out.printf(Locale.ROOT, "%,d rounds: %s p50 %.2f ms%n", rounds, figures.title(), figures.p50());
    }

    void export(Map<String, String> answer) {
        exports.computeIfAbsent(ExportedData.valueOf(answer.get("data")), first -> new LinkedHashMap<>())
                .computeIfAbsent(answer.get("way"), first -> new ArrayList<>())
                .add(new Reading(
                        Double.parseDouble(answer.get("rows")),
                        Double.parseDouble(answer.get("bytes")),
                        Double.parseDouble(answer.get("seconds"))));
    }

    /** The whole report. */
    String text() {
        StringBuilder out = new StringBuilder();
        out.append(settings).append('\n');
        out.append("%d processors, Java %s%n"
                .formatted(Runtime.getRuntime().availableProcessors(), System.getProperty("java.runtime.version")));
        facts.forEach((rounds, known) -> {
            out.append("%n%,d rounds%n".formatted(rounds));
            known.forEach((name, value) -> out.append(FACT.formatted(name, number("%,.2f", value))));
        });
        calls(out);
        exports(out);
        return out.toString();
    }

    private void calls(StringBuilder out) {
        if (calls.isEmpty()) {
            return;
        }
        out.append("%nStatistics, 20 callers, ms%n".formatted());
        out.append(
                CALL.formatted("", "rounds", "p50", "p99", "answers/s", "server", "database", "p50 ratio", "target"));
        calls.forEach((title, sizes) -> {
            double first = sizes.values().iterator().next().p50();
            sizes.forEach((rounds, figures) -> out.append(CALL.formatted(
                    title,
                    number("%,.0f", rounds),
                    number("%.2f", figures.p50()),
                    number("%.2f", figures.p99()),
                    number("%,.0f", figures.rate()),
                    number("%.2f", figures.serverCpu()),
                    number("%.2f", figures.databaseCpu()),
                    number("%.2f", figures.p50() / first),
                    figures.hasTarget()
                            ? "ratio %s, p99 %s".formatted(number("%.1f", MOST_RATIO), number("%.0f", MOST_MILLIS))
                            : "")));
        });
    }

    private void exports(StringBuilder out) {
        if (exports.isEmpty()) {
            return;
        }
        out.append("%nExport as CSV, medians%n".formatted());
        out.append(EXPORT.formatted("", "rows", "MB/s", "rows/s", "of COPY", "target"));
        exports.forEach((data, ways) -> {
            Reading copy = median(ways.get("copy"));
            ways.forEach((way, readings) -> {
                Reading reading = median(readings);
                out.append(EXPORT.formatted(
                        data.name().toLowerCase(Locale.ROOT) + ", " + way,
                        number("%,.0f", reading.rows()),
                        number("%.1f", reading.bytes() / reading.seconds() / 1e6),
                        number("%,.0f", reading.rows() / reading.seconds()),
                        number("%.2f", reading.bytes() / reading.seconds() / copy.bytes() * copy.seconds()),
                        way.equals("export") ? number("%.1f", LEAST_OF_COPY) : ""));
            });
        });
    }

    private static Reading median(List<Reading> readings) {
        return readings.stream()
                .sorted((one, other) -> Double.compare(one.seconds(), other.seconds()))
                .toList()
                .get((readings.size() - 1) / 2);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
