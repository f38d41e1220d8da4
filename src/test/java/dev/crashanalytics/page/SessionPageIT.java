package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import org.junit.jupiter.api.Test;

/** The view of a session in a browser. */
class SessionPageIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.of(server);

    @Test
    void itShowsWhatTheApiSaysAndFollowsTheRounds() {
        Played bot = new Played(RoundBody.newBot("session"), 3);
        bot.log(api, 120);
        try (OpenPage open = OpenPage.at(server, address(bot)).live()) {
            check(open, bot);

            bot.log(api, 30);

            check(open, bot);
            assertThat(open.find("tr[data-number='150']")).isVisible();
            assertThat(open.find(".chart-text"))
                    .containsText("Over 150 rounds the profit went to " + Shown.signed(bot.profit()));
            assertThat(numbers(open)).isEqualTo("150 149 148 147 146");
            open.assertQuiet();
        }
    }

    @Test
    void aDeepLinkAndAReloadShowTheSameSession() {
        String bot = ApiClient.unique("deep / link?#&");
        api.log(RoundBody.win(bot, 1).with("session_id", "a/b c"));
        try (OpenPage open = OpenPage.at(server, OpenPage.session(bot, "a/b c")).live()) {
            assertThat(open.find("h1")).containsText(bot);
            assertThat(open.figure("rounds")).hasText("1");
            open.page().reload();
            assertThat(open.find("h1")).containsText(bot);
            assertThat(open.figure("profit")).hasText("▲\u00a0+3.30");

            open.find("nav >> text=Overview").click();
            open.find("#filter").fill(bot);
            open.row(bot).locator("a").click();
            assertThat(open.page())
                    .hasURL(
                            server.baseUri() + "/" + OpenPage.session(bot, "a/b c"),
                            new PageAssertions.HasURLOptions());
            open.page().goBack();
            assertThat(open.find("#filter")).isVisible();
            open.assertQuiet();
        }
    }

    @Test
    void aRoundOpensToEveryFieldItHas() {
        String bot = RoundBody.newBot("fields");
        long id = api.log(RoundBody.win(bot, 1).with("metadata", "kept as text").with("retry_count", 3));
        JsonNode stored = api.round(id);
        try (OpenPage open =
                OpenPage.at(server, OpenPage.session(bot, RoundBody.SESSION)).live()) {
            open.find("button[data-round='1']").focus();
            open.page().keyboard().press("Enter");

            Locator fields = open.find(".fields > div");
            assertThat(fields).hasCount(stored.size());
            assertThat(fields.filter(new Locator.FilterOptions().setHasText("retry_count")))
                    .containsText("3");
            assertThat(open.find("button[data-round='1']")).isFocused();
            open.page().keyboard().press("Enter");
            assertThat(fields).hasCount(0);
        }
    }

    @Test
    void theTicksOfAFlightDrawItsCurveUntilTheRoundIsThere() {
        String bot = RoundBody.newBot("flight");
        api.log(RoundBody.win(bot, 1));
        try (OpenPage open =
                OpenPage.at(server, OpenPage.session(bot, RoundBody.SESSION)).live()) {
            assertThat(open.find("tr[data-number='1']")).isVisible();
            assertThat(open.find(".flight")).isHidden();

            for (String multiplier : new String[] {"1.00", "1.21", "1.47"}) {
                api.batch(RoundBody.key(bot, 2).with("type", "multiplier").with("multiplier", multiplier));
            }
            assertThat(open.find(".flight .now")).hasText("1.47×");
            assertThat(open.find(".flight .note")).hasText("Round 2 in flight, 3 ticks");

            api.log(RoundBody.win(bot, 2));
            assertThat(open.find(".flight")).isHidden();
            assertThat(open.figure("rounds")).hasText("2");
        }
    }

    @Test
    void aSessionInTwoCurrenciesIsLookedAtInOne() {
        String bot = RoundBody.newBot("twofold");
        api.log(RoundBody.win(bot, 1).with("currency", "EUR"));
        api.log(RoundBody.loss(bot, 2).with("currency", "USD"));
        try (OpenPage open =
                OpenPage.at(server, OpenPage.session(bot, RoundBody.SESSION)).live()) {
            assertThat(open.figure("profit")).hasText("several");

            open.find("select[aria-label=Currency]").selectOption("EUR");

            assertThat(open.figure("profit")).hasText("▲\u00a0+3.30");
            assertThat(open.note("profit")).hasText("EUR");
        }
    }

    @Test
    void theExportsAreThere() {
        Played bot = new Played(RoundBody.newBot("export"), 4);
        bot.log(api, 5);
        try (OpenPage open = OpenPage.at(server, address(bot)).live()) {
            open.find("summary:has-text('Export')").click();
            var download = open.page()
                    .waitForDownload(
                            () -> open.find("a:has-text('CSV')").first().click());

            assertThat(download.suggestedFilename()).contains(bot.bot());
            assertThat(download.failure()).isNull();
        }
    }

    @Test
    void aHundredThousandRoundsAreDrawnAtOnce() {
        Played bot = new Played(RoundBody.newBot("long"), 5);
        bot.log(api, 100_000);
        try (OpenPage open = OpenPage.at(server, address(bot)).live()) {
            assertThat(open.find(".chart-text"))
                    .containsText(
                            "Over " + Shown.whole(100_000) + " rounds the profit went to " + Shown.signed(bot.profit()),
                            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
            assertThat(open.find(".chart-text"))
                    .containsText("between "
                            + Shown.decimal(bot.curve().stream()
                                    .min(java.math.BigDecimal::compareTo)
                                    .orElseThrow()));
            System.out.println("SessionPageIT: 100,000 rounds: series answered in "
                    + open.run(
                            "Math.round(performance.getEntriesByType('resource').find((one) => one.name.includes('/series?')).duration)")
                    + " ms, drawn in " + open.run("Math.round(performance.getEntriesByName('crash:chart')[0].duration)")
                    + " ms");

            // Only what is seen is in the document, however far it is scrolled.
            open.find(".rounds").evaluate("box => { box.scrollTop = 150 * 29; }");
            assertThat(open.find("tr[data-number='99850']")).isVisible();
            assertThat((Integer) open.run("document.querySelectorAll('.rounds tbody tr').length"))
                    .isLessThan(80);
            open.assertQuiet();
        }
    }

    private static String address(Played bot) {
        return OpenPage.session(bot.bot(), RoundBody.SESSION);
    }

    private static String numbers(OpenPage open) {
        return (String)
                open.run(
                        "[...document.querySelectorAll('.rounds tr[data-number]')].slice(0, 5).map((row) => row.dataset.number).join(' ')");
    }

    private void check(OpenPage open, Played bot) {
        JsonNode summary =
                api.get("/sessions/s1?bot_id=" + bot.bot()).expect(200).json();
        assertThat(open.figure("balance")).hasText(Shown.decimal(bot.balance()));
        assertThat(open.figure("profit")).hasText(Shown.signed(bot.profit()));
        assertThat(open.figure("roi"))
                .hasText(Shown.signedPercent(summary.get("roi_percent").decimalValue()));
        assertThat(open.figure("rounds")).hasText(Shown.whole(bot.rounds()));
        assertThat(open.note("rounds")).hasText(bot.wins() + " won, " + (bot.rounds() - bot.wins()) + " lost");
        assertThat(open.figure("winrate"))
                .hasText(Shown.percent(summary.get("win_rate").decimalValue().movePointRight(2)));
        assertThat(open.figure("drawdown")).hasText(Shown.decimal(bot.drawdown()));
        assertThat(open.figure("streak")).hasText(bot.streak());
        JsonNode risk =
                api.get("/sessions/s1/risk?bot_id=" + bot.bot()).expect(200).json();
        assertThat(open.figure("expectancy"))
                .hasText(Shown.signed(risk.get("expectancy").decimalValue()));
        assertThat(open.figure("volatility"))
                .hasText(Shown.decimal(risk.get("volatility").decimalValue()));
        assertThat(open.figure("factor"))
                .hasText(Shown.decimal(risk.get("profit_factor").decimalValue()));
        assertThat(open.note("luck")).containsText(bot.rounds() + " bets");
    }
}
