package dev.crashanalytics.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Sessions at a glance, over the API. */
class OverviewIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.of(server);

    @Test
    void aSessionWithItsLatestRoundsAndItsDrawdown() {
        Played bot = new Played(RoundBody.newBot("glance"), 61);
        bot.log(api, 230);

        JsonNode item = find("/overview?limit=500", bot.bot());

        assertThat(item.get("platform_code").asText()).isEqualTo("dafabet");
        assertThat(item.get("strategy_name").asText()).isEqualTo("two");
        assertThat(item.get("total_rounds").asInt()).isEqualTo(230);
        assertThat(item.get("winning_rounds").asLong()).isEqualTo(bot.wins());
        assertThat(item.get("final_balance").decimalValue()).isEqualByComparingTo(bot.balance());
        assertThat(item.at("/by_currency/USD/profit").decimalValue()).isEqualByComparingTo(bot.profit());
        assertThat(item.at("/by_currency/USD/stakes").decimalValue()).isEqualByComparingTo("2300");
        assertThat(item.at("/recent/round_number")).hasSize(100);
        assertThat(item.at("/recent/round_number/0").asInt()).isEqualTo(131);
        assertThat(item.at("/recent/multiplier/99").decimalValue())
                .isEqualByComparingTo(bot.lastTen().get(9));
        assertThat((item.get("win_streak").asInt() > 0 ? "W" : "L")
                        + Math.max(
                                item.get("win_streak").asInt(),
                                item.get("loss_streak").asInt()))
                .isEqualTo(bot.streak());

        JsonNode drawdown = find("/overview/drawdowns?limit=500", bot.bot());
        assertThat(drawdown.get("depth").decimalValue()).isEqualByComparingTo(bot.drawdown());
        assertThat(drawdown.get("profit").decimalValue()).isEqualByComparingTo(bot.profit());
        assertThat(drawdown.get("peak").decimalValue())
                .isEqualByComparingTo(
                        bot.curve().stream().reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::max));
    }

    @Test
    void activeSessionsComeFirstAndTheOffsetIsThatOfTheFeed() {
        String bot = RoundBody.newBot("closed");
        api.log(RoundBody.win(bot, 1));
        api.patch("/sessions/s1?bot_id=" + bot, "{}").expect(200);
        api.log(RoundBody.win(RoundBody.newBot("open"), 1));

        JsonNode overview = api.get("/overview?limit=500").expect(200).json();

        assertThat(overview.get("offset").asLong())
                .isEqualTo(Sql.count(server, "SELECT next_offset - 1 FROM feed_head"));
        assertThat(overview.get("total_sessions").asLong())
                .isEqualTo(Sql.count(server, "SELECT count(*) FROM session_logs"));
        boolean isPast = false;
        for (JsonNode item : overview.get("items")) {
            boolean isActive = item.get("status").asText().equals("active");
            assertThat(isActive && isPast).as(item.toString()).isFalse();
            isPast |= !isActive;
        }
        assertThat(api.get("/overview?limit=1").json().get("items")).hasSize(1);
    }

    @Test
    void aSessionThatHasNeverPlayedHasNoDrawdownAndNoRounds() {
        String bot = RoundBody.newBot("idle");
        api.post(
                        "/sessions",
                        RoundBody.empty()
                                .with("bot_id", bot)
                                .with("session_id", "s1")
                                .with("game_name", "aviator"))
                .expect(201);

        JsonNode item = find("/overview?limit=500", bot);

        assertThat(item.at("/recent/round_number")).isEmpty();
        assertThat(item.get("last_round_number").isNull()).isTrue();
    }

    @Test
    void theJobsStartedLastAreListed() {
        String job = api.post("/maintenance/reconcile", "").expect(202).text("job_id");

        assertThat(api.get("/maintenance/jobs?limit=1")
                        .expect(200)
                        .json()
                        .at("/items/0/job_id")
                        .asText())
                .isEqualTo(job);
    }

    private JsonNode find(String path, String bot) {
        JsonNode items = api.get(path).expect(200).json().get("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.get("bot_id").asText().equals(bot))
                .findFirst()
                .orElseThrow();
    }
}
