package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The view of a game in a browser. */
class GamePageIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.of(server);

    @Test
    void anHonestGameFitsAndEveryFigureIsThatOfTheApi() {
        String game = ApiClient.unique("honest");
        watch(game, 4_000, 0.035, 11);
        JsonNode fairness = api.get("/games/" + game + "/fairness").expect(200).json();
        try (OpenPage open = OpenPage.at(server, "#/games/" + game)) {
            assertThat(open.figure("Rounds")).hasText(Shown.whole(4_000));
            assertThat(open.figure("Median"))
                    .hasText(Shown.multiplier(fairness.get("median").decimalValue()));
            assertThat(open.figure("Stated edge")).hasText("3.50\u202f%");
            assertThat(open.figure("Fitted edge"))
                    .hasText(Shown.percent(
                            fairness.at("/fit/fitted/house_edge").decimalValue().movePointRight(2)));
            assertThat(open.figure("Fit to stated")).hasText(probability(fairness.at("/fit/stated/p_value")));
            assertThat(open.figure("Runs")).hasText(probability(fairness.at("/independence/runs/p_value")));
            assertThat(open.note("Runs"))
                    .containsText(Shown.whole(
                                    fairness.at("/independence/runs/observed").asLong()) + " seen");
            assertThat(open.figure("Lag 1"))
                    .hasText(String.format(
                                    "%.3f",
                                    fairness.at("/independence/lag1/coefficient")
                                            .asDouble())
                            .replace('-', '\u2212'));
            assertThat(open.find("[data-verdict]")).containsText("look like those of a fair game");
            assertThat(open.find("[data-verdict]")).containsText("n = " + Shown.whole(4_000));
            for (int i = 0; i < fairness.get("survival").size(); i++) {
                BigDecimal reached = fairness.at("/survival/" + i + "/p").decimalValue();
                BigDecimal edge = fairness.at("/house_edge/" + i + "/estimate").decimalValue();
                var row = open.find("[data-table=survival] tbody tr").nth(i);
                assertThat(row.locator("td").nth(0)).hasText(Shown.decimal(reached.movePointRight(2)));
                assertThat(row.locator("td").nth(3)).hasText(Shown.decimal(edge.movePointRight(2)));
            }
            for (int i = 0; i < fairness.get("quantiles").size(); i++) {
                JsonNode quantile = fairness.at("/quantiles/" + i);
                var row = open.find("[data-table=quantiles] tbody tr").nth(i);
                assertThat(row.locator("th")).hasText(quantile.get("percent").asInt() + "\u202f%");
                assertThat(row.locator("td").first())
                        .hasText(Shown.multiplier(quantile.get("multiplier").decimalValue()));
            }
            assertThat(open.find(".chart canvas")).hasCount(3);
            assertThat(drawn(open, "histogram", "Rounds", "point"))
                    .isEqualTo(fairness.get("histogram").findValues("rounds").stream()
                            .map(JsonNode::asDouble)
                            .toList());
            assertThat(drawn(open, "survival", "Seen", "point[1]"))
                    .isEqualTo(fairness.get("survival").findValues("p").stream()
                            .map(JsonNode::asDouble)
                            .filter(share -> share > 0)
                            .toList());
            open.assertQuiet();
        }
    }

    @Test
    void aGameThatTakesMoreThanItSaysIsCalledSo() {
        String game = ApiClient.unique("greedy");
        watch(game, 6_000, 0.12, 12);
        try (OpenPage open = OpenPage.at(server, "#/games/" + game)) {
            assertThat(open.find("[data-verdict]")).containsText("do not fit a fair game");
            assertThat(open.find("[data-verdict]")).containsText("does not prove intent");
            assertThat(open.find("[data-chart=edge] .chart-text")).containsText("lies above the stated");
            open.assertQuiet();
        }
    }

    @Test
    void aGameWithoutRoundsSaysSo() {
        String game = ApiClient.unique("silent");
        api.put("/platforms/" + game + "/home", "{}").expect(201);
        try (OpenPage open = OpenPage.at(server, "#/games/" + game)) {
            assertThat(open.find(".message.empty")).containsText("No crash of this game is known yet");
            open.find("select[aria-label=Game]").selectOption("aviator");
            assertThat(open.find("h1")).hasText("aviator");
            open.assertQuiet();
        }
    }

    @Test
    void itFollowsTheRoundsNowAndThenAndTellsHowOldItIs() {
        String game = ApiClient.unique("followed");
        watch(game, 500, 0.035, 13);
        try (OpenPage open = OpenPage.at(server, "#/games/" + game).live()) {
            assertThat(open.figure("Rounds")).hasText("500");
            assertThat(open.find(".refresh")).containsText("As of ");
            open.run("window.isStillHere = true");
            open.find("select[aria-label=Game]").focus();

            watch(game, 100, 0.035, 14);
            assertThat(open.find(".refresh")).containsText("; 100 rounds since");
            assertThat(open.figure("Rounds")).hasText("600");
            watch(game, 100, 0.035, 15);
            assertThat(open.figure("Rounds")).hasText("700");

            assertThat(open.find("select[aria-label=Game]")).isFocused();
            assertThat(open.run("window.isStillHere")).isEqualTo(true);
            @SuppressWarnings("unchecked")
            List<Number> asked = (List<Number>)
                    open.run(
                            "performance.getEntriesByType('resource').filter((one) => one.name.includes('/fairness')).map((one) => one.startTime)");
            assertThat(asked).hasSize(3);
            assertThat(asked.get(2).doubleValue() - asked.get(1).doubleValue()).isGreaterThan(9_900);

            watch(game, 100, 0.035, 16);
            assertThat(open.find(".refresh")).containsText("; 100 rounds since");
            open.find(".refresh button").click();
            assertThat(open.figure("Rounds")).hasText("800");
            open.assertQuiet();
        }
    }

    @Test
    void aRefreshThatFailsLeavesWhatThereIs() {
        String game = ApiClient.unique("kept");
        watch(game, 300, 0.035, 17);
        try (OpenPage open = OpenPage.at(server, "#/games/" + game).live()) {
            assertThat(open.figure("Rounds")).hasText("300");
            open.page().route(Pattern.compile(".*/fairness.*"), route -> route.abort());
            open.find(".refresh button").click();
            assertThat(open.find(".refresh")).containsText("Not refreshed: The server does not answer.");
            assertThat(open.figure("Rounds")).hasText("300");

            open.page().unrouteAll();
            open.find(".refresh button").click();
            assertThat(open.find(".refresh")).not().containsText("Not refreshed");
        }
    }

    private static String probability(JsonNode value) {
        double p = value.asDouble();
        return "p = " + (p < 0.0001 ? "< 0.0001" : p > 0.9999 ? "> 0.9999" : String.format("%.4f", p));
    }

    @SuppressWarnings("unchecked")
    private static List<Double> drawn(OpenPage open, String chart, String series, String value) {
        List<Number> found = (List<Number>) open.run("echarts.getInstanceByDom(document.querySelector('[data-chart="
                + chart
                + "] .chart')).getOption().series.find((one) => one.name === '" + series + "').data.map((point) => "
                + value + ")");
        return found.stream().map(Number::doubleValue).toList();
    }

    private void watch(String game, int rounds, double edge, long seed) {
        api.put("/platforms/" + game + "/home", "{\"house_edge_percent\": 3.5}");
        Random random = new Random(seed);
        List<RoundBody> items = new ArrayList<>();
        String bot = RoundBody.newBot("watcher");
        for (int i = 1; i <= rounds; i++) {
            long cents = Math.max(100, (long) Math.floor(100 * (1 - edge) / (1 - random.nextDouble())));
            items.add(RoundBody.skip(bot, i)
                    .with("game_name", game)
                    .with("platform_code", "home")
                    .with("crash_multiplier", BigDecimal.valueOf(cents, 2)));
        }
        api.batch(items.toArray());
    }
}
