package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestFiles;
import dev.crashanalytics.testing.TestRound;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What /q/metrics tells an operator about ingest. */
class IngestMetricsIT {
    private final CrashServer server = CrashServer.shared();
    private final TestRound round = new TestRound(TestFiles.unique("metrics"), "s1", 1);

    @Test
    void countersMoveByWhatHappens() {
        Map<String, String[]> watched = new LinkedHashMap<>();
        watched.put("won", series("crash_ingest_rounds_total", "outcome=\"win\""));
        watched.put("lost", series("crash_ingest_rounds_total", "outcome=\"loss\""));
        watched.put("duplicates", series("crash_ingest_duplicates_total"));
        watched.put("conflicts", series("crash_ingest_refused_total", "code=\"round_conflict\""));
        watched.put("invalid", series("crash_ingest_refused_total", "code=\"invalid\""));
        watched.put("malformed", series("crash_ingest_refused_total", "code=\"malformed_json\""));
        watched.put("acks timed", series("crash_ingest_ack_seconds_count"));
        watched.put("items", series("crash_ingest_batch_items_sum"));
        watched.put("commits", series("crash_ingest_commit_seconds_count"));
        Map<String, Double> before = read(watched);

        try (StreamClient client = StreamClient.connect(server)) {
            await().until(() -> server.metric("crash_ingest_connections") == 1);
            client.exchange(round.json());
            client.exchange(
                    "[" + round.withNumber(3).json() + "," + round.withNumber(2).json() + "]");
            client.exchange(round.json());
            client.exchange(round.json().replaceFirst("\"stake_value\":[0-9.]+", "\"stake_value\":77"));
            client.exchange("{}");
            client.exchange("no json");
        }

        Map<String, Double> after = read(watched);
        assertThat(moved(before, after, "won")).isEqualTo(2);
        assertThat(moved(before, after, "lost")).isEqualTo(1);
        assertThat(moved(before, after, "duplicates")).isEqualTo(1);
        assertThat(moved(before, after, "conflicts")).isEqualTo(1);
        assertThat(moved(before, after, "invalid")).isEqualTo(1);
        assertThat(moved(before, after, "malformed")).isEqualTo(1);
        assertThat(moved(before, after, "acks timed")).isEqualTo(5);
        assertThat(moved(before, after, "items")).isEqualTo(5);
        assertThat(moved(before, after, "commits")).isBetween(4.0, 5.0);
        await().until(() -> server.metric("crash_ingest_connections") == 0);
        assertThat(server.metric("crash_ingest_queue_items")).isZero();
        assertThat(server.metric("crash_ingest_queue_bytes")).isZero();
    }

    @Test
    void everyMeterIsThereFromTheStart() {
        String exposition = server.get("/q/metrics").body();

        assertThat(exposition)
                .contains("crash_ingest_connections ")
                .contains("crash_ingest_connections_paused ")
                .contains("crash_ingest_queue_items ")
                .contains("crash_ingest_queue_bytes ")
                .contains("crash_ingest_ack_seconds_bucket{")
                .contains("crash_ingest_commit_seconds_bucket{")
                .contains("crash_ingest_batch_items_bucket{")
                .contains("crash_ingest_pauses_total{reason=\"peer_not_reading\"}")
                .contains("crash_ingest_pauses_total{reason=\"pipeline_full\"}")
                .contains("crash_ingest_refused_total{code=\"database_unavailable\"}")
                .contains("crash_ingest_failures_total{kind=\"contention\"}");
    }

    @Test
    void databasePoolIsMeasured() {
        try (StreamClient client = StreamClient.connect(server)) {
            client.exchange(round.json());
        }

        // A lane keeps its connection for good.
        assertThat(server.metric("sql_pool_active")).isPositive();
        assertThat(server.get("/q/metrics").body()).contains("sql_pool_idle{").contains("sql_pool_queue_size{");
    }

    private static String[] series(String... nameAndLabels) {
        return nameAndLabels;
    }

    private Map<String, Double> read(Map<String, String[]> watched) {
        Map<String, Double> values = new LinkedHashMap<>();
        watched.forEach((key, series) ->
                values.put(key, server.metric(series[0], java.util.Arrays.copyOfRange(series, 1, series.length))));
        return values;
    }

    private static double moved(Map<String, Double> before, Map<String, Double> after, String key) {
        return after.get(key) - before.get(key);
    }
}
