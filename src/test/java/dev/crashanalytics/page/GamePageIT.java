package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
            assertThat(open.find("[data-verdict]")).containsText("look like those of a fair game");
            assertThat(open.find("[data-verdict]")).containsText("n = " + Shown.whole(4_000));
            for (int i = 0; i < fairness.get("survival").size(); i++) {
                BigDecimal reached = fairness.at("/survival/" + i + "/p").decimalValue();
                BigDecimal edge = fairness.at("/house_edge/" + i + "/estimate").decimalValue();
                var row = open.find("[data-table=survival] tbody tr").nth(i);
                assertThat(row.locator("td").nth(0)).hasText(Shown.decimal(reached.movePointRight(2)));
                assertThat(row.locator("td").nth(3)).hasText(Shown.decimal(edge.movePointRight(2)));
            }
            assertThat(open.find(".chart canvas")).hasCount(3);
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

    private void watch(String game, int rounds, double edge, long seed) {
        api.put("/platforms/" + game + "/home", "{\"house_edge_percent\": 3.5}").expect(201);
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
