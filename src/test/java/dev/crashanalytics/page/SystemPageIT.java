package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The view of the system in a browser. */
class SystemPageIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.of(server);

    @Test
    void databaseConnectionsAndJobsAreShown() {
        String job = api.post("/maintenance/reconcile", "").expect(202).text("job_id");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !api.get("/maintenance/jobs/" + job).text("status").equals("running"));
        try (OpenPage open = OpenPage.at(server, "#/system").live()) {
            assertThat(open.figure("connection")).hasText("connected");
            assertThat(open.figure("dashboards")).hasText("1");
            assertThat(open.find(".definitions")).containsText("yes: an acknowledged round is on disk");
            assertThat(open.find("[data-table=jobs] tbody tr:has-text('reconcile')")
                            .first())
                    .containsText("done");
            String platforms = api.get("/database")
                    .json()
                    .at("/tables/game_platform_config")
                    .asText();
            assertThat(open.find("tr:has(th:text-is('game_platform_config')) td"))
                    .hasText(platforms);
            open.assertQuiet();
        }
    }
}
