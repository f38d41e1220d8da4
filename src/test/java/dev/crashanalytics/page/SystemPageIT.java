package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
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
                    .containsText(Pattern.compile("done.*ago"));
            String platforms = api.get("/database")
                    .json()
                    .at("/tables/game_platform_config")
                    .asText();
            assertThat(open.find("tr:has(th:text-is('game_platform_config')) td"))
                    .hasText(platforms);
            open.assertQuiet();
        }
    }

    @Test
    void itShowsWhatTheServerMeasures() {
        String bot = RoundBody.newBot("measured");
        try (StreamClient stream = StreamClient.open(server);
                OpenPage open = OpenPage.at(server, "#/system").live()) {
            stream.exchange(
                    RoundBody.win(bot, 1).with("type", "round").with("id", 1).toString());
            JsonNode database = api.get("/database").json();

            assertThat(open.figure("bots")).hasText("1");
            assertThat(open.figure("queue")).hasText("0");
            assertThat(open.note("rounds"))
                    .hasText(Shown.whole((long) server.metric("crash_ingest_rounds_total")) + " since the start");
            assertThat(open.figure("ack")).containsText(" ms");
            assertThat(open.note("ack")).containsText("99%: ≤ ");
            assertThat(open.figure("refused")).hasText(Shown.whole((long) server.metric("crash_ingest_refused_total")));
            assertThat(open.note("dashboards")).containsText(" subscriptions");
            for (String fact : List.of("server_version", "migration", "fsync", "synchronous_commit")) {
                assertThat(open.find(".definitions"))
                        .containsText(database.get(fact).asText());
            }
            for (String table : List.of("crash_game_rounds", "session_logs", "bot_vm_registration")) {
                assertThat(open.find("tr:has(th:text-is('" + table + "')) td")).hasText(Pattern.compile(".*\\d"));
            }

            api.batch(RoundBody.win(bot, 2), RoundBody.win(bot, 3));
            assertThat(open.note("rounds"))
                    .hasText(Shown.whole((long) server.metric("crash_ingest_rounds_total")) + " since the start");
            open.assertQuiet();
        }
    }
}
