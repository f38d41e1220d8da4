package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Takes the pictures of docs/images, {@code ./mvnw -Ppictures verify}: the page of a server with demo bots. */
class PagePictures {

    private static final Path IMAGES = Path.of("docs", "images");
    private static final String BOT = "demo-fixed-1";
    private static final String LUCK = "[data-figure='luck'] .value:not(:text-is('–'))";

    /** Wide enough for every column of the overview. */
    private static final int WIDE = 1440;

    private static final int BOTS = 12;
    private static final int ROUNDS_OF_A_BOT = 150;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void takeThem() {
        try (CrashServer server = CrashServer.builder("pictures").start()) {
            take(server, "empty", "", ".message.empty", ColorScheme.LIGHT, WIDE);
        }
        try (CrashServer server = CrashServer.builder("pictures")
                .property("crash.demo.bots", Integer.toString(BOTS))
                .property("crash.demo.pace", "25")
                .start()) {
            ApiClient api = ApiClient.of(server);
            await().atMost(PATIENCE).until(() -> rounds(api) >= BOTS * ROUNDS_OF_A_BOT);
            String session = api.get("/sessions?bot_id=" + BOT)
                    .json()
                    .at("/items/0/session_id")
                    .asText();
            for (ColorScheme theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                take(server, "overview", "", "tr td.profit", theme, WIDE);
                take(server, "session", OpenPage.session(BOT, session), LUCK, theme, WIDE);
                take(server, "game", "#/games/demo", "[data-chart=edge] canvas", theme, WIDE);
                String compared = "#/compare?of=bot:" + BOT + "&of=bot:demo-martingale-2&of=bot:demo-compound-3";
                take(server, "compare", compared, ".chart canvas", theme, WIDE);
                take(server, "system", "#/system", ".definitions dd", theme, WIDE);
                take(server, "phone", "", "tr td.profit", theme, OpenPage.PHONE);
            }
        }
    }

    private static long rounds(ApiClient api) {
        return api.get("/games/demo/statistics").json().path("total_rounds").asLong();
    }

    private static void take(
            CrashServer server, String view, String address, String ready, ColorScheme theme, int width) {
        try (OpenPage open = OpenPage.at(server, address, theme, width)) {
            open.live();
            assertThat(open.find(ready).first()).isVisible();
            // Charts draw themselves in; nothing on the page says when they are done.
            open.page().waitForTimeout(1_000);
            String name = view + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
            open.page().screenshot(new Page.ScreenshotOptions().setPath(IMAGES.resolve(name)));
        }
    }
}
