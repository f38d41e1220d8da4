package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.Cleanups;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cleanup as a job: what it refuses, that there is one at a time, and how it fails. */
class CleanupJobIT {

    private static TemporaryPostgres postgres;
    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.start("cleanup-job");
        server = CrashServer.builder("cleanup-job").external(postgres).start();
        api = ApiClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @ParameterizedTest
    @CsvSource({
        "days_old=-1, days_old",
        "days_old=abc, days_old",
        "days_old=1.5, days_old",
        "days_old=007, days_old",
        "days_old=36501, days_old",
        "days_old=99999999999999999999, days_old",
        "dry_run=maybe, dry_run",
        "dry_run=TRUE, dry_run",
        "forget=1, forget",
        "older_than=3, older_than",
        "days_old=1&days_old=2, days_old",
        "dry_run=, dry_run"
    })
    void badParametersAreRefused(String query, String field) {
        api.post("/maintenance/cleanup?" + query, "").invalid(field);
    }

    @Test
    void oneAtATimeOnEveryServer() throws Exception {
        try (CrashServer other =
                        CrashServer.builder("cleanup").external(postgres).start();
                var connection = postgres.connection();
                var statement = connection.createStatement()) {
            // Given a cleanup that has to wait, for somebody has the sessions
            api.log(RoundBody.win(RoundBody.newBot("old"), 1).with("round_start_timestamp", "2026-01-01T12:00:00Z"));
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE session_logs IN ROW EXCLUSIVE MODE");
            String job = Cleanups.start(server, LocalDate.of(2026, 1, 2), "");

            ApiClient.of(other).post("/maintenance/cleanup?dry_run=false", "").problem(409, "job_running");
            api.post("/maintenance/cleanup?dry_run=false", "").problem(409, "job_running");
            api.post("/maintenance/reconcile", "").problem(409, "job_running");
            // A look takes no lock, and ingest goes on
            assertThat(Cleanups.dryRun(other, LocalDate.of(2026, 1, 2))).isEqualTo(1);
            ApiClient.of(other).log(RoundBody.win(RoundBody.newBot("busy"), 1));

            connection.rollback();
            assertThat(Cleanups.end(server, job).get("records_affected").asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void oneThatLosesItsConnectionHasFailed() throws Exception {
        api.log(RoundBody.win(RoundBody.newBot("old"), 1).with("round_start_timestamp", "2026-01-01T12:00:00Z"));
        try (var connection = postgres.connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE round_rollups IN ROW EXCLUSIVE MODE");
            statement.execute("LOCK TABLE session_logs IN ROW EXCLUSIVE MODE");
            String job = Cleanups.start(server, LocalDate.of(2026, 1, 2), "");
            postgres.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE classid = 1668440437 AND objsubid = 2");

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            api.get("/maintenance/jobs/" + job).text("status").equals("failed"));
            connection.rollback();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.metric("crash_maintenance_failures_total", "kind=\"cleanup\"") == 1);
        assertThat(Cleanups.run(server, LocalDate.of(2026, 1, 2), "")
                        .get("records_affected")
                        .asLong())
                .isEqualTo(1);
    }
}
