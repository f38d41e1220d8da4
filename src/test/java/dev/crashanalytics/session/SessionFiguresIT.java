package dev.crashanalytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** A session's summary is right at every moment of a live session. */
class SessionFiguresIT {

    private final ApiClient api = ApiClient.shared();

    private JsonNode session(String bot) {
        return api.get("/sessions/s1?bot_id=" + bot).expect(200).json();
    }

    private static void assertMoney(JsonNode figures, String field, String expected) {
        assertThat(figures.get(field).isNull() ? null : figures.get(field).decimalValue())
                .as(field)
                .usingComparator(BigDecimal::compareTo)
                .isEqualTo(new BigDecimal(expected));
    }

    @Test
    void theFiguresFollowEveryRound() {
        String bot = RoundBody.newBot("figures");

        api.log(RoundBody.win(bot, 1).with("running_balance_before", "100"));
        JsonNode first = session(bot);
        assertThat(first.get("total_rounds").asInt()).isEqualTo(1);
        assertMoney(first, "win_rate", "1");
        assertMoney(first, "largest_win", "3.30");
        assertMoney(first, "largest_loss", "0");
        assertMoney(first, "average_win", "3.30");
        assertMoney(first, "roi_percent", "33");

        api.log(RoundBody.loss(bot, 2).with("stake_value", "4"));
        api.log(RoundBody.loss(bot, 3).with("stake_value", "7"));
        api.log(RoundBody.win(bot, 4).with("cashout_multiplier", "2.00"));
        api.log(RoundBody.skip(bot, 5).with("stake_value", "9"));
        api.log(RoundBody.skip(bot, 6).with("round_outcome", "ERROR"));
        JsonNode last = session(bot);

        assertThat(last.get("total_rounds").asInt()).isEqualTo(6);
        assertThat(last.get("winning_rounds").asInt()).isEqualTo(2);
        assertThat(last.get("losing_rounds").asInt()).isEqualTo(2);
        assertMoney(last, "win_rate", "0.3333333333");
        assertMoney(last, "total_profit_loss", "2.30");
        assertMoney(last, "roi_percent", "5.75");
        assertMoney(last, "largest_win", "10");
        assertMoney(last, "largest_loss", "-7");
        assertMoney(last, "average_win", "6.65");
        assertMoney(last, "average_loss", "-5.50");
    }

    @Test
    void aProfitTheBotStatesIsWhatCounts() {
        String bot = RoundBody.newBot("stated");
        api.log(RoundBody.win(bot, 1).with("profit_loss", "-1.25"));

        JsonNode session = session(bot);

        assertThat(session.get("winning_rounds").asInt()).isEqualTo(1);
        assertMoney(session, "total_profit_loss", "-1.25");
    }

    @Test
    void theFinalBalanceIsThatOfTheHighestRoundThatHasOne() {
        String bot = RoundBody.newBot("final");

        // Initial balance and profit, while no round says its balance
        api.post(
                        "/sessions",
                        RoundBody.empty()
                                .with("bot_id", bot)
                                .with("session_id", "s1")
                                .with("game_name", "aviator")
                                .with("initial_balance", "1000"))
                .expect(201);
        api.log(RoundBody.win(bot, 1));
        assertMoney(session(bot), "final_balance", "1003.30");

        // The highest round's, in whatever order they come
        api.log(RoundBody.win(bot, 7).with("running_balance_after", "777"));
        api.log(RoundBody.win(bot, 3).with("running_balance_after", "333"));
        api.log(RoundBody.loss(bot, 9));
        assertMoney(session(bot), "final_balance", "777");

        // The one the bot closed with, whatever comes later
        api.patch("/sessions/s1?bot_id=" + bot, "{\"final_balance\": 5}").expect(200);
        api.log(RoundBody.win(bot, 11).with("running_balance_after", "1111"));
        assertMoney(session(bot), "final_balance", "5");
    }

    @Test
    void withoutAnyBalanceThereIsNone() {
        String bot = RoundBody.newBot("no-balance");
        api.log(RoundBody.win(bot, 1));

        assertThat(session(bot).get("initial_balance").isNull()).isTrue();
        assertThat(session(bot).get("final_balance").isNull()).isTrue();
    }

    @Test
    void theDurationRunsToTheLatestRound() {
        String bot = RoundBody.newBot("duration");
        api.log(RoundBody.win(bot, 2).with("round_start_timestamp", "2026-01-31T12:00:30Z"));
        assertMoney(session(bot), "duration_seconds", "0");

        api.log(RoundBody.win(bot, 3)
                .with("round_start_timestamp", "2026-01-31T12:01:00Z")
                .with("round_end_timestamp", "2026-01-31T12:01:10.5Z"));
        assertMoney(session(bot), "duration_seconds", "40.5");

        api.log(RoundBody.win(bot, 1).with("round_start_timestamp", "2026-01-31T12:00:00Z"));
        assertMoney(session(bot), "duration_seconds", "70.5");
        assertThat(session(bot).get("start_time").asText()).isEqualTo("2026-01-31T12:00:00Z");
    }

    @Test
    void twoBotsUnderOneSessionIdAreTwoSessions() {
        String session = RoundBody.newBot("shared");
        String first = RoundBody.newBot("first");
        String second = RoundBody.newBot("second");
        api.log(RoundBody.win(first, 1).with("session_id", session));
        api.log(RoundBody.loss(second, 1).with("session_id", session));
        api.log(RoundBody.win(first, 2).with("session_id", session));

        // bot_id chooses, else the one created last is meant
        assertThat(api.get("/sessions/" + session + "?bot_id=" + first)
                        .get("total_rounds")
                        .asInt())
                .isEqualTo(2);
        JsonNode latest = api.get("/sessions/" + session).expect(200).json();
        assertThat(latest.get("bot_id").asText()).isEqualTo(second);
        assertThat(latest.get("total_rounds").asInt()).isEqualTo(1);
        assertThat(api.get("/rounds?session_id=" + session).expect(200).get("items"))
                .hasSize(1);

        api.patch("/sessions/" + session, "{\"notes\":\"of the second\"}").expect(200);
        assertThat(Rows.of("SELECT notes FROM session_logs WHERE session_id = ? ORDER BY id", session))
                .extracting(row -> row.get("notes"))
                .containsExactly(null, "of the second");
        api.patch("/sessions/" + session + "?bot_id=" + first, "{\"notes\":\"of the first\"}")
                .expect(200);
        assertThat(api.get("/sessions/" + session + "?bot_id=" + first)
                        .get("notes")
                        .asText())
                .isEqualTo("of the first");
        api.get("/sessions/" + session + "?bot_id=nobody").problem(404, "session_not_found");
    }

    @Test
    void sumsNeverMixCurrencies() {
        String bot = RoundBody.newBot("currencies");
        api.log(RoundBody.win(bot, 1).with("currency", "EUR"));
        assertMoney(session(bot), "total_profit_loss", "3.30");
        assertThat(session(bot).has("by_currency")).isFalse();

        api.log(RoundBody.loss(bot, 2).with("currency", "BRL"));
        api.log(RoundBody.win(bot, 3).with("currency", "EUR"));
        JsonNode mixed = session(bot);

        assertThat(mixed.get("total_rounds").asInt()).isEqualTo(3);
        assertThat(mixed.get("winning_rounds").asInt()).isEqualTo(2);
        for (String money : new String[] {
            "total_profit_loss", "roi_percent", "largest_win", "largest_loss", "average_win", "average_loss"
        }) {
            assertThat(mixed.get(money).isNull()).as(money).isTrue();
        }
        assertMoney(mixed.at("/by_currency/EUR"), "total_profit_loss", "6.60");
        assertMoney(mixed.at("/by_currency/EUR"), "win_rate", "1");
        assertMoney(mixed.at("/by_currency/BRL"), "largest_loss", "-10");
        assertMoney(mixed.at("/by_currency/BRL"), "average_win", "0");

        JsonNode euros =
                api.get("/sessions/s1?currency=EUR&bot_id=" + bot).expect(200).json();
        assertThat(euros.get("total_rounds").asInt()).isEqualTo(2);
        assertMoney(euros, "total_profit_loss", "6.60");
        assertMoney(euros, "roi_percent", "33");
        JsonNode none =
                api.get("/sessions/s1?currency=JPY&bot_id=" + bot).expect(200).json();
        assertThat(none.get("total_rounds").asInt()).isZero();
        assertMoney(none, "total_profit_loss", "0");
    }
}
