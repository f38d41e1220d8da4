package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestFiles;
import dev.crashanalytics.testing.TestRound;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values at the edge of what the database takes: stored, or refused without harm to those beside them. */
class BadDataIT {
    private final CrashServer server = CrashServer.shared();
    private final StreamClient client = StreamClient.connect(server);
    private final String bot = TestFiles.unique("edge");
    private final TestRound round = new TestRound(bot, "s1", 1);

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void oneValueTheDatabaseRefusesCostsItsRoundAlone() throws SQLException {
        // Given a database that refuses what the server takes
        alterRounds("ADD CONSTRAINT refused CHECK (bot_id <> '" + bot + "' OR round_number <> 77) NOT VALID");
        List<String> items = new ArrayList<>();
        for (long number = 1; number <= 200; number++) {
            items.add(round.withNumber(number).json());
        }

        // When
        JsonNode acks = client.exchange("[" + String.join(",", items) + "]");
        alterRounds("DROP CONSTRAINT refused");

        // Then
        for (int i = 0; i < 200; i++) {
            assertThat(acks.at("/items/" + i + "/type").textValue()).isEqualTo(i == 76 ? "error" : "ack");
        }
        assertThat(acks.at("/items/76/code").textValue()).isEqualTo("invalid");
        assertThat(acks.at("/items/76/retryable").booleanValue()).isFalse();
        assertThat(Sql.count(server, "SELECT total_rounds FROM session_logs WHERE bot_id = ?", bot))
                .isEqualTo(199);
    }

    @ParameterizedTest
    @CsvSource({"16383, ", "16384, metadata"})
    void aNumberInMetadataHasAsManyDecimalPlacesAsTheDatabaseHolds(int places, String refused) {
        String metadata = "{\"x\":0." + "0".repeat(places) + "}";

        JsonNode answer = client.exchange(round.json("\"metadata\":" + metadata + ","));

        assertThat(answer.at("/errors/0/field").textValue()).isEqualTo(refused);
        assertThat(answer.get("type").textValue()).isEqualTo(refused == null ? "ack" : "error");
    }

    @ParameterizedTest
    @CsvSource({"16383, ", "16384, signals[1].feature_vector"})
    void soDoesOneInTheFeatureVectorOfASignal(int places, String refused) {
        String vector = "[1,0." + "1".repeat(places) + "]";

        JsonNode answer = client.exchange(round.json("\"signals\":[{},{\"feature_vector\":" + vector + "}],"));

        assertThat(answer.at("/errors/0/field").textValue()).isEqualTo(refused);
        assertThat(answer.get("type").textValue()).isEqualTo(refused == null ? "ack" : "error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":1e1000}",
                "{\"x\":1e-1000}",
                "{\"x\":-0}",
                "{\"x\":123456789012345678901234567890.123456789012345678901234567890}",
                "{\"\":1,\"a\":2,\"a\":3}",
                "{\"emoji\":\"🎲\\ud83c\\udfb2\",\"control\":\"\\u0001\\u001f\\u007f\",\"no\":\"\\uffff\"}",
                "\"text\"",
                "[]",
                "0",
                "true"
            })
    void metadataAtTheEdgeIsStoredAndARetryIsADuplicate(String metadata) {
        assertStoredOnce("\"metadata\":" + metadata + ",");
    }

    @Test
    void longNumberInMetadataIsStoredAndARetryIsADuplicate() {
        assertStoredOnce("\"metadata\":{\"x\":" + "9".repeat(20_000) + "},");
        assertThat(Sql.count(server, "SELECT length(metadata->>'x') FROM crash_game_rounds WHERE bot_id = ?", bot))
                .isEqualTo(20_000);
    }

    @Test
    void longestNumberThatMetadataCanSayIsStoredAndARetryIsADuplicate() {
        assertStoredOnce("\"metadata\":" + "9".repeat(65_530) + "e1000,");
        assertThat(Sql.count(server, "SELECT length(metadata::text) FROM crash_game_rounds WHERE bot_id = ?", bot))
                .isEqualTo(66_530);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"round_start_timestamp\":\"1970-01-01T00:00:00Z\",\"round_end_timestamp\":\"9999-12-31T23:59:59.999999Z\",",
                "\"profit_loss\":999999999999.9999999999,\"running_balance_before\":-999999999999.9999999999,",
                "\"profit_loss\":1e-100,\"running_balance_before\":\"1e11\",",
                "\"retry_count\":2147483647,\"processing_time_ms\":999999999999,",
                "\"ocr_text\":\"\\ufeff\\u202e مرحبا \\u0001\",",
                "\"currency\":\"₿₿₿₿₿₿₿₿₿₿\",\"strategy_name\":\"🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲🎲\","
            })
    void extremeFieldsAreStoredAndARetryIsADuplicate(String members) {
        assertStoredOnce(members);
    }

    @Test
    void extremeNumbersOfRoundsGoTogether() {
        JsonNode last = client.exchange(round.withNumber(Long.MAX_VALUE).json());
        JsonNode late = client.exchange(round.withNumber(1).json());
        JsonNode tiny = client.exchange(
                "{\"bot_id\":\"" + bot + "\",\"session_id\":\"s1\",\"game_name\":\"aviator\",\"platform_code\":\"x\","
                        + "\"round_number\":9223372036854775806,\"stake_value\":\"0.0000000001\",\"round_outcome\":\"WIN\","
                        + "\"cashout_multiplier\":999999999999,\"profit_loss\":999999999999}");

        for (JsonNode answer : List.of(last, late, tiny)) {
            assertThat(answer.get("type").textValue()).as(answer.toString()).isEqualTo("ack");
        }
        assertThat(Sql.count(server, "SELECT last_round_number FROM session_logs WHERE bot_id = ?", bot))
                .isEqualTo(Long.MAX_VALUE);
    }

    private void alterRounds(String action) throws SQLException {
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE crash_game_rounds " + action);
        }
    }

    private void assertStoredOnce(String members) {
        JsonNode first = client.exchange(round.json(members));
        JsonNode again = client.exchange(round.json(members));

        assertThat(first.get("type").textValue()).as(first.toString()).isEqualTo("ack");
        assertThat(again.get("type").textValue()).as(again.toString()).isEqualTo("ack");
        assertThat(again.get("duplicate").booleanValue()).isTrue();
        assertThat(again.get("round_id")).isEqualTo(first.get("round_id"));
    }
}
