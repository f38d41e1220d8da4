package dev.crashanalytics.maintenance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a reconciliation has found and repaired so far, by table. */
final class ReconcileReport implements JobReport {

    /** Enough to see what kind of damage it is. */
    private static final int EXAMPLES = 10;

    private static final List<String> TABLES = List.of(
            "round_rollups",
            "round_totals",
            "crash_histograms",
            "crash_histogram_totals",
            "session_logs",
            "analytics_round_outcomes");

    private final Map<String, Long> repaired = new TreeMap<>();
    private final Map<String, JsonArray> examples = new TreeMap<>();

    /** Notes differences that were found and repaired, {@code more} of them beyond the examples. */
    void add(String table, List<Difference> differences, long more) {
        repaired.merge(table, differences.size() + more, Long::sum);
        JsonArray shown = examples.computeIfAbsent(table, first -> new JsonArray());
        differences.stream()
                .limit(EXAMPLES - (long) shown.size())
                .forEach(difference -> shown.add(new JsonObject()
                        .put("key", difference.key())
                        .put("stored", difference.stored())
                        .put("counted", difference.counted())));
    }

    void add(List<Difference> differences) {
        differences.forEach(difference -> add(difference.table(), List.of(difference), 0));
    }

    long total() {
        return repaired.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toLog() {
        return "differences=" + total();
    }

    /** Every table, also those without differences. */
    @Override
    public String toJson() {
        JsonObject tables = new JsonObject();
        TABLES.forEach(table -> tables.put(
                table,
                new JsonObject()
                        .put("repaired", repaired.getOrDefault(table, 0L))
                        .put("examples", examples.getOrDefault(table, new JsonArray()))));
        return new JsonObject()
                .put("differences", total())
                .put("tables", tables)
                .encode();
    }
}
