package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractBigDecimalAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Thousands of random rounds, sent with everything that goes wrong on the way, against figures worked out here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatisticsIT {

    private static final int BOTS = 4;
    private static final int ROUNDS_OF_A_BOT = 900;

    private final ApiClient api = ApiClient.shared();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RandomHistory history = new RandomHistory(seed, BOTS, ROUNDS_OF_A_BOT);
    private final List<Span> spans = Span.of(random, 15);

    @BeforeAll
    void send() {
        System.out.println("StatisticsIT seed " + seed);
        history.platforms().forEach(platform -> api.put(platform, "{}").expect(201));
        history.sendTo(CrashServer.shared());
    }

    @Test
    void botStatistics() {
        for (Span span : spans) {
            for (int i = 0; i < BOTS; i++) {
                String bot = history.bot(i);
                check("/bots/" + bot + "/statistics", span, round -> round.bot().equals(bot));
            }
        }
    }

    @Test
    void strategyPerformance() {
        for (Span span : spans) {
            String strategy = history.strategy(span.hashCode() & 1);
            check(
                    "/strategies/" + strategy + "/performance",
                    span,
                    round -> round.strategy().equals(strategy));
        }
    }

    @Test
    void gameStatistics() {
        for (Span span : spans) {
            String game = history.game(0);
            JsonNode all = check(
                    "/games/" + game + "/statistics",
                    span,
                    round -> round.game().equals(game));
            check(
                    "/games/" + game + "/statistics?platform_code=here",
                    span,
                    round -> round.game().equals(game) && round.platform().equals("here"));

            Map<String, Long> bots = history.rounds(round -> round.game().equals(game) && span.holds(round)).stream()
                    .collect(Collectors.groupingBy(LoggedRound::bot, TreeMap::new, Collectors.counting()));
            Map<String, Long> shown = new HashMap<>();
            all.get("bots")
                    .fields()
                    .forEachRemaining(
                            bot -> shown.put(bot.getKey(), bot.getValue().asLong()));
            assertThat(shown).isEqualTo(bots);
            assertThat(all.get("total_bots").asInt()).isEqualTo(bots.size());
        }
    }

    @Test
    void dailyStatistics() {
        for (Span span : spans) {
            String bot = history.bot(0);
            List<LoggedRound> rounds = history.rounds(round -> round.bot().equals(bot) && span.holds(round));
            Map<String, List<LoggedRound>> days = rounds.stream()
                    .collect(Collectors.groupingBy(
                            round -> round.day() + round.game() + round.currency(), TreeMap::new, Collectors.toList()));

            List<JsonNode> items = pages("/bots/" + bot + "/statistics/daily" + span.query("?"), 3);

            assertThat(items.stream()
                            .map(item -> item.get("report_date").asText()
                                    + item.get("game_name").asText()
                                    + item.get("currency").asText())
                            .toList())
                    .isEqualTo(List.copyOf(days.keySet()));
            int index = 0;
            for (List<LoggedRound> day : days.values()) {
                checkDay(items.get(index++), new Expected(day));
            }
        }
    }

    private void checkDay(JsonNode shown, Expected expected) {
        int rounds = expected.rounds().size();
        assertThat(shown.get("total_rounds").asInt()).isEqualTo(rounds);
        assertThat(shown.get("wins").asLong()).isEqualTo(expected.count("WIN"));
        assertThat(shown.get("losses").asLong()).isEqualTo(expected.count("LOSS"));
        assertThat(shown.get("win_rate").asDouble())
                .isCloseTo((double) expected.count("WIN") / rounds, org.assertj.core.data.Offset.offset(1e-9));
        figure(shown, "total_profit_loss").isEqualByComparingTo(expected.profit());
        figure(shown, "avg_profit_loss").isEqualByComparingTo(expected.meanProfit());
        figure(shown, "min_profit_loss").isEqualByComparingTo(expected.lowest(LoggedRound::profit));
        figure(shown, "max_profit_loss").isEqualByComparingTo(expected.highest(LoggedRound::profit));
        if (rounds == 1) {
            assertThat(shown.get("stddev_profit_loss").isNull()).isTrue();
        } else {
            figure(shown, "stddev_profit_loss")
                    .isCloseTo(expected.deviation(), org.assertj.core.data.Offset.offset(new BigDecimal("1e-9")));
        }
    }

    /** Compares a call's figures, over all currencies and over each. */
    private JsonNode check(String path, Span span, Predicate<LoggedRound> wanted) {
        String call = path + span.query(path.contains("?") ? "&" : "?");
        List<LoggedRound> rounds = history.rounds(wanted.and(span::holds));
        Set<String> currencies =
                rounds.stream().map(LoggedRound::currency).collect(Collectors.toCollection(java.util.TreeSet::new));
        JsonNode shown = api.get(call).expect(200).json();
        compare(call, shown, new Expected(rounds), currencies.size() <= 1);
        assertThat(shown.has("by_currency")).isEqualTo(currencies.size() > 1);
        for (String currency : currencies) {
            Expected part = new Expected(rounds.stream()
                    .filter(round -> round.currency().equals(currency))
                    .toList());
            String separator = call.contains("?") ? "&" : "?";
            compare(
                    call,
                    api.get(call + separator + "currency=" + currency)
                            .expect(200)
                            .json(),
                    part,
                    true);
            if (currencies.size() > 1) {
                compare(call, shown.at("/by_currency/" + currency), part, true);
            }
        }
        return shown;
    }

    private static void compare(String call, JsonNode shown, Expected expected, boolean money) {
        assertThat(shown.get("total_rounds").asInt())
                .as(call)
                .isEqualTo(expected.rounds().size());
        assertThat(shown.get("wins").asLong()).as(call).isEqualTo(expected.count("WIN"));
        assertThat(shown.get("losses").asLong()).as(call).isEqualTo(expected.count("LOSS"));
        assertThat(shown.get("skips").asLong()).as(call).isEqualTo(expected.count("SKIP"));
        assertThat(shown.get("errors").asLong()).as(call).isEqualTo(expected.count("ERROR"));
        figure(shown, "win_rate_percent").as(call).isEqualTo(expected.winRatePercent());
        same(call, shown, "avg_multiplier", expected.meanMultiplier());
        List<BigDecimal> multipliers = expected.multipliers();
        same(call, shown, "min_multiplier", multipliers.isEmpty() ? null : multipliers.get(0));
        same(call, shown, "max_multiplier", multipliers.isEmpty() ? null : multipliers.get(multipliers.size() - 1));
        same(call, shown, "total_stakes", money ? expected.stakes() : null);
        same(call, shown, "total_profit", money ? expected.profit() : null);
        same(call, shown, "avg_profit_per_round", money ? expected.meanProfit() : null);
        same(call, shown, "roi_percent", money ? expected.roiPercent() : null);
        same(call, shown, "largest_win", money ? expected.largestWin() : null);
        same(call, shown, "largest_loss", money ? expected.largestLoss() : null);
    }

    private static void same(String call, JsonNode shown, String key, BigDecimal expected) {
        if (expected == null) {
            assertThat(shown.get(key).isNull()).as(call + " " + key).isTrue();
        } else {
            figure(shown, key).as(call + " " + key).isEqualByComparingTo(expected);
        }
    }

    private static AbstractBigDecimalAssert<?> figure(JsonNode shown, String key) {
        assertThat(shown.get(key).isNumber()).as(key + " of " + shown).isTrue();
        return assertThat(shown.get(key).decimalValue());
    }

    private List<JsonNode> pages(String path, int limit) {
        List<JsonNode> items = new ArrayList<>();
        String next = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        for (String page = next; page != null; ) {
            JsonNode answer = api.get(page).expect(200).json();
            answer.get("items").forEach(items::add);
            page = answer.get("next_cursor").isNull()
                    ? null
                    : next + "&cursor=" + answer.get("next_cursor").asText();
        }
        return items;
    }
}
