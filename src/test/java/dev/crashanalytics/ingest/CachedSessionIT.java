package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.testing.CrashServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rounds that follow on their session are planned from memory; whatever has changed meanwhile must count all the same. */
class CachedSessionIT {

    private static final CrashServer SERVER = CrashServer.shared();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bot = "cached-" + UUID.randomUUID();
    private final String platform = "p-" + UUID.randomUUID();

    @Test
    void aStrategyRegisteredBetweenTwoRoundsCountsFromTheSecondOn() throws Exception {
        long first = log(1);
        log(2);

        SERVER.send("POST", "/api/v1/bots", "{\"bot_id\": \"" + bot + "\", \"strategy_name\": \"kelly\"}");
        long third = log(3);

        assertThat(round(first).get("strategy_name").asText()).isEqualTo("custom");
        assertThat(round(third).get("strategy_name").asText()).isEqualTo("kelly");
    }

    @Test
    void aCurrencySetBetweenTwoRoundsCountsFromTheSecondOn() throws Exception {
        log(1);
        long second = log(2);

        SERVER.send("PUT", "/api/v1/platforms/aviator/" + platform, "{\"currency\": \"EUR\"}");
        long third = log(3);

        assertThat(round(second).get("currency").asText()).isEqualTo("USD");
        assertThat(round(third).get("currency").asText()).isEqualTo("EUR");
        assertThat(session().at("/by_currency").size()).isEqualTo(2);
    }

    @Test
    void whatAnotherWriterDidToTheSessionIsNotOverwritten() throws Exception {
        log(1);
        log(2);

        sql("UPDATE session_logs SET notes = 'seen', status = 'interrupted' WHERE bot_id = '" + bot + "'");
        log(3);

        assertThat(session().get("notes").asText()).isEqualTo("seen");
        assertThat(session().get("status").asText()).isEqualTo("active");
        assertThat(session().get("total_rounds").asInt()).isEqualTo(3);
    }

    @Test
    void aSessionDeletedMeanwhileIsOpenedAnew() throws Exception {
        log(1);
        log(2);

        sql("DELETE FROM crash_game_rounds WHERE bot_id = '" + bot + "'");
        sql("DELETE FROM analytics_round_outcomes WHERE bot_id = '" + bot + "'");
        sql("DELETE FROM session_logs WHERE bot_id = '" + bot + "'");
        log(3);

        assertThat(session().get("total_rounds").asInt()).isEqualTo(1);
    }

    private long log(int number) throws Exception {
        String body = """
                {"bot_id": "%s", "session_id": "s", "game_name": "aviator", "platform_code": "%s",
                 "round_number": %d, "stake_value": 10, "round_outcome": "LOSS"}""".formatted(bot, platform, number);
        JsonNode receipt =
                JSON.readTree(SERVER.send("POST", "/api/v1/rounds", body).body());
        assertThat(receipt.get("duplicate").asBoolean()).isFalse();
        return receipt.get("round_id").asLong();
    }

    private static JsonNode round(long id) throws Exception {
        return JSON.readTree(SERVER.get("/api/v1/rounds/" + id).body());
    }

    private JsonNode session() throws Exception {
        return JSON.readTree(SERVER.get("/api/v1/sessions/s?bot_id=" + bot).body());
    }

    private static void sql(String statement) throws Exception {
        try (Connection connection = SERVER.connection();
                Statement run = connection.createStatement()) {
            assertThat(run.executeUpdate(statement)).isPositive();
        }
    }
}
