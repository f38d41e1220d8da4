package dev.crashanalytics.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Maintenance jobs of a server, from their start to their end. */
public final class Cleanups {

    private Cleanups() {}

    /** The days_old that makes a UTC day the first one that stays. */
    public static long daysOld(LocalDate firstKept) {
        return ChronoUnit.DAYS.between(firstKept, LocalDate.now(ZoneOffset.UTC));
    }

    /** Removes what started before a UTC day; answers how the job ended. */
    public static JsonNode run(CrashServer server, LocalDate firstKept, String more) {
        return end(server, start(server, firstKept, more));
    }

    /** Starts a cleanup; answers the job's id. */
    public static String start(CrashServer server, LocalDate firstKept, String more) {
        JsonNode answer = ApiClient.of(server)
                .post("/maintenance/cleanup?dry_run=false&days_old=" + daysOld(firstKept) + more, "")
                .expect(202)
                .json();
        assertThat(answer.get("cutoff_date").asText()).isEqualTo(firstKept + "T00:00:00Z");
        assertThat(answer.get("dry_run").asBoolean()).isFalse();
        assertThat(answer.has("records_affected")).isFalse();
        return answer.get("job_id").asText();
    }

    /** How many rounds would go. */
    public static long dryRun(CrashServer server, LocalDate firstKept) {
        JsonNode answer = ApiClient.of(server)
                .post("/maintenance/cleanup?days_old=" + daysOld(firstKept), "")
                .expect(200)
                .json();
        assertThat(answer.get("cutoff_date").asText()).isEqualTo(firstKept + "T00:00:00Z");
        assertThat(answer.get("dry_run").asBoolean()).isTrue();
        assertThat(answer.has("job_id")).isFalse();
        return answer.get("records_affected").asLong();
    }

    /** Counts everything anew; answers how the job ended. */
    public static JsonNode reconcile(CrashServer server) {
        String job = ApiClient.of(server)
                .post("/maintenance/reconcile", "")
                .expect(202)
                .text("job_id");
        return end(server, job);
    }

    /** Waits until a job is done, and its lock given back. */
    public static JsonNode end(CrashServer server, String job) {
        ApiClient api = ApiClient.of(server);
        await().atMost(Duration.ofSeconds(120))
                .until(() -> !api.get("/maintenance/jobs/" + job)
                        .expect(200)
                        .text("status")
                        .equals("running"));
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        Sql.count(server, "SELECT count(*) FROM pg_locks WHERE classid = 1668440437 AND objsubid = 2")
                                == 0);
        JsonNode ended = api.get("/maintenance/jobs/" + job).expect(200).json();
        assertThat(ended.get("status").asText()).as(server.log()).isEqualTo("done");
        return ended;
    }
}
