package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The overview in a browser: live, figure by figure, sorted and filtered by keyboard. */
class OverviewPageIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.of(server);

    @Test
    void roundsAppearAsTheyArriveWithoutAReload() {
        Played bot = new Played(RoundBody.newBot("live"), 1);
        bot.log(api, 3);
        try (OpenPage open = OpenPage.at(server, "#/?text=" + bot.bot()).live()) {
            assertThat(open.row(bot.bot())).hasCount(1);
            open.run("window.isStillHere = true");

            bot.log(api, 40);

            check(open, bot);
            assertThat(open.run("window.isStillHere")).isEqualTo(true);
            open.assertQuiet();
        }
    }

    @Test
    void aSessionThatOpensWhileTheOverviewIsOpenAppears() {
        String bot = RoundBody.newBot("new");
        try (OpenPage open = OpenPage.at(server, "#/?text=" + bot).live()) {
            assertThat(open.row(bot)).hasCount(0);

            Played played = new Played(bot, 2);
            played.log(api, 25);

            assertThat(open.row(bot)).hasCount(1);
            check(open, played);
            open.assertQuiet();
        }
    }

    /** The answer may be of a later moment than the last event that has come: what comes then is in it already. */
    @Test
    void aRoundCountsOnceInADrawdownWhicheverTellsItFirst() {
        try (OpenPage open = OpenPage.at(server, "#/").live()) {
            Object depths = open.run("""
                    async () => {
                        const { OverviewStore } = await import('/page/store.js');
                        const store = new OverviewStore();
                        const id = { bot_id: 'b', session_id: 's' };
                        const lose = (round, offset) => store.apply({ name: 'round', offset, data: {
                            ...id, round_number: round, profit_loss_amount: -10, stake_value: 10, currency: 'USD',
                            round_outcome: 'LOSS' } });
                        const depth = () => [...store.rows.values()][0].drawdown.depth;
                        store.apply({ name: 'session_started', offset: 1, data: { ...id, status: 'active' } });
                        lose(1, 2);
                        store.loadDrawdowns({ offset: 3, items: [{ ...id, profit: -20, peak: 0, depth: 20 }] });
                        const answered = depth();
                        lose(2, 3);
                        const known = depth();
                        lose(3, 4);
                        return [answered, known, depth()];
                    }
                    """);

            assertThat(depths).isEqualTo(List.of(20, 20, 30));
        }
    }

    @Test
    void aLateRoundCorrectsWhatDependsOnTheOrder() {
        String bot = RoundBody.newBot("late");
        api.log(RoundBody.win(bot, 1));
        api.log(RoundBody.win(bot, 3));
        try (OpenPage open = OpenPage.at(server, "#/?text=" + bot).live()) {
            assertThat(cell(open, bot, "streak")).hasText("W2");

            api.log(RoundBody.loss(bot, 2));

            assertThat(cell(open, bot, "streak")).hasText("W1");
            assertThat(cell(open, bot, "drawdown")).hasText("10.00");
        }
    }

    @Test
    void severalCurrenciesAreNeverAddedUp() {
        String bot = RoundBody.newBot("money");
        api.log(RoundBody.win(bot, 1).with("currency", "EUR"));
        api.log(RoundBody.loss(bot, 2).with("currency", "USD"));
        try (OpenPage open = OpenPage.at(server, "#/?text=" + bot).live()) {
            assertThat(cell(open, bot, "profit")).hasText("several");
            assertThat(open.figure("profit")).hasText("▲\u00a0+3.30 EUR · ▼\u00a0−10.00 USD");
        }
    }

    @Test
    void rowsKeepTheirPlaceWhileFiguresChange() {
        String name = RoundBody.newBot("place");
        for (String suffix : List.of("a", "b", "c")) {
            api.log(RoundBody.win(name + suffix, 1));
        }
        try (OpenPage open = OpenPage.at(server, "#/?sort=profit&direction=descending&text=" + name)
                .live()) {
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "a", name + "b", name + "c"});

            api.log(RoundBody.win(name + "c", 2));
            assertThat(cell(open, name + "c", "profit")).containsText("6.60");

            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "a", name + "b", name + "c"});
        }
    }

    @Test
    void anAddressThatSortsByNoColumnKeepsTheUsualOrder() {
        String name = RoundBody.newBot("unordered");
        api.log(RoundBody.win(name, 1));
        for (String sort : List.of("nothing", "toString")) {
            try (OpenPage open = OpenPage.at(server, "#/?sort=" + sort + "&text=" + name)) {
                assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name});
                open.assertQuiet();
            }
        }
    }

    @Test
    void filteringSortingAndOpeningByKeyboardAlone() {
        String name = RoundBody.newBot("keys");
        api.log(RoundBody.win(name + "a", 1));
        api.log(RoundBody.loss(name + "b", 1));
        try (OpenPage open = OpenPage.at(server, "#/").live()) {
            assertThat(open.find("table.sessions tbody tr").first()).isVisible();
            open.page().keyboard().press("/");
            assertThat(open.find("#filter")).isFocused();
            open.page().keyboard().type(name);
            assertThat(open.find("table.sessions tbody tr")).hasCount(2);

            // Four selects, the order and its direction, then the headers seen at this width, State first, Profit
            // sixth.
            for (int i = 0; i < 4 + 2 + 6; i++) {
                open.page().keyboard().press("Tab");
            }
            open.page().keyboard().press("Enter");
            assertThat(open.find("th.profit[aria-sort]").first()).hasAttribute("aria-sort", "descending");
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "a", name + "b"});
            open.page().keyboard().press("Enter");
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "b", name + "a"});

            // What was chosen survives a reload.
            open.page().reload();
            assertThat(open.find("#filter")).hasValue(name);
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "b", name + "a"});
            open.find("table.sessions tbody a").first().focus();
            open.page().keyboard().press("ArrowDown");
            assertThat(open.find("table.sessions tbody a").nth(1)).isFocused();
            open.page().keyboard().press("Enter");
            assertThat(open.find("h1")).containsText(name + "a");
            open.assertQuiet();
        }
    }

    @Test
    void everyColumnSorts() {
        String name = RoundBody.newBot("columns");
        Played first = new Played(name + "a", 71);
        Played second = new Played(name + "b", 72);
        first.log(api, 20);
        second.log(api, 20);
        boolean ahead = first.profit().compareTo(second.profit()) > 0;
        boolean crashed = first.lastTen().get(9).compareTo(second.lastTen().get(9)) > 0;
        try (OpenPage open =
                OpenPage.at(server, "#/?text=" + name, ColorScheme.LIGHT, 1440).live()) {
            assertThat(open.find("table.sessions thead button")).hasCount(13);
            for (int i = 0; i < 13; i++) {
                Locator header = open.find("table.sessions thead th").nth(i);
                header.locator("button").click();
                assertThat(header).hasAttribute("aria-sort", Pattern.compile("ascending|descending"));
                assertThat(open.find("th[aria-sort]")).hasCount(1);
            }
            assertThat((Integer) open.run("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(1_440);
            open.find("thead .trend button").click();
            assertThat(open.find("table.sessions tbody a").first()).hasText(name + (ahead ? "a" : "b"));
            open.find("thead .latest button").click();
            assertThat(open.find("table.sessions tbody a").first()).hasText(name + (crashed ? "a" : "b"));
            open.assertQuiet();
        }
    }

    @Test
    void cardsAreSortedByAControlOfTheirOwn() {
        String name = RoundBody.newBot("cards");
        api.log(RoundBody.loss(name + "a", 1));
        api.log(RoundBody.win(name + "b", 1));
        try (OpenPage open = OpenPage.at(server, "#/?text=" + name, ColorScheme.DARK, OpenPage.PHONE)
                .live()) {
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "a", name + "b"});

            open.find("select[aria-label='Sort by']").selectOption("drawdown");
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "a", name + "b"});
            open.find("select[aria-label='Sort by']").selectOption("winrate");
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "b", name + "a"});
            // The card says what it is sorted by.
            assertThat(cell(open, name + "b", "winrate")).isVisible();
            assertThat(cell(open, name + "b", "winrate")).hasText("100.00\u202f%");
            assertThat(cell(open, name + "b", "drawdown")).isHidden();
            open.find(".sorter button").click();
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "a", name + "b"});

            open.page().reload();
            assertThat(open.find("select[aria-label='Sort by']")).hasValue("winrate");
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "a", name + "b"});
            // After the control comes the first card: headers that nobody sees are no stops.
            open.find(".sorter button").focus();
            open.page().keyboard().press("Tab");
            assertThat(open.find("table.sessions tbody a").first()).isFocused();
            open.assertQuiet();
        }
    }

    @Test
    void aHiddenTabDrawsNothingAndCatchesUp() {
        Played bot = new Played(RoundBody.newBot("hidden"), 73);
        bot.log(api, 10);
        String address = "#/?text=" + bot.bot();
        try (OpenPage open = OpenPage.at(server, address).live();
                OpenPage seen = OpenPage.at(server, address).live()) {
            assertThat(cell(open, bot.bot(), "profit")).hasText(Shown.signed(bot.profit()));
            String before = cell(open, bot.bot(), "balance").textContent();
            hide(open, true);

            bot.log(api, 7);

            assertThat(seen.note("winrate")).containsText("n = 17");
            assertThat(cell(open, bot.bot(), "balance")).hasText(before);
            assertThat(open.note("winrate")).containsText("n = 10");
            hide(open, false);
            check(open, bot);
        }
    }

    private static void hide(OpenPage open, boolean isHidden) {
        open.run("Object.defineProperty(document, 'hidden', { configurable: true, get: () => " + isHidden
                + " }); document.dispatchEvent(new Event('visibilitychange'))");
    }

    @Test
    void theSelectsFilterByWhatThereIs() {
        String name = RoundBody.newBot("select");
        api.log(RoundBody.win(name + "a", 1).with("strategy_name", name));
        api.log(RoundBody.win(name + "b", 1));
        try (OpenPage open = OpenPage.at(server, "#/?text=" + name).live()) {
            assertThat(open.find("table.sessions tbody tr")).hasCount(2);

            open.find("select[data-name=strategy]").selectOption(name);
            assertThat(open.find("table.sessions tbody a")).hasText(new String[] {name + "a"});

            open.find("select[data-name=state]").selectOption("active");
            open.find("#filter").fill("nothing is called so");
            assertThat(open.find(".message.empty")).containsText("No session passes the filters");
            open.find("text=Show all").click();
            assertThat(open.row(name + "b")).hasCount(1);
        }
    }

    private void check(OpenPage open, Played bot) {
        BigDecimal roi = bot.profit()
                .multiply(new BigDecimal(100))
                .divide(new BigDecimal(10 * bot.rounds()), 10, RoundingMode.HALF_EVEN);
        BigDecimal rate =
                new BigDecimal(100 * bot.wins()).divide(new BigDecimal(bot.rounds()), 10, RoundingMode.HALF_EVEN);
        String name = bot.bot();
        assertThat(cell(open, name, "balance")).hasText(Shown.decimal(bot.balance()));
        assertThat(cell(open, name, "profit")).hasText(Shown.signed(bot.profit()));
        assertThat(cell(open, name, "roi")).hasText(Shown.signedPercent(roi));
        assertThat(cell(open, name, "winrate")).hasText(Shown.percent(rate));
        assertThat(cell(open, name, "streak")).hasText(bot.streak());
        assertThat(cell(open, name, "drawdown")).hasText(Shown.decimal(bot.drawdown()));
        assertThat(open.row(name).locator(".chip:not(:empty)"))
                .hasText(bot.lastTen().stream().map(Shown::decimal).toArray(String[]::new));
        assertThat(open.figure("profit")).hasText(Shown.signed(bot.profit()) + " USD");
        assertThat(open.figure("winrate")).hasText(Shown.percent(rate));
        assertThat(open.note("winrate")).containsText("n = " + bot.rounds());
        assertThat(cell(open, name, "game")).containsText("aviatordafabet");
        assertThat(cell(open, name, "strategy")).hasText("two");
    }

    private static Locator cell(OpenPage open, String bot, String column) {
        return open.row(bot).locator("." + column);
    }
}
