package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestFiles;
import dev.crashanalytics.testing.TestRound;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ingest stream says to well-formed messages. */
class StreamProtocolIT {
    private static final int MEBIBYTE = 1 << 20;

    private final CrashServer server = CrashServer.shared();
    private final StreamClient client = StreamClient.open(server);
    private final String bot = TestFiles.unique("protocol");
    private final TestRound round = new TestRound(bot, "s1", 1);

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void helloComesFirstAndPromisesRoom() {
        JsonNode hello = client.readJson();

        assertThat(hello.get("type").textValue()).isEqualTo("hello");
        assertThat(hello.get("protocol").textValue()).isEqualTo("1");
        assertThat(hello.at("/limits/max_message_bytes").intValue()).isGreaterThanOrEqualTo(MEBIBYTE);
        assertThat(hello.at("/limits/max_items_per_message").intValue()).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void ackNamesTheRoundAndItsPlace() {
        client.readJson();

        JsonNode ack = client.exchange(round.json());

        assertThat(ack.get("type").textValue()).isEqualTo("ack");
        assertThat(ack.get("id").isNull()).isTrue();
        assertThat(ack.get("round_id").longValue()).isPositive();
        assertThat(ack.get("bot_id").textValue()).isEqualTo(bot);
        assertThat(ack.get("session_id").textValue()).isEqualTo("s1");
        assertThat(ack.get("round_number").longValue()).isEqualTo(1);
        assertThat(ack.get("duplicate").booleanValue()).isFalse();
        assertThat(ack.get("offset").longValue()).isPositive();
        assertThat(ack.get("warnings").isArray()).isTrue();
        assertThat(ack.get("warnings")).isEmpty();
    }

    @Test
    void retryGetsTheSameRoundAndOffset() {
        client.readJson();
        JsonNode first = client.exchange(round.json());

        JsonNode second = client.exchange(round.json());

        assertThat(second.get("duplicate").booleanValue()).isTrue();
        assertThat(second.get("round_id")).isEqualTo(first.get("round_id"));
        assertThat(second.get("offset")).isEqualTo(first.get("offset"));
    }

    @Test
    void idsComeBackAsTheyWereSent() {
        client.readJson();

        for (String id :
                List.of("\"a-1\"", "\"\"", "\"7\"", "7", "-1.50", "\"zażółć \\\"x\\\" \\\\ 🎲\"", "9007199254740993")) {
            client.send(round.json("\"id\":" + id + ","));
            assertThat(client.readFrame().text()).contains("\"id\":" + id + ",");
        }
        client.send("{\"id\":\"bad\",\"bot_id\":\"" + bot + "\"}");
        assertThat(client.readJson().get("id").textValue()).isEqualTo("bad");
    }

    @Test
    void arrayIsAnsweredByOneFrameInItsOrder() {
        client.readJson();
        String array = "[" + round.withNumber(3).jsonWithId(30) + ",7,\"x\",null,[],{\"id\":\"e\"},"
                + round.withNumber(2).jsonWithId(20) + "," + round.withNumber(3).jsonWithId(31) + "]";

        JsonNode acks = client.exchange(array);

        assertThat(acks.get("type").textValue()).isEqualTo("acks");
        assertThat(fields(acks, "type"))
                .containsExactly("ack", "error", "error", "error", "error", "error", "ack", "ack");
        assertThat(fields(acks, "id")).containsExactly("30", "null", "null", "null", "null", "e", "20", "31");
        assertThat(fields(acks, "duplicate").get(7)).isEqualTo("true");
        assertThat(acks.at("/items/1/code").textValue()).isEqualTo("invalid");
    }

    @Test
    void emptyArrayIsAnsweredByNoItems() {
        client.readJson();

        JsonNode acks = client.exchange("[]");

        assertThat(acks.get("type").textValue()).isEqualTo("acks");
        assertThat(acks.get("items").isArray()).isTrue();
        assertThat(acks.get("items")).isEmpty();
    }

    @Test
    void oneFrameHoldsAThousandItemsAndSoDoManySmallOnes() {
        int limit = client.readJson().at("/limits/max_items_per_message").intValue();

        JsonNode whole = client.exchange(batch(1, limit));
        byte[] message = batch(limit + 1, 1_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int piece = message.length / 10;
        for (int from = 0; from < message.length; from += piece) {
            int to = Math.min(message.length, from + piece);
            client.sendFrame(
                    from == 0 ? StreamClient.TEXT : StreamClient.CONTINUATION,
                    to == message.length,
                    java.util.Arrays.copyOfRange(message, from, to));
            // Control frames may come between the pieces.
            client.sendFrame(StreamClient.PING, true, new byte[] {1});
        }

        assertThat(fields(whole, "round_number")).containsExactlyElementsOf(numbers(1, limit));
        JsonNode pieces = readPastPongs();
        assertThat(fields(pieces, "type")).containsOnly("ack");
        assertThat(fields(pieces, "round_number")).containsExactlyElementsOf(numbers(limit + 1, 1_000));
    }

    @Test
    void answersComeInTheOrderSentAcrossSessionsArraysAndRefusals() {
        client.readJson();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            TestRound next = new TestRound(bot + "-" + i % 7, "s" + i % 3, 1_000 - i);
            if (i % 5 == 0) {
                client.send("[" + next.jsonWithId(i) + ","
                        + next.withNumber(2_000 + i).jsonWithId(i) + "]");
                expected.add(i + "," + i);
            } else {
                client.send(i % 11 == 0 ? "{\"id\":" + i + ",\"type\":\"nonsense\"}" : next.jsonWithId(i));
                expected.add(Integer.toString(i));
            }
        }

        List<String> answered = new ArrayList<>();
        expected.forEach(sent -> answered.add(ids(client.readJson())));

        assertThat(answered).containsExactlyElementsOf(expected);
    }

    @Test
    void offsetsOfOneSessionGrowInTheOrderSent() {
        client.readJson();
        for (long number = 500; number > 0; number--) {
            client.send(round.withNumber(number).json());
        }

        List<Long> offsets = new ArrayList<>();
        for (long number = 500; number > 0; number--) {
            JsonNode ack = client.readJson();
            assertThat(ack.get("round_number").longValue()).isEqualTo(number);
            offsets.add(ack.get("offset").longValue());
        }

        assertThat(offsets).isSorted().doesNotHaveDuplicates();
    }

    private JsonNode readPastPongs() {
        StreamClient.Frame frame = client.readFrame();
        while (frame.opcode() == StreamClient.PONG) {
            frame = client.readFrame();
        }
        return StreamClient.json(frame);
    }

    private String batch(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(number -> round.withNumber(number).json())
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> numbers(long first, int count) {
        return LongStream.range(first, first + count).mapToObj(Long::toString).toList();
    }

    private static List<String> fields(JsonNode acks, String field) {
        return StreamSupport.stream(acks.get("items").spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }

    private static String ids(JsonNode answer) {
        return answer.has("items")
                ? String.join(",", fields(answer, "id"))
                : answer.get("id").asText();
    }
}
