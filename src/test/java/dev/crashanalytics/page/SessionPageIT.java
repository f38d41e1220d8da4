package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    void theExportsAreThoseOfTheSession() throws IOException {
        Played bot = new Played(RoundBody.newBot("export"), 4);
        bot.log(api, 5);
        api.log(RoundBody.win(bot.bot(), 900).with("session_id", "another"));
        try (OpenPage open = OpenPage.at(server, address(bot)).live()) {
            open.find("summary:has-text('Export')").click();
            assertThat(open.find(".menu a")).hasCount(9);
            Download download = open.page()
                    .waitForDownload(
                            () -> open.find("a:has-text('Rounds, CSV')").click());

            assertThat(download.suggestedFilename()).isEqualTo(bot.bot() + "-s1-rounds.csv");
            assertThat(Files.readAllLines(download.path()))
                    .hasSize(6)
                    .element(1)
                    .asString()
                    .contains(",5,aviator,");
        }
    }

    @Test
    void zoomingOneChartZoomsAllAndTheAddressKeepsIt() {
        Played bot = new Played(RoundBody.newBot("zoom"), 6);
        bot.log(api, 3_000);
        try (OpenPage open = OpenPage.at(server, address(bot)).live()) {
            Locator chart = open.find(".chart canvas").first();
            assertThat(open.find("[aria-label='Last round shown']")).hasValue("3000");
            assertThat(extents(open)).hasSize(5).containsOnly(List.of(0, 3_000));

            // Over the multipliers, the second of the five.
            Request detail = open.page().waitForRequest(Pattern.compile(".*/series\\?.*from_round=.*"), () -> {
                chart.hover(new Locator.HoverOptions().setPosition(600, 380));
                open.page().keyboard().down("Control");
                open.page().mouse().wheel(0, -400);
                open.page().keyboard().up("Control");
            });

            List<List<Integer>> zoomed = extents(open);
            assertThat(zoomed).hasSize(5).containsOnly(zoomed.get(0));
            assertThat(zoomed.get(0).get(1) - zoomed.get(0).get(0)).isBetween(10, 2_900);
            assertThat(detail.url()).contains("bot_id=" + bot.bot());

            chart.dblclick(new Locator.DblclickOptions().setPosition(600, 150));
            await().untilAsserted(() -> assertThat(extents(open)).containsOnly(List.of(0, 3_000)));
            assertThat(open.page()).hasURL(Pattern.compile(".*/s1$"));

            // By keyboard alone.
            open.find("[aria-label='First round shown']").fill("1200");
            open.page().keyboard().press("Tab");
            open.page().keyboard().type("1300");
            open.page().keyboard().press("Enter");
            await().untilAsserted(() -> assertThat(extents(open)).containsOnly(List.of(1_200, 1_300)));
            assertThat(open.page()).hasURL(Pattern.compile(".*from=1200&to=1300$"));

            // What is looked at stays while rounds come in, and after a reload.
            bot.log(api, 40);
            assertThat(open.figure("rounds")).hasText(Shown.whole(3_040));
            assertThat(open.find(".chart-text")).containsText("Over " + Shown.whole(3_040));
            assertThat(extents(open)).containsOnly(List.of(1_200, 1_300));
            open.page().reload();
            await().untilAsserted(() -> assertThat(extents(open)).containsOnly(List.of(1_200, 1_300)));
            open.find(".zoom button").click();
            await().untilAsserted(() -> assertThat(extents(open)).containsOnly(List.of(0, 3_040)));
            open.assertQuiet();
        }
    }

    @Test
    void aHistoryThatGrowsAllDayIsSummedUpAnew() {
        Played bot = new Played(RoundBody.newBot("grows"), 8);
        bot.log(api, 1_000);
        try (OpenPage open = OpenPage.at(server, address(bot)).live()) {
            assertThat(open.find(".chart-text")).containsText("Over " + Shown.whole(1_000));
            assertThat(values(open, "target")).hasSize(1_000);

            bot.log(api, 2_100);

            await().untilAsserted(() -> assertThat(values(open, "target")).hasSizeBetween(500, 1_100));
            assertThat(open.find(".chart-text"))
                    .containsText(
                            "Over " + Shown.whole(3_100) + " rounds the profit went to " + Shown.signed(bot.profit()));
            open.assertQuiet();
        }
    }

    @Test
    void theChartDrawsWhatTheApiSays() {
        Played bot = new Played(RoundBody.newBot("drawn"), 7);
        bot.log(api, 60);
        try (OpenPage open = OpenPage.at(server, address(bot)).live()) {
            assertThat(open.find(".chart-text")).containsText("Over 60 rounds");

            assertThat(values(open, "equity"))
                    .containsExactlyElementsOf(Stream.concat(Stream.of(BigDecimal.ZERO), bot.curve().stream())
                            .map(profit -> profit.doubleValue() + 1_000)
                            .toList());
            assertThat(values(open, "won").size()).isEqualTo((int) bot.wins());
            assertThat(values(open, "lost").size()).isEqualTo(60 - (int) bot.wins());
            assertThat(values(open, "stake")).hasSize(60).containsOnly(10.0);
            assertThat(values(open, "target")).hasSize(60).containsOnly(2.0);
            assertThat(values(open, "confidence")).hasSize(60).containsOnly(0.97);
            assertThat(values(open, "rate").get(59)).isCloseTo(bot.wins() / 0.6, within(1e-9));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Double> values(OpenPage open, String series) {
        List<Number> found = (List<Number>) open.run(
                "echarts.getInstanceByDom(document.querySelector('.chart')).getOption().series.find((one) => one.id === '"
                        + series + "').data.map((point) => point[1])");
        return found.stream().map(Number::doubleValue).toList();
    }

    /** The first and the last round seen in each of the five charts; none while there is no chart yet. */
    @SuppressWarnings("unchecked")
    private static List<List<Integer>> extents(OpenPage open) {
        return (List<List<Integer>>) open.run("""
                () => {
                  const chart = window.echarts && echarts.getInstanceByDom(document.querySelector('.chart'));
                  return !chart || !chart.getModel() ? [] : [0, 1, 2, 3, 4].map((index) =>
                    chart.getModel().getComponent('xAxis', index).axis.scale.getExtent().map(Math.round));
                }
                """);
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
                                    .min(BigDecimal::compareTo)
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
        assertThat(open.figure("luck"))
                .hasText(String.format("p = %.4f", risk.at("/luck/probability").asDouble()));
        assertThat(open.note("balance")).hasText("USD from " + Shown.decimal(new BigDecimal(1_000)));
        assertThat(open.note("profit")).hasText("USD");
        assertThat(open.figure("extremes"))
                .hasText(Shown.signed(summary.get("largest_win").decimalValue()));
        assertThat(open.note("extremes"))
                .hasText(Shown.signed(summary.get("largest_loss").decimalValue()));
        assertThat(open.note("streak"))
                .containsText("longest L" + risk.at("/streaks/longest_losses").asInt() + ", expected ");
        assertThat(open.note("drawdown"))
                .containsText(risk.at("/max_drawdown/recovered").asBoolean() ? "recovered" : "not recovered");
        Locator latest = open.find("tr[data-number='" + bot.rounds() + "'] td");
        assertThat(open.find(".rounds thead th").nth(8)).hasText("Profit, USD");
        assertThat(latest.nth(3)).hasText(bot.streak().startsWith("W") ? "WIN" : "LOSS");
        assertThat(latest.nth(4)).hasText("10.00");
        assertThat(latest.nth(5)).hasText("2.00×");
        assertThat(latest.nth(6)).hasText(Shown.multiplier(bot.lastTen().get(9)));
        assertThat(latest.nth(9)).hasText(Shown.decimal(bot.balance()));
    }
}
