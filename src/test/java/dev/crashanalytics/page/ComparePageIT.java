package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The comparison in a browser. */
class ComparePageIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.of(server);

    @Test
    void figuresStandSideBySideAsTheApiHasThem() {
        Played first = new Played(RoundBody.newBot("first"), 21);
        Played second = new Played(RoundBody.newBot("second"), 22);
        first.log(api, 80);
        second.log(api, 40);
        try (OpenPage open =
                OpenPage.at(server, "#/compare?of=session:" + first.bot() + "/s1&of=bot:" + second.bot())) {
            check(
                    open,
                    0,
                    first,
                    api.get("/sessions/s1/risk?bot_id=" + first.bot()).json());
            check(open, 1, second, api.get("/bots/" + second.bot() + "/risk").json());
            assertThat(open.find(".chart canvas")).hasCount(1);
            open.assertQuiet();
        }
    }

    @Test
    void itIsPutTogetherByHandAndTheAddressKeepsIt() {
        String strategy = ApiClient.unique("strategy");
        String bot = RoundBody.newBot("hand");
        api.log(RoundBody.win(bot, 1).with("strategy_name", strategy).with("running_balance_before", "100"));
        try (OpenPage open = OpenPage.at(server, "#/compare")) {
            assertThat(open.find(".message.empty")).containsText("Nothing to compare yet");

            open.find("select").selectOption("strategy:" + strategy);
            assertThat(open.find("ul.chosen li")).containsText("strategy " + strategy);
            open.find("select").selectOption("bot:" + bot);
            assertThat(open.find("ul.chosen li")).hasCount(2);
            open.page().reload();
            assertThat(open.find("ul.chosen li")).hasCount(2);
            assertThat(cell(open, "Growth", 0)).hasText("▲\u00a0+3.30\u202f%");

            open.find("button[aria-label='Remove bot " + bot + "']").click();
            assertThat(open.find("ul.chosen li")).hasCount(1);
            open.assertQuiet();
        }
    }

    @Test
    void whatIsUnknownIsNamedBesideTheRest() {
        Played known = new Played(RoundBody.newBot("known"), 23);
        known.log(api, 5);
        try (OpenPage open = OpenPage.at(server, "#/compare?of=bot:" + known.bot() + "&of=bot:nobody-of-this-name")) {
            assertThat(open.find("ul.chosen")).containsText("bot nobody-of-this-name: There is no such bot.");
            assertThat(cell(open, "Rounds", 0)).hasText("5");
        }
    }

    private static void check(OpenPage open, int column, Played bot, JsonNode risk) {
        assertThat(cell(open, "Rounds", column)).hasText(Shown.whole(bot.rounds()));
        assertThat(cell(open, "Profit", column)).hasText(Shown.signed(bot.profit()));
        assertThat(cell(open, "Growth", column))
                .hasText(Shown.signedPercent(bot.profit().movePointLeft(1)));
        assertThat(cell(open, "Max drawdown", column)).hasText(Shown.decimal(bot.drawdown()));
        assertThat(cell(open, "Expectancy a round", column))
                .hasText(Shown.signed(risk.get("expectancy").decimalValue()));
        assertThat(cell(open, "Luck alone does as well, p", column))
                .hasText(String.format("%.4f", risk.at("/luck/probability").asDouble()));
        assertThat(cell(open, "The same at stakes of 1", column))
                .hasText(String.format(
                        "%.4f", risk.at("/luck/at_unit_stakes/probability").asDouble()));
        assertThat(cell(open, "Win rate", column))
                .hasText(Shown.percent(new BigDecimal(100.0 * bot.wins() / bot.rounds())));
        assertThat(cell(open, "Currency", column)).hasText("USD");
        assertThat(cell(open, "± 95%", column))
                .hasText(Shown.decimal(new BigDecimal(1.96
                        * risk.get("volatility").asDouble()
                        / Math.sqrt(risk.get("played").asInt()))));
        assertThat(cell(open, "Profit factor", column))
                .hasText(Shown.decimal(risk.get("profit_factor").decimalValue()));
        assertThat(cell(open, "Volatility a round", column))
                .hasText(Shown.decimal(risk.get("volatility").decimalValue()));
        assertThat(cell(open, "Longest losing streak", column))
                .hasText(risk.at("/streaks/longest_losses").asText());
        assertThat(cell(open, "Expected of that", column))
                .hasText(String.format(
                        "%.1f", risk.at("/streaks/expected_longest_losses").asDouble()));
        assertThat(curve(open, column))
                .isEqualTo(Stream.concat(Stream.of(BigDecimal.ZERO), bot.curve().stream())
                        .map(profit -> 100 + profit.doubleValue() / 10)
                        .toList());
    }

    @SuppressWarnings("unchecked")
    private static List<Double> curve(OpenPage open, int index) {
        List<Number> found =
                (List<Number>) open.run("echarts.getInstanceByDom(document.querySelector('.chart')).getOption().series["
                        + index + "].data.map((point) => point[1])");
        return found.stream().map(Number::doubleValue).toList();
    }

    @Test
    void itFollowsTheRoundsOfWhatIsCompared() {
        Played bot = new Played(RoundBody.newBot("followed"), 24);
        bot.log(api, 30);
        String other = RoundBody.newBot("stranger");
        api.log(RoundBody.win(other, 1));
        try (OpenPage open = OpenPage.at(
                        server, "#/compare?of=session:" + bot.bot() + "/s1&of=strategy:nobody-plays-so")
                .live()) {
            assertThat(cell(open, "Rounds", 0)).hasText("30");
            api.log(RoundBody.win(other, 2));
            open.find("select").focus();

            bot.log(api, 12);

            assertThat(open.find(".refresh")).containsText("; 12 rounds since");
            assertThat(cell(open, "Rounds", 0)).hasText("42");
            assertThat(cell(open, "Profit", 0)).hasText(Shown.signed(bot.profit()));
            assertThat(open.find("select")).isFocused();
            bot.log(api, 3);
            open.find(".refresh button").click();
            assertThat(cell(open, "Rounds", 0)).hasText("45");
        }
    }

    private static Locator cell(OpenPage open, String row, int column) {
        return open.find("tbody tr")
                .filter(new Locator.FilterOptions()
                        .setHas(open.page()
                                .getByRole(
                                        com.microsoft.playwright.options.AriaRole.ROWHEADER,
                                        new com.microsoft.playwright.Page.GetByRoleOptions()
                                                .setName(row)
                                                .setExact(true))))
                .locator("td")
                .nth(column);
    }
}
