package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestFiles;
import dev.crashanalytics.testing.TestRound;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every type of frame the ingest stream takes, with its round named by id and by key. */
class StreamTypesIT {
    private final CrashServer server = CrashServer.shared();
    private final StreamClient client = StreamClient.connect(server);
    private final String bot = TestFiles.unique("types");
    private final String session = TestFiles.unique("session");
    private final TestRound round = new TestRound(bot, session, 1);

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void typeOfARoundMayBeSaid() {
        JsonNode ack = client.exchange(round.json("\"type\":\"round\","));

        assertThat(ack.get("type").textValue()).isEqualTo("ack");
        assertThat(stored("crash_game_rounds")).isEqualTo(1);
    }

    @Test
    void multiplierNamesItsRoundByIdOrKey() {
        long id = roundId();

        JsonNode byId = ack("multiplier", "\"round_id\":" + id + ",\"multiplier\":1.1");
        JsonNode byKey = ack("multiplier", key(1) + ",\"multiplier\":\"1.20\",\"event_id\":\"tick\"");
        JsonNode again = ack("multiplier", key(1) + ",\"multiplier\":\"1.20\",\"event_id\":\"tick\"");

        assertThat(byId.get("round_id").longValue()).isEqualTo(id);
        assertThat(byId.get("bot_id").textValue()).isEqualTo(bot);
        assertThat(byKey.get("round_id").longValue()).isEqualTo(id);
        assertThat(byKey.get("offset").longValue())
                .isGreaterThan(byId.get("offset").longValue());
        assertThat(again.get("duplicate").booleanValue()).isTrue();
        assertThat(again.get("record_id")).isEqualTo(byKey.get("record_id"));
        assertThat(again.get("offset")).isEqualTo(byKey.get("offset"));
        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM analytics_round_multipliers WHERE bot_id = ? AND NOT is_derived",
                        bot))
                .isEqualTo(2);
    }

    @Test
    void signalNamesItsRoundByIdOrKey() {
        long id = roundId();

        JsonNode byId = ack("signal", "\"round_id\":" + id + ",\"signal_type\":\"trend\",\"confidence\":0.5");
        JsonNode early = ack("signal", key(2) + ",\"game_name\":\"aviator\",\"predicted_multiplier\":1.5");

        assertThat(byId.get("round_id").longValue()).isEqualTo(id);
        assertThat(early.get("round_id").isNull()).isTrue();
        assertThat(early.get("round_number").longValue()).isEqualTo(2);
        assertThat(stored("analytics_round_signals")).isEqualTo(2);
    }

    @Test
    void outcomeNamesItsRoundByIdOrKey() {
        long id = roundId();

        JsonNode byId = ack("outcome", "\"round_id\":" + id + ",\"outcome\":\"WIN\",\"profit_loss\":5");
        JsonNode byKey = ack("outcome", key(1) + ",\"outcome\":\"WIN\",\"profit_loss\":\"6.50\"");

        assertThat(byId.get("round_id").longValue()).isEqualTo(id);
        assertThat(byKey.get("record_id")).isEqualTo(byId.get("record_id"));
        assertThat(Sql.one(server, "SELECT profit_loss FROM analytics_round_outcomes WHERE bot_id = ?", bot))
                .isEqualTo("6.50");
        assertRefused("outcome", key(99) + ",\"outcome\":\"WIN\"", "round_not_found");
    }

    @Test
    void errorBelongsToABotASessionOrARound() {
        long id = roundId();

        ack("error", "\"bot_id\":\"" + bot + "\",\"error_type\":\"timeout\"");
        ack("error", key(1) + ",\"error_type\":\"timeout\"");
        JsonNode byId = ack("error", "\"round_id\":" + id + ",\"error_type\":\"timeout\",\"error_message\":\"późno\"");

        assertThat(byId.get("round_id").longValue()).isEqualTo(id);
        assertThat(stored("error_logs")).isEqualTo(3);
        assertThat(Sql.count(server, "SELECT count(*) FROM error_logs WHERE round_id = ?", id))
                .isEqualTo(2);
    }

    @Test
    void ocrValidationNamesItsRoundByIdOrNot() {
        long id = roundId();

        JsonNode byId = ack("ocr_validation", "\"round_id\":" + id + ",\"raw_ocr_text\":\"l.33x\"");
        ack("ocr_validation", "\"bot_id\":\"" + bot + "\",\"raw_ocr_text\":\"?\",\"validation_status\":\"failed\"");

        assertThat(byId.get("round_id").longValue()).isEqualTo(id);
        assertThat(byId.get("offset").isNull()).isTrue();
        assertThat(stored("ocr_validation_logs")).isEqualTo(2);
    }

    @Test
    void sessionStartsAndClosesBySessionIdAlone() {
        String start = "{\"type\":\"session_start\",\"bot_id\":\"" + bot + "\",\"session_id\":\"" + session
                + "\",\"game_name\":\"aviator\",\"initial_balance\":1000}";

        JsonNode started = client.exchange(start);
        JsonNode again = client.exchange(start);
        JsonNode closed = ack("session_close", "\"session_id\":\"" + session + "\",\"final_balance\":990.5");

        assertThat(started.get("type").textValue()).isEqualTo("ack");
        assertThat(started.get("session_id").textValue()).isEqualTo(session);
        assertThat(again.get("duplicate").booleanValue()).isTrue();
        assertThat(again.get("offset")).isEqualTo(started.get("offset"));
        assertThat(closed.get("bot_id").textValue()).isEqualTo(bot);
        assertThat(Sql.one(server, "SELECT status || ' ' || final_balance FROM session_logs WHERE bot_id = ?", bot))
                .isEqualTo("completed 990.50");
    }

    @Test
    void sessionIsClosedByWhoPipelinesItWhole() {
        client.send("{\"type\":\"session_start\",\"bot_id\":\"" + bot + "\",\"session_id\":\"" + session
                + "\",\"game_name\":\"aviator\",\"initial_balance\":1000}");
        for (long number = 1; number <= 50; number++) {
            client.send(round.withNumber(number).json());
        }
        client.send("{\"type\":\"session_close\",\"session_id\":\"" + session + "\"}");

        for (int i = 0; i < 52; i++) {
            assertThat(client.readJson().get("type").textValue()).isEqualTo("ack");
        }
        assertThat(Sql.one(server, "SELECT status || ' ' || total_rounds FROM session_logs WHERE bot_id = ?", bot))
                .isEqualTo("completed 50");
    }

    @Test
    void sessionIsClosedByWhoSendsItWholeInOneArray() {
        JsonNode acks =
                client.exchange("[" + round.json() + "," + round.withNumber(2).json()
                        + ",{\"type\":\"session_close\",\"session_id\":\"" + session + "\"},{\"type\":\"nonsense\"},"
                        + round.withNumber(3).json() + "]");

        assertThat(acks.at("/items/2/type").textValue()).isEqualTo("ack");
        assertThat(acks.at("/items/2/bot_id").textValue()).isEqualTo(bot);
        assertThat(acks.at("/items/3/code").textValue()).isEqualTo("invalid");
        assertThat(acks.at("/items/4/warnings/0/code").textValue()).isEqualTo("session_closed");
    }

    @Test
    void namesThatLeadNowhereAreRefused() {
        assertRefused("multiplier", "\"round_id\":9223372036854775807,\"multiplier\":1.1", "round_not_found");
        assertRefused("session_close", "\"session_id\":\"" + session + "\"", "session_not_found");
        assertRefused("multiplier", "\"multiplier\":1.1", "invalid");
        assertRefused(
                "multiplier", "\"round_id\":" + roundId() + ",\"round_number\":2,\"multiplier\":2", "round_mismatch");
    }

    private long roundId() {
        return client.exchange(round.json()).get("round_id").longValue();
    }

    private String key(long number) {
        return "\"bot_id\":\"" + bot + "\",\"session_id\":\"" + session + "\",\"round_number\":" + number;
    }

    private JsonNode ack(String type, String members) {
        JsonNode answer = client.exchange("{\"type\":\"" + type + "\"," + members + "}");
        assertThat(answer.get("type").textValue()).as(answer.toString()).isEqualTo("ack");
        return answer;
    }

    private void assertRefused(String type, String members, String code) {
        JsonNode answer = client.exchange("{\"type\":\"" + type + "\"," + members + "}");
        assertThat(answer.get("type").textValue()).isEqualTo("error");
        assertThat(answer.get("code").textValue()).isEqualTo(code);
        assertThat(answer.get("retryable").booleanValue()).isFalse();
    }

    private long stored(String table) {
        return Sql.count(server, "SELECT count(*) FROM " + table + " WHERE bot_id = ?", bot);
    }
}
