package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.testing.CrashServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Crash rows and outcomes that replace each other, while clients send some of them again. */
class ReplacedRowsIT {

    private static final CrashServer SERVER = CrashServer.shared();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bot = "replaced-" + UUID.randomUUID();

    @Test
    void aRepeatOfAReplacedCrashChangesNothing() throws Exception {
        post("/api/v1/rounds", round("\"crash_multiplier\": 2.40"));
        JsonNode first = post("/api/v1/rounds/batch", "[" + crash("a", "2.41") + "]");
        JsonNode second = post("/api/v1/rounds/batch", "[" + crash("b", "2.42") + "]");

        JsonNode again = post("/api/v1/rounds/batch", "[" + crash("a", "2.41") + "]");

        assertThat(again.at("/items/0/duplicate").asBoolean()).isTrue();
        assertThat(again.at("/items/0/record_id")).isEqualTo(first.at("/items/0/record_id"));
        assertThat(again.at("/items/0/offset")).isEqualTo(first.at("/items/0/offset"));
        assertThat(second.at("/items/0/offset")).isNotEqualTo(first.at("/items/0/offset"));
        assertThat(crashRow()).isEqualTo("2.42");
    }

    @Test
    void theLastOfTwoNestedCrashesStandsAlsoAfterARetry() throws Exception {
        String round = round("\"multipliers\": [{\"multiplier\": 2.41, \"is_crash\": true},"
                + " {\"multiplier\": 2.42, \"is_crash\": true}]");
        post("/api/v1/rounds", round);

        JsonNode again = post("/api/v1/rounds", round);

        assertThat(again.get("duplicate").asBoolean()).isTrue();
        assertThat(crashRow()).isEqualTo("2.42");
    }

    @Test
    void aRoundSentAgainWithTheCrashThatFilledItIsADuplicateWithinOneBatch() throws Exception {
        JsonNode answer = post(
                "/api/v1/rounds/batch",
                "[" + round("\"error_description\": null") + "," + crash("a", "2.41") + ","
                        + round("\"crash_multiplier\": 2.41") + "]");

        assertThat(answer.get("rejected").asInt()).isZero();
        assertThat(answer.at("/items/2/duplicate").asBoolean()).isTrue();
    }

    @Test
    void anOutcomeNestedInARepeatedRoundCountsUnlessTheBotHasSpokenSince() throws Exception {
        JsonNode stored = post("/api/v1/rounds", round("\"target_multiplier\": 1.33"));
        String withOutcome = round("\"outcome\": {\"target_multiplier\": 1.50}");

        post("/api/v1/rounds", withOutcome);
        assertThat(target()).isEqualTo("1.50");

        SERVER.send("PUT", "/api/v1/rounds/" + stored.get("round_id") + "/outcome", "{\"target_multiplier\": 1.70}");
        post("/api/v1/rounds", withOutcome);
        assertThat(target()).isEqualTo("1.70");
    }

    private String round(String more) {
        return """
                {"bot_id": "%s", "session_id": "s", "game_name": "aviator", "platform_code": "dafabet",
                 "round_number": 1, "stake_value": 10, "round_outcome": "LOSS", %s}""".formatted(bot, more);
    }

    private String crash(String eventId, String multiplier) {
        return """
                {"type": "multiplier", "bot_id": "%s", "session_id": "s", "round_number": 1, "is_crash": true,
                 "multiplier": %s, "event_id": "%s"}""".formatted(bot, multiplier, eventId);
    }

    private static JsonNode post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SERVER.baseUri() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(SERVER.send(request).body());
    }

    private String crashRow() throws Exception {
        return value("SELECT multiplier FROM analytics_round_multipliers WHERE bot_id = ? AND is_crash_multiplier");
    }

    private String target() throws Exception {
        return value("SELECT target_multiplier FROM analytics_round_outcomes WHERE bot_id = ?");
    }

    private String value(String sql) throws Exception {
        try (Connection connection = SERVER.connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, bot);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            String value = rows.getString(1);
            assertThat(rows.next()).isFalse();
            return value;
        }
    }
}
