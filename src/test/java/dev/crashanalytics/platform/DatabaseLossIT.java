package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that is lost or altered under the server. */
class DatabaseLossIT {

    @Test
    void readinessAndCallsFollowTheDatabaseAndLivenessDoesNot() {
        try (TemporaryPostgres postgres = TemporaryPostgres.start("loss");
                CrashServer server =
                        CrashServer.builder("loss").external(postgres).start()) {
            ApiClient api = ApiClient.of(server);
            api.post("/bots", "{\"bot_id\": \"survivor\"}").expect(201);

            postgres.kill();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.get("/q/health/ready").statusCode() == 503);
            assertThat(server.get("/q/health/live").statusCode()).isEqualTo(200);
            assertUnavailable(api.get("/bots"));
            assertUnavailable(api.get("/rounds/1"));
            assertUnavailable(api.get("/database"));
            assertUnavailable(api.post("/bots", "{\"bot_id\": \"other\"}"));
            assertThat(api.get("/database/connection").body()).isEqualTo("{\"connected\":false,\"latency_ms\":null}");

            postgres.restart();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.get("/q/health/ready").statusCode() == 200);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> api.get("/bots/survivor").status() == 200);
            assertThat(api.get("/database/connection").json().path("connected").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void aSchemaThatIsNotTheEntitiesEndsTheStart() throws SQLException {
        try (TemporaryPostgres postgres = TemporaryPostgres.start("altered")) {
            CrashServer.builder("altered").external(postgres).start().close();
            postgres.execute("ALTER TABLE error_logs RENAME COLUMN error_trace TO trace");

            CrashServer.Exit renamed =
                    CrashServer.builder("altered").external(postgres).startAndEnd();
            postgres.execute(
                    "ALTER TABLE error_logs RENAME COLUMN trace TO error_trace",
                    "ALTER TABLE session_logs ALTER initial_balance TYPE double precision");
            CrashServer.Exit retyped =
                    CrashServer.builder("altered").external(postgres).startAndEnd();

            assertThat(renamed.code()).isEqualTo(1);
            assertThat(renamed.output()).contains("missing column [error_trace] in table [error_logs]");
            assertThat(retyped.code()).isEqualTo(1);
            assertThat(retyped.output()).contains("initial_balance");
        }
    }

    private static void assertUnavailable(Answer answer) {
        answer.problem(503, "database_unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }
}
