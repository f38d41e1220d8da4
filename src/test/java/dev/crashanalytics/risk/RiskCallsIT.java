package dev.crashanalytics.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Risk calls by example: figures worked out by hand, and everything a caller can get wrong. */
class RiskCallsIT {

    private static final String DAY = "2026-02-03T00:00:%02dZ";

    private final ApiClient api = ApiClient.shared();

    @Test
    void whatIsUnknownIsNotFound() {
        String unknown = ApiClient.unique("unknown");
        String bot = RoundBody.newBot("risk-other");
        api.log(RoundBody.win(bot, 1));

        api.get("/bots/" + unknown + "/risk").problem(404, "bot_not_found");
        api.get("/sessions/" + unknown + "/risk").problem(404, "session_not_found");
        api.get("/sessions/" + "s".repeat(101) + "/risk").problem(404, "session_not_found");
        api.get("/sessions/" + RoundBody.SESSION + "/risk?bot_id=" + unknown).problem(404, "session_not_found");
        api.get("/strategies/" + unknown + "/risk").problem(404, "strategy_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bots/{bot}/risk", "/sessions/s1/risk?bot_id={bot}", "/strategies/custom/risk"})
    void badParametersAreRefusedByName(String path) {
        String bot = RoundBody.newBot("risk-bad");
        api.log(RoundBody.win(bot, 1));
        String call = path.replace("{bot}", bot) + (path.contains("?") ? "&" : "?");

        api.get(call + "from=yesterday").invalid("from");
        api.get(call + "to=2026-13-01").invalid("to");
        api.get(call + "from=2026-02-03&to=2026-02-01").problem(422, "invalid");
        api.get(call + "currency=dollars-of-gold").invalid("currency");
        api.get(call + "platform_code=here").invalid("platform_code");
        api.get(call + "limit=5").invalid("limit");
    }

    @Test
    void aBotWithoutRoundsHasZerosAndNulls() {
        String bot = RoundBody.newBot("risk-idle");
        api.post("/bots", RoundBody.empty().with("bot_id", bot)).expect(201);

        JsonNode risk = api.get("/bots/" + bot + "/risk").expect(200).json();

        ExpectedRisk.of(List.of(), round -> null).compare(bot, risk, true, null);
        assertThat(risk.get("bot_id").asText()).isEqualTo(bot);
        assertThat(risk.get("net_profit").decimalValue()).isZero();
        assertThat(risk.has("by_currency")).isFalse();
        assertThat(risk.at("/luck/bets").asInt()).isZero();
        assertThat(risk.at("/luck/profit").decimalValue()).isZero();
        assertThat(risk.at("/luck/probability").isNull()).isTrue();
    }

    @Test
    void aSessionWithoutRoundsHasZerosAndNulls() {
        String bot = RoundBody.newBot("risk-idle");
        api.post(
                        "/sessions",
                        RoundBody.empty()
                                .with("bot_id", bot)
                                .with("session_id", "idle")
                                .with("game_name", "aviator"))
                .expect(201);

        JsonNode risk = api.get("/sessions/idle/risk?bot_id=" + bot).expect(200).json();

        ExpectedRisk.of(List.of(), round -> null).compare(bot, risk, true, null);
        assertThat(risk.get("session_id").asText()).isEqualTo("idle");
        assertThat(risk.get("bot_id").asText()).isEqualTo(bot);
    }

    /** Ten bets of 1 at 2.00 without an edge: seven wins or more, 176 of the 1,024 outcomes. */
    @Test
    void ofBetsThatAreAlike() {
        String bot = RoundBody.newBot("risk-flat");
        String game = fairGame();
        for (int i = 1; i <= 10; i++) {
            api.log(bet(bot, game, i, "1.00", i <= 7 ? "2.00" : null).with("target_multiplier", "2.00"));
        }

        JsonNode risk = api.get("/bots/" + bot + "/risk").expect(200).json();

        JsonNode luck = risk.get("luck");
        assertThat(luck.get("method").asText()).isEqualTo("exact_binomial");
        assertThat(luck.get("probability").asDouble()).isCloseTo(0.171875, within(1e-9));
        assertThat(luck.at("/at_unit_stakes/method").asText()).isEqualTo("exact_binomial");
        assertThat(luck.at("/at_unit_stakes/probability").asDouble()).isCloseTo(0.171875, within(1e-9));
        assertThat(luck.get("bets").asInt()).isEqualTo(10);
        assertThat(luck.get("bets_left_out").asInt()).isZero();
        assertThat(luck.get("assumed_target").isNull()).isTrue();
        assertThat(risk.get("house_edge_percent").decimalValue()).isZero();
        assertThat(risk.at("/expected_value/3/win_probability").asDouble()).isEqualTo(0.5);
        assertThat(risk.at("/streaks/longest_wins").asInt()).isEqualTo(7);
        assertThat(risk.at("/streaks/current_losses").asInt()).isEqualTo(3);
        figure(risk, "/net_profit", "4");
        figure(risk, "/profit_factor", "2.3333333333");
        figure(risk, "/expectancy", "0.4");
        figure(risk, "/max_drawdown/depth", "3");
        figure(risk, "/max_drawdown/seconds", "3");
        assertThat(risk.at("/max_drawdown/percent").isNull()).isTrue();
    }

    /** The same bets by a bot that says nowhere that it aims at 2.00. */
    @Test
    void aTargetNobodyStatesIsTheMeanCashOut() {
        String bot = RoundBody.newBot("risk-guide");
        String game = fairGame();
        for (int i = 1; i <= 10; i++) {
            String cashout = i > 7 ? null : i == 1 ? "1.90" : i == 2 ? "2.10" : "2.00";
            api.log(bet(bot, game, i, "1.00", cashout));
        }

        JsonNode luck = api.get("/bots/" + bot + "/risk").expect(200).get("luck");

        figure(luck, "/assumed_target", "2");
        assertThat(luck.get("bets_with_assumed_target").asInt()).isEqualTo(10);
        assertThat(luck.get("method").asText()).isEqualTo("exact_binomial");
        assertThat(luck.get("probability").asDouble()).isCloseTo(0.171875, within(1e-9));
    }

    /** Thirds are not decimals: seven wins must not look like eight, however their cash-outs are rounded. */
    @Test
    void aMeanThatIsNoDecimalCountsTheSameWins() {
        String bot = RoundBody.newBot("risk-thirds");
        String game = fairGame();
        for (int i = 1; i <= 10; i++) {
            api.log(bet(bot, game, i, "3.00", i > 7 ? null : i % 3 == 0 ? "2.01" : "2.00"));
        }

        JsonNode luck = api.get("/bots/" + bot + "/risk").expect(200).get("luck");

        // 7 of 10 at a probability of 1 / 2.002857...
        double p = 7 / (5 * 2.00 + 2 * 2.01);
        double atLeast = 0;
        for (int k = 7; k <= 10; k++) {
            atLeast += choose(10, k) * Math.pow(p, k) * Math.pow(1 - p, 10 - k);
        }
        assertThat(luck.get("probability").asDouble()).isCloseTo(atLeast, within(1e-6));
        assertThat(luck.at("/at_unit_stakes/probability").asDouble()).isCloseTo(atLeast, within(1e-6));
    }

    private static double choose(int n, int k) {
        double result = 1;
        for (int i = 1; i <= k; i++) {
            result = result * (n - k + i) / i;
        }
        return result;
    }

    /** Doubled after each loss: 1, 2, 4 won, 1, 2 won, 1 lost, at 2.00. By enumeration of the 64 outcomes. */
    @Test
    void aMartingaleIsSeenAtUnitStakesToo() {
        String bot = RoundBody.newBot("risk-martingale");
        String game = fairGame();
        int[] stakes = {1, 2, 4, 1, 2, 1};
        boolean[] wins = {false, false, true, false, true, false};
        for (int i = 0; i < stakes.length; i++) {
            api.log(bet(bot, game, i + 1, stakes[i] + ".00", wins[i] ? "2.00" : null)
                    .with("target_multiplier", "2.00"));
        }

        JsonNode luck = api.get("/bots/" + bot + "/risk").expect(200).get("luck");

        int better = 0;
        for (int outcome = 0; outcome < 64; outcome++) {
            int profit = 0;
            for (int i = 0; i < stakes.length; i++) {
                profit += (outcome >> i & 1) == 1 ? stakes[i] : -stakes[i];
            }
            better += profit >= 1 ? 1 : 0;
        }
        figure(luck, "/profit", "1");
        assertThat(luck.get("method").asText()).isEqualTo("exact_convolution");
        assertThat(luck.get("probability").asDouble()).isCloseTo(better / 64.0, within(1e-9));
        // Two wins or more of six: 57 of 64.
        figure(luck, "/at_unit_stakes/profit", "-2");
        assertThat(luck.at("/at_unit_stakes/method").asText()).isEqualTo("exact_binomial");
        assertThat(luck.at("/at_unit_stakes/probability").asDouble()).isCloseTo(57 / 64.0, within(1e-9));
    }

    @Test
    void whatIsNoBetStaysOutAndIsCounted() {
        String bot = RoundBody.newBot("risk-left-out");
        String game = fairGame();
        String unstated = ApiClient.unique("unstated");
        api.put("/platforms/" + unstated + "/here", "{}").expect(201);
        api.log(RoundBody.skip(bot, 1).with("game_name", game).with("platform_code", "here"));
        api.log(bet(bot, game, 2, "1.00", null).with("target_multiplier", "1.00"));
        api.log(bet(bot, game, 3, "1.00", null));
        api.log(bet(bot, game, 4, "1.00", null).with("target_multiplier", "3.00"));
        api.log(bet(bot, unstated, 5, "1.00", null).with("session_id", "s2").with("target_multiplier", "3.00"));
        api.log(RoundBody.skip(bot, 6).with("session_id", "s3"));

        JsonNode risk = api.get("/bots/" + bot + "/risk").expect(200).json();

        assertThat(risk.get("rounds").asInt()).isEqualTo(6);
        assertThat(risk.get("played").asInt()).isEqualTo(4);
        JsonNode luck = risk.get("luck");
        assertThat(luck.get("bets").asInt()).isEqualTo(1);
        assertThat(luck.get("bets_left_out").asInt()).isEqualTo(3);
        assertThat(luck.get("without_target").asInt()).isEqualTo(2);
        assertThat(luck.get("without_edge").asInt()).isEqualTo(1);
        assertThat(luck.get("probability").asDouble()).isEqualTo(1);
        assertThat(risk.get("house_edge_percent").isNull()).isTrue();
        assertThat(risk.at("/expected_value/0/expected").isNull()).isTrue();
    }

    /** 100 to begin with, up to 110, down to 90, back at 120; seen from the second bet on nobody knows the balance. */
    @Test
    void aSessionKnowsItsBalance() {
        String bot = RoundBody.newBot("risk-balance");
        String game = fairGame();
        api.post(
                        "/sessions",
                        RoundBody.empty()
                                .with("bot_id", bot)
                                .with("session_id", RoundBody.SESSION)
                                .with("game_name", game)
                                .with("start_time", DAY.formatted(0))
                                .with("initial_balance", "100"))
                .expect(201);
        String[] cashouts = {"2.00", null, null, "4.00"};
        for (int i = 0; i < cashouts.length; i++) {
            api.log(bet(bot, game, i + 1, "10.00", cashouts[i]));
        }
        String call = "/sessions/" + RoundBody.SESSION + "/risk?bot_id=" + bot;

        JsonNode risk = api.get(call).expect(200).json();

        figure(risk, "/max_drawdown/depth", "20");
        figure(risk, "/max_drawdown/percent", "18.1818181818");
        assertThat(risk.at("/max_drawdown/recovered").asBoolean()).isTrue();
        assertThat(risk.at("/max_drawdown/peak_at").asText()).isEqualTo(DAY.formatted(1));
        assertThat(risk.at("/max_drawdown/trough_at").asText()).isEqualTo(DAY.formatted(3));
        assertThat(risk.at("/max_drawdown/recovered_at").asText()).isEqualTo(DAY.formatted(4));
        assertThat(risk.at("/max_drawdown/rounds").asInt()).isEqualTo(3);
        assertThat(risk.at("/max_drawdown/rounds_to_trough").asInt()).isEqualTo(2);
        figure(risk, "/max_drawdown/seconds", "3");
        JsonNode later = api.get(call + "&from=" + DAY.formatted(2)).expect(200).json();
        figure(later, "/max_drawdown/depth", "20");
        assertThat(later.at("/max_drawdown/percent").isNull()).isTrue();
        assertThat(later.at("/max_drawdown/peak_at").asText()).isEqualTo(DAY.formatted(2));
        assertThat(api.get("/sessions/" + RoundBody.SESSION + "/risk?bot_id=" + bot + "&currency=EUR")
                        .expect(200)
                        .get("rounds")
                        .asInt())
                .isZero();
    }

    /** A clock that was set, or a start that was stated wrongly: the rounds count all the same. */
    @Test
    void roundsBeforeTheStatedStartOfTheirSessionCount() {
        String bot = RoundBody.newBot("risk-early");
        String game = fairGame();
        api.post(
                        "/sessions",
                        RoundBody.empty()
                                .with("bot_id", bot)
                                .with("session_id", RoundBody.SESSION)
                                .with("game_name", game)
                                .with("start_time", "2026-02-09T12:00:00Z"))
                .expect(201);
        api.log(bet(bot, game, 1, "1.00", null));
        api.log(bet(bot, game, 2, "1.00", null).with("round_start_timestamp", "2026-02-09T13:00:00Z"));
        String call = "/sessions/" + RoundBody.SESSION + "/risk?bot_id=" + bot;

        assertThat(api.get(call).expect(200).get("rounds").asInt()).isEqualTo(2);
        assertThat(api.get(call + "&from=2026-02-01").expect(200).get("rounds").asInt())
                .isEqualTo(2);
        assertThat(api.get(call + "&from=2026-02-09").expect(200).get("rounds").asInt())
                .isEqualTo(1);
        assertThat(api.get(call + "&to=2026-02-09").expect(200).get("rounds").asInt())
                .isEqualTo(1);
    }

    /** Sessions of one name: the one created last, unless the bot is named. */
    @Test
    void theSessionCreatedLastIsMeant() {
        String session = ApiClient.unique("twice");
        List<String> bots = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            String bot = RoundBody.newBot("risk-twice");
            bots.add(bot);
            for (int round = 1; round <= i; round++) {
                api.log(RoundBody.win(bot, round).with("session_id", session));
            }
        }

        JsonNode last = api.get("/sessions/" + session + "/risk").expect(200).json();
        JsonNode first = api.get("/sessions/" + session + "/risk?bot_id=" + bots.get(0))
                .expect(200)
                .json();

        assertThat(last.get("bot_id").asText()).isEqualTo(bots.get(1));
        assertThat(last.get("rounds").asInt()).isEqualTo(2);
        assertThat(first.get("bot_id").asText()).isEqualTo(bots.get(0));
        assertThat(first.get("rounds").asInt()).isEqualTo(1);
    }

    /** A game of one platform that states no edge for the house, so that 2.00 is a coin toss. */
    private String fairGame() {
        String game = ApiClient.unique("fair");
        api.put("/platforms/" + game + "/here", "{\"house_edge_percent\": 0}").expect(201);
        return game;
    }

    /** A bet, at a second of its number; lost without a cash-out. */
    private static RoundBody bet(String bot, String game, int number, String stake, String cashout) {
        RoundBody round = RoundBody.key(bot, number)
                .with("game_name", game)
                .with("platform_code", "here")
                .with("round_start_timestamp", DAY.formatted(number))
                .with("stake_value", stake)
                .with("round_outcome", cashout == null ? "LOSS" : "WIN");
        return cashout == null ? round : round.with("cashout_multiplier", cashout);
    }

    private static void figure(JsonNode shown, String pointer, String expected) {
        assertThat(shown.at(pointer).decimalValue()).as(pointer).isEqualByComparingTo(new BigDecimal(expected));
    }
}
