package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Warning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerFramesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void hello() throws Exception {
        assertThat(parsed(new ServerFrame.Hello(4_194_304, 5_000)))
                .isEqualTo(
                        JSON.readTree(
                                "{\"type\":\"hello\",\"protocol\":\"1\",\"limits\":{\"max_message_bytes\":4194304,\"max_items_per_message\":5000}}"));
    }

    @Test
    void ackOfARound() throws Exception {
        ServerFrame.Ack ack = new ServerFrame.Ack(
                new ClientId("\"r-1\""),
                null,
                4711L,
                "b",
                "s",
                17L,
                false,
                1234L,
                List.of(new Warning("profit_mismatch", "profit_loss_amount", "stored as \"sent\"")));

        assertThat(parsed(ack))
                .isEqualTo(JSON.readTree("{\"type\":\"ack\",\"id\":\"r-1\",\"round_id\":4711,\"bot_id\":\"b\","
                        + "\"session_id\":\"s\",\"round_number\":17,\"duplicate\":false,\"offset\":1234,"
                        + "\"warnings\":[{\"code\":\"profit_mismatch\",\"field\":\"profit_loss_amount\","
                        + "\"message\":\"stored as \\\"sent\\\"\"}]}"));
    }

    @Test
    void ackOfARowThatBelongsToNoRound() throws Exception {
        ServerFrame.Ack ack = new ServerFrame.Ack(ClientId.NONE, 9L, null, "b", null, null, true, null, List.of());

        assertThat(parsed(ack))
                .isEqualTo(JSON.readTree("{\"type\":\"ack\",\"id\":null,\"record_id\":9,\"round_id\":null,"
                        + "\"bot_id\":\"b\",\"session_id\":null,\"round_number\":null,\"duplicate\":true,"
                        + "\"offset\":null,\"warnings\":[]}"));
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void errorsOfEveryCode(ProblemCode code) throws Exception {
        JsonNode frame = parsed(
                new ServerFrame.Error(new ClientId("1.50"), Refusal.ofField(code, "bot_id", "is \n wrong: é🚀")));

        assertThat(frame.get("type").textValue()).isEqualTo("error");
        assertThat(frame.get("id").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(frame.get("code").textValue()).isEqualTo(code.wireName());
        assertThat(frame.get("detail").textValue()).isEqualTo("bot_id is \n wrong: é🚀");
        assertThat(frame.get("errors"))
                .isEqualTo(JSON.readTree("[{\"field\":\"bot_id\",\"message\":\"is \\n wrong: é🚀\"}]"));
        assertThat(frame.get("retryable").booleanValue()).isEqualTo(code.retryable());
    }

    @Test
    void acksKeepTheOrderOfTheirItems() throws Exception {
        ServerFrame.Answer ack = new ServerFrame.Ack(new ClientId("1"), null, 1L, "b", "s", 1L, false, 1L, List.of());
        ServerFrame.Answer error = new ServerFrame.Error(
                new ClientId("2"), new Refusal(ProblemCode.INVALID, "an item must be a JSON object"));

        JsonNode frame = parsed(new ServerFrame.Acks(List.of(error, ack)));

        assertThat(frame.get("type").textValue()).isEqualTo("acks");
        assertThat(frame.get("items")).hasSize(2);
        assertThat(frame.at("/items/0/id").intValue()).isEqualTo(2);
        assertThat(frame.at("/items/1/type").textValue()).isEqualTo("ack");
    }

    private static JsonNode parsed(ServerFrame frame) throws Exception {
        return JSON.readTree(ServerFrames.write(frame));
    }
}
