package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the page shows where there is nothing to show, or not yet, or not any more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageStatesIT {

    private CrashServer server;
    private ApiClient api;

    @BeforeAll
    void start() {
        Chromium.browser();
        server = CrashServer.builder("page").start();
        api = ApiClient.of(server);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void anEmptyOverviewSaysHowToBeginAndTheFirstRoundAppearsThere() {
        CrashServer empty = CrashServer.builder("page-empty").start();
        try (OpenPage open = OpenPage.at(empty, "#/").live()) {
            assertThat(open.find(".message.empty")).containsText("No rounds yet");
            assertThat(open.find("pre").first()).containsText("curl -s " + empty.baseUri() + "/api/v1/rounds");

            ApiClient.of(empty).log(RoundBody.win("first", 1));

            assertThat(open.row("first")).hasCount(1);
            assertThat(open.find(".message.empty")).hasCount(0);
            open.assertQuiet();
        } finally {
            empty.close();
        }
    }

    @Test
    void aViewThatWaitsForItsFiguresSaysSo() {
        try (OpenPage open = OpenPage.blank(server, ColorScheme.LIGHT, OpenPage.DESKTOP)) {
            AtomicReference<com.microsoft.playwright.Route> held = new AtomicReference<>();
            open.page().route(Pattern.compile(".*/api/v1/overview\\?.*"), held::set);
            open.go("#/");

            assertThat(open.find(".message.loading")).hasText("Loading");

            open.page().waitForCondition(() -> held.get() != null);
            held.get().resume();
            assertThat(open.find(".message.loading")).hasCount(0);
            assertThat(open.find("#filter")).isVisible();
        }
    }

    @Test
    void whatIsUnknownIsSaidInTheServersWords() {
        try (OpenPage open = OpenPage.at(server, "#/sessions/nobody/nothing")) {
            assertThat(open.find(".message.error")).containsText("There is no such session.");
            open.go("#/nowhere");
            assertThat(open.find(".message.error")).containsText("There is no such view.");
        }
    }

    @Test
    void aCallThatFailsCanBeTriedAgain() {
        try (OpenPage open = OpenPage.blank(server, ColorScheme.LIGHT, OpenPage.DESKTOP)) {
            open.page().route(Pattern.compile(".*/api/v1/overview\\?.*"), route -> route.abort());
            open.go("#/");
            assertThat(open.find(".message.error")).containsText("The server does not answer.");

            open.page().unroute(Pattern.compile(".*/api/v1/overview\\?.*"));
            open.page().unrouteAll();
            open.find("text=Try again").click();

            assertThat(open.find("#filter")).isVisible();
        }
    }

    @Test
    void afterARestartOfTheServerNothingIsMissingAndNothingIsThereTwice() {
        Played bot = new Played(RoundBody.newBot("restart"), 31);
        Played other = new Played(RoundBody.newBot("restart"), 32);
        bot.log(api, 30);
        other.log(api, 30);
        try (OpenPage session = OpenPage.at(server, OpenPage.session(bot.bot(), RoundBody.SESSION))
                        .live();
                OpenPage overview =
                        OpenPage.at(server, "#/?text=" + other.bot()).live()) {
            assertThat(session.find(".chart-text")).containsText("Over 30 rounds");
            assertThat(overview.row(other.bot())).hasCount(1);

            server.terminate();
            assertThat(session.find("#connection")).hasAttribute("data-state", "reconnecting");
            assertThat(session.find("#connection")).containsText("Reconnecting · data");
            assertThat(session.find("body")).hasClass(Pattern.compile("stale"));
            assertThat(session.figure("rounds")).hasText("30");

            server.restart();
            bot.log(api, 17);
            other.log(api, 17);

            session.live();
            overview.live();
            bot.log(api, 3);
            other.log(api, 3);
            assertThat(session.figure("profit")).hasText(Shown.signed(bot.profit()));
            assertThat(session.figure("rounds")).hasText("50");
            assertThat(session.find(".chart-text"))
                    .containsText("Over 50 rounds the profit went to " + Shown.signed(bot.profit()));
            assertThat(
                            session.run(
                                    "[...document.querySelectorAll('.rounds tr[data-number]')].map((row) => row.dataset.number).slice(0, 22).join(' ')"))
                    .isEqualTo("50 49 48 47 46 45 44 43 42 41 40 39 38 37 36 35 34 33 32 31 30 29");
            var line = overview.row(other.bot());
            assertThat(line.locator(".profit")).hasText(Shown.signed(other.profit()));
            assertThat(line.locator(".balance")).hasText(Shown.decimal(other.balance()));
            assertThat(line.locator(".streak")).hasText(other.streak());
            assertThat(line.locator(".drawdown")).hasText(Shown.decimal(other.drawdown()));
            assertThat(line.locator(".chip:not(:empty)"))
                    .hasText(other.lastTen().stream().map(Shown::decimal).toArray(String[]::new));
            assertThat(session.find("body")).not().hasClass(Pattern.compile("stale"));
        }
    }

    @Test
    void aServerWithATokenIsOpenedWithItOnce() {
        CrashServer guarded = CrashServer.builder("page-token")
                .property("crash.auth.token", "a secret, with ümlauts")
                .start();
        try (OpenPage open = OpenPage.at(guarded, "#/")) {
            open.find("#token").fill("wrong");
            open.page().keyboard().press("Enter");
            assertThat(open.find("dialog")).containsText("not the right one");
            open.find("#token").fill("a secret, with ümlauts");
            open.page().keyboard().press("Enter");

            open.live();
            assertThat(open.find(".message.empty")).containsText("No rounds yet");
            open.page().reload();
            open.live();
            assertThat(open.find("dialog")).hasCount(0);
        } finally {
            guarded.close();
        }
    }

    @Test
    void theThemeIsRememberedAndFollowsTheSystemUntilThen() {
        try (OpenPage open = OpenPage.at(server, "#/", ColorScheme.DARK, OpenPage.DESKTOP)) {
            assertThat(open.run("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(17, 20, 25)");
            open.find("#theme").click();
            assertThat(open.run("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(246, 247, 249)");
            open.page().reload();
            assertThat(open.find("#theme")).hasText("Dark");
            assertThat(open.run("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(246, 247, 249)");
        }
    }
}
