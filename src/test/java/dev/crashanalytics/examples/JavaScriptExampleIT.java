package dev.crashanalytics.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The example bot in JavaScript, in a browser and in Node; each is skipped, and says so, where the machine has none. */
class JavaScriptExampleIT {

    private static final Path BOT = Path.of("examples/bot.mjs").toAbsolutePath();
    private static final String PLAY = """
            async ([url, token, bot, rounds]) => {
              const { play } = await import("/bot.mjs");
              const stuck = new Promise((_, reject) => setTimeout(() => reject(new Error("the bot is stuck")), 90_000));
              return JSON.stringify(await Promise.race([stuck, play({ url, token, botId: bot, sessionId: "s1", rounds })]));
            }""";

    private static Browser launch(Playwright playwright) {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (chromium.isEmpty()) {
            skip(
                    "no Chromium on this machine, so examples/bot.mjs was not tried in a browser; apt-get install chromium");
        }
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.orElseThrow())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    private static void skip(String reason) {
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
    }

    private static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /**
     * A page that the server has sent, with the module beside it: browsers let no page that came from elsewhere reach the
     * loopback address.
     */
    private static Page page(Browser browser, CrashServer server) {
        Page page = browser.newPage();
        page.route(
                server.baseUri() + "/bot.mjs",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setPath(BOT)));
        page.navigate(server.baseUri() + "/q/health/live");
        // Now, while Playwright is asked: it answers for the module in no other moment.
        page.evaluate("() => import('/bot.mjs').then(() => null)");
        return page;
    }

    private static void assertPlayed(CrashServer server, JsonNode played, String bot, int rounds) {
        assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", bot))
                .isEqualTo(rounds);
        assertThat(Sql.one(
                        server,
                        "SELECT concat_ws(' ', status, total_rounds, initial_balance::int, final_balance)"
                                + " FROM session_logs WHERE session_id = 's1' AND bot_id = ?",
                        bot))
                .isEqualTo(
                        "completed " + rounds + " 1000 " + played.get("balance").asText());
        assertThat(Sql.one(
                        server,
                        "SELECT (1000 + sum(profit_loss_amount))::numeric(20, 2) FROM crash_game_rounds WHERE bot_id = ?",
                        bot))
                .isEqualTo(played.get("balance").asText());
    }

    @Test
    void playsInABrowserThatShowsAToken() throws IOException {
        String bot = RoundBody.newBot("browser");
        try (Playwright playwright = playwright();
                Browser browser = launch(playwright);
                CrashServer server = CrashServer.builder("example-browser")
                        .property("crash.auth.token", "secret+/of-the-test~")
                        .start()) {
            Object played = page(browser, server)
                    .evaluate(PLAY, List.of(server.webSocketUri("").toString(), "secret+/of-the-test~", bot, 150));

            assertPlayed(server, ApiClient.JSON.readTree((String) played), bot, 150);
        }
    }

    @Test
    void aBrowserSendsAgainWhatAKilledServerDidNotAnswer() throws IOException {
        String bot = RoundBody.newBot("browser-killed");
        try (Playwright playwright = playwright();
                Browser browser = launch(playwright);
                CrashServer server = CrashServer.builder("example-killed").start()) {
            Page page = page(browser, server);
            page.evaluate(
                    "args => { window.played = (" + PLAY + ")(args); }",
                    List.of(server.webSocketUri("").toString(), "", bot, 20_000));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Sql.count(server, "SELECT count(*) FROM crash_game_rounds") > 500);
            server.kill();
            server.restart();

            JsonNode played = ApiClient.JSON.readTree((String) page.evaluate("() => window.played"));

            assertPlayed(server, played, bot, 20_000);
        }
    }

    @Test
    void playsInNode() throws IOException, InterruptedException {
        String bot = RoundBody.newBot("node");
        Path output = TestFiles.newFolder("node").resolve("out.txt");
        ProcessBuilder node = new ProcessBuilder("node", "--experimental-websocket", BOT.toString(), "150", bot, "s1");
        node.environment()
                .put("CRASH_SERVER_URL", CrashServer.shared().baseUri().toString());
        Process process;
        try {
            process = node.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException missing) {
            skip("no node on this machine, so examples/bot.mjs was not tried in it");
            return;
        }
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(output);
        if (printed.contains("bad option") || printed.contains("WebSocket is not defined")) {
            skip("this node has no WebSocket (20.10 or newer has), so examples/bot.mjs was not tried in it");
        }

        assertThat(ended).as(printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        assertPlayed(CrashServer.shared(), ApiClient.JSON.readTree(printed.substring(printed.indexOf('{'))), bot, 150);
    }
}
