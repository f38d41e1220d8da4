package dev.crashanalytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionReadIT {

    private final ApiClient api = ApiClient.shared();
    private final String bot = ApiClient.unique("bot");
    private final String session = ApiClient.unique("session");

    @Test
    void sumsUpALiveSession() {
        log(bot, 1, "\"round_outcome\": \"WIN\", \"cashout_multiplier\": 1.5, \"running_balance_before\": 100");
        log(bot, 2, "\"round_outcome\": \"LOSS\"");
        log(bot, 3, "\"round_outcome\": \"SKIP\"");

        Answer summary = api.get("/sessions/" + session);

        assertThat(summary.body())
                .contains(
                        "\"total_profit_loss\":-5.00",
                        "\"roi_percent\":-16.6666666667",
                        "\"total_rounds\":3",
                        "\"winning_rounds\":1",
                        "\"losing_rounds\":1",
                        "\"win_rate\":0.3333333333",
                        "\"largest_win\":5.00",
                        "\"largest_loss\":-10.00",
                        "\"average_win\":5.00",
                        "\"average_loss\":-10.00",
                        "\"initial_balance\":100.00",
                        "\"status\":\"active\"");
        assertThat(summary.text("bot_id")).isEqualTo(bot);
        assertThat(summary.text("game_name")).isEqualTo("aviator");
        assertThat(summary.json().has("by_currency")).isFalse();
    }

    @Test
    void aSessionWithoutRoundsHasMadeNothing() {
        open(bot).expect(201);

        Answer summary = api.get("/sessions/" + session);

        assertThat(summary.body())
                .contains("\"total_profit_loss\":0.00", "\"total_rounds\":0", "\"largest_loss\":0.00");
    }

    @Test
    void neverMixesCurrencies() {
        log(bot, 1, "\"round_outcome\": \"WIN\", \"cashout_multiplier\": 2, \"currency\": \"EUR\"");
        log(bot, 2, "\"round_outcome\": \"LOSS\", \"currency\": \"USD\"");

        Answer mixed = api.get("/sessions/" + session);
        Answer euros = api.get("/sessions/" + session + "?currency=EUR");
        Answer yens = api.get("/sessions/" + session + "?currency=JPY");

        assertThat(mixed.json().path("total_profit_loss").isNull()).isTrue();
        assertThat(mixed.json().path("roi_percent").isNull()).isTrue();
        assertThat(mixed.json().path("total_rounds").asInt()).isEqualTo(2);
        assertThat(mixed.json().at("/by_currency/EUR/total_profit_loss").asText())
                .isEqualTo("10.00");
        assertThat(mixed.json().at("/by_currency/USD/total_profit_loss").asText())
                .isEqualTo("-10.00");
        assertThat(euros.text("total_profit_loss")).isEqualTo("10.00");
        assertThat(euros.text("roi_percent")).isEqualTo("100.00");
        assertThat(euros.json().path("total_rounds").asInt()).isEqualTo(1);
        assertThat(yens.text("total_profit_loss")).isEqualTo("0.00");
    }

    @Test
    void oneNameMayBeSeveralBotsSession() {
        String other = ApiClient.unique("bot");
        open(bot).expect(201);
        open(other).expect(201);

        assertThat(api.get("/sessions/" + session).text("bot_id")).isEqualTo(other);
        assertThat(api.get("/sessions/" + session + "?bot_id=" + bot).text("bot_id"))
                .isEqualTo(bot);
        api.get("/sessions/" + session + "?bot_id=" + ApiClient.unique("bot")).problem(404, "session_not_found");
    }

    @Test
    void listsTheSessionsOfABotNewestFirst() {
        List<String> names = Stream.of("a/b", "ü 🎲", "c")
                .map(name -> ApiClient.unique(name))
                .toList();
        names.forEach(name -> open(bot, name).expect(201));

        List<String> listed = names(api.pages("/sessions?bot_id=" + bot, 2));

        assertThat(listed).containsExactly(names.get(2), names.get(1), names.get(0));
        assertThat(api.get("/sessions/" + ApiClient.encode(names.get(0))).text("session_id"))
                .isEqualTo(names.get(0));
        assertThat(api.get("/sessions/" + ApiClient.encode(names.get(1))).text("session_id"))
                .isEqualTo(names.get(1));
    }

    @Test
    void filtersByStatus() {
        open(bot).expect(201);

        assertThat(names(api.pages("/sessions?bot_id=" + bot + "&status=active", 5)))
                .containsExactly(session);
        assertThat(api.pages("/sessions?bot_id=" + bot + "&status=completed", 5))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "status=done, status",
        "status=, status",
        "bot_id=, bot_id",
        "limit=0, limit",
        "cursor=x, cursor",
        "session=s, session",
        "currency=ELEVENCHARS, currency"
    })
    void refusesAParameterByItsName(String query, String parameter) {
        api.get("/sessions?" + query).invalid(parameter);
    }

    @Test
    void knowsNoSessionThatCannotBe() {
        api.get("/sessions/" + session).problem(404, "session_not_found");
        api.get("/sessions/%00").problem(404, "session_not_found");
        api.get("/sessions/" + "x".repeat(101)).problem(404, "session_not_found");
        api.get("/sessions/" + session + "?status=active").invalid("status");
    }

    private Answer open(String ofBot) {
        return open(ofBot, session);
    }

    private Answer open(String ofBot, String name) {
        return api.post(
                "/sessions",
                "{\"bot_id\": \"%s\", \"session_id\": \"%s\", \"game_name\": \"aviator\"}".formatted(ofBot, name));
    }

    private void log(String ofBot, int number, String more) {
        api.post("/rounds", """
                        {"bot_id": "%s", "session_id": "%s", "game_name": "aviator", "platform_code": "pmbetting",
                         "round_number": %d, "stake_value": 10, %s}
                        """.formatted(ofBot, session, number, more)).expect(201);
    }

    private static List<String> names(List<JsonNode> sessions) {
        return sessions.stream().map(entry -> entry.path("session_id").asText()).toList();
    }
}
