package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every view while it loads, where it could not, where there is nothing yet, and while the connection is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewStatesIT {

    private static final String BOT = "states";

    private CrashServer server;
    private ApiClient api;

    enum View {
        OVERVIEW("#/", "/overview\\?limit=200", "tr td.profit"),
        SESSION("#/sessions/states/s1", "/sessions/s1\\?.*", ".rounds tr[data-number='40']"),
        GAME("#/games/aviator", "/games/aviator/fairness", "[data-chart=edge] canvas"),
        COMPARE("#/compare?of=bot:states", "/overview\\?limit=500", "[data-chart=curves] canvas"),
        SYSTEM("#/system", "/database", "[data-figure=connection] .value:text-is('connected')");

        private final String address;
        private final Pattern first;
        private final String ready;

        View(String address, String first, String ready) {
            this.address = address;
            this.first = Pattern.compile(".*/api/v1" + first + "$");
            this.ready = ready;
        }
    }

    @BeforeAll
    void start() {
        Chromium.browser();
        server = CrashServer.builder("view-states").start();
        api = ApiClient.of(server);
        new Played(BOT, 81).log(api, 40);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void loading(View view) {
        try (OpenPage open = OpenPage.blank(server, ColorScheme.LIGHT, OpenPage.DESKTOP)) {
            AtomicReference<Route> held = new AtomicReference<>();
            open.page().route(view.first, held::set);
            open.go(view.address);
            assertThat(open.find("#main .message.loading")).hasText("Loading");

            open.page().waitForCondition(() -> held.get() != null);
            assertThat(open.find("#main .message.loading")).isVisible();
            held.get().resume();

            assertThat(open.find(view.ready).first()).isVisible();
            assertThat(open.find(".message.loading")).hasCount(0);
            open.assertQuiet();
        }
    }

    @ParameterizedTest
    @EnumSource
    void error(View view) {
        try (OpenPage open = OpenPage.blank(server, ColorScheme.DARK, OpenPage.DESKTOP)) {
            open.page().route(view.first, Route::abort);
            open.go(view.address);
            assertThat(open.find("#main .message.error")).containsText("The server does not answer.");

            open.page().unrouteAll();
            open.find("text=Try again").click();

            assertThat(open.find(view.ready).first()).isVisible();
            assertThat(open.find(".message.error")).hasCount(0);
        }
    }

    @Test
    void staleAndReconnecting() {
        List<OpenPage> windows = new ArrayList<>();
        try {
            for (View view : View.values()) {
                OpenPage open = OpenPage.at(server, view.address).live();
                windows.add(open);
                assertThat(open.find(view.ready).first()).isVisible();
            }

            server.terminate();
            for (View view : View.values()) {
                OpenPage open = windows.get(view.ordinal());
                assertThat(open.find("#connection")).hasAttribute("data-state", "reconnecting");
                assertThat(open.find("#connection")).hasText(Pattern.compile("Reconnecting · data \\d+ s old"));
                assertThat(open.find("body")).hasClass("stale");
                // What was read stays.
                if (view != View.SYSTEM) {
                    assertThat(open.find(view.ready).first()).isVisible();
                }
            }
            assertThat(windows.get(View.SYSTEM.ordinal()).find("main"))
                    .containsText("Not refreshed: The server does not answer.");

            server.restart();
            for (View view : View.values()) {
                OpenPage open = windows.get(view.ordinal()).live();
                assertThat(open.find("body")).not().hasClass("stale");
                assertThat(open.find(view.ready).first()).isVisible();
            }
            api.log(RoundBody.loss(BOT, 41).with("target_multiplier", "2.00"));
            assertThat(windows.get(View.OVERVIEW.ordinal()).note("winrate")).containsText("n = 41");
            assertThat(windows.get(View.SESSION.ordinal()).figure("rounds")).hasText("41");
            assertThat(windows.get(View.GAME.ordinal()).figure("Rounds")).hasText("41");
            assertThat(windows.get(View.COMPARE.ordinal())
                            .find("tr:has(th:text-is('Rounds')) td")
                            .first())
                    .hasText("41");
        } finally {
            windows.forEach(OpenPage::close);
        }
    }

    @Test
    void offlineAndBack() {
        Played bot = new Played("offline", 82);
        bot.log(api, 5);
        try (OpenPage open = OpenPage.at(server, "#/?text=offline").live()) {
            assertThat(open.note("winrate")).containsText("n = 5");
            open.page().context().setOffline(true);
            assertThat(open.find("#connection")).hasAttribute("data-state", "offline");
            assertThat(open.find("#connection")).containsText("Offline · data");

            open.page().context().setOffline(false);
            open.live();
            bot.log(api, 4);
            assertThat(open.note("winrate")).containsText("n = 9");
            assertThat(open.row("offline").locator(".profit")).hasText(Shown.signed(bot.profit()));
        }
    }

    @Test
    void nothingYet() {
        CrashServer empty = CrashServer.builder("view-states-empty").start();
        try (OpenPage open = OpenPage.at(empty, "#/").live()) {
            assertThat(open.find(".message.empty")).containsText("No rounds yet");
            open.find(".copyable button").first().click();
            assertThat(open.find(".copyable button").first()).hasText(Pattern.compile("Copied|Selected"));
            open.find("nav >> text=Game").click();
            assertThat(open.find(".message.empty").first()).containsText("known yet");
            open.find("nav >> text=Compare").click();
            assertThat(open.find(".message.empty")).containsText("Nothing to compare yet");
            open.find("nav >> text=System").click();
            assertThat(open.find("[data-table=jobs]")).containsText("None has run yet.");

            ApiClient.of(empty)
                    .post(
                            "/sessions",
                            RoundBody.empty()
                                    .with("bot_id", "idle")
                                    .with("session_id", "s1")
                                    .with("game_name", "aviator"))
                    .expect(201);
            open.go("#/sessions/idle/s1");
            assertThat(open.find(".message.empty")).containsText("No rounds yet");
            assertThat(open.find("main")).containsText("no rounds yet");
            ApiClient.of(empty).log(RoundBody.win("idle", 1));
            assertThat(open.find(".chart-text")).containsText("Over 1 rounds");
            assertThat(open.find(".message.empty")).hasCount(0);
            open.assertQuiet();
        } finally {
            empty.close();
        }
    }
}
