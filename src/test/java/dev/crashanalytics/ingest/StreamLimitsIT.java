package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestFiles;
import dev.crashanalytics.testing.TestRound;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages at the limits that hello tells, and beyond. */
class StreamLimitsIT {
    private static final int TOO_LARGE = 1009;

    private final CrashServer server = CrashServer.shared();
    private final StreamClient client = StreamClient.open(server);
    private final StreamClient neighbour = StreamClient.connect(server);
    private final TestRound round = new TestRound(TestFiles.unique("limits"), "s1", 1);
    private int maxBytes;
    private int maxItems;

    @BeforeEach
    void readLimits() {
        JsonNode limits = client.readJson().get("limits");
        maxBytes = limits.get("max_message_bytes").intValue();
        maxItems = limits.get("max_items_per_message").intValue();
    }

    @AfterEach
    void neighbourIsUnharmed() {
        try (client;
                neighbour) {
            JsonNode ack = neighbour.exchange(round.withNumber(1_000_000).json());
            assertThat(ack.get("type").textValue()).isEqualTo("ack");
        }
    }

    @Test
    void messageOfExactlyTheLimitIsTaken() {
        JsonNode ack = client.exchange(padded(maxBytes));

        assertThat(ack.get("type").textValue()).isEqualTo("ack");
        assertThat(ack.get("round_number").longValue()).isEqualTo(1);
    }

    @Test
    void limitCountsBytesNotCharacters() {
        String text = "{\"x\":\"" + "€".repeat(maxBytes / 3) + "\"}";

        send(text.getBytes(StandardCharsets.UTF_8), maxBytes);

        assertThat(client.readCloseCode()).isEqualTo(TOO_LARGE);
    }

    @Test
    void messageOneByteOverTheLimitClosesTheConnection() {
        double before = server.metric("crash_ingest_closes_total", "code=\"1009\"");

        client.send(padded(maxBytes + 1));

        assertThat(client.readCloseCode()).isEqualTo(TOO_LARGE);
        await().untilAsserted(() -> assertThat(server.metric("crash_ingest_closes_total", "code=\"1009\""))
                .isGreaterThan(before));
    }

    @Test
    void piecesThatTogetherAreTooLargeCloseTheConnection() {
        client.exchange(round.json());

        send(padded(maxBytes + 1).getBytes(StandardCharsets.UTF_8), maxBytes / 4);

        assertThat(client.readCloseCode()).isEqualTo(TOO_LARGE);
    }

    @Test
    void frameFarBeyondTheLimitClosesTheConnectionBeforeItIsRead() {
        client.exchange(round.json());
        byte[] frame = StreamClient.frame(StreamClient.TEXT, true, new byte[3 * maxBytes]);

        client.sendBytes(java.util.Arrays.copyOf(frame, 100));

        assertThat(client.readCloseCode()).isEqualTo(TOO_LARGE);
    }

    @Test
    void binaryPiecesCountToo() {
        client.sendFrame(StreamClient.BINARY, false, new byte[maxBytes / 2]);
        client.sendFrame(StreamClient.CONTINUATION, false, new byte[maxBytes / 2]);
        client.sendFrame(StreamClient.CONTINUATION, true, new byte[maxBytes / 2]);

        assertThat(client.readCloseCode()).isEqualTo(TOO_LARGE);
    }

    @Test
    void itemsBeyondTheLimitAreRefusedOneByOne() {
        String array = LongStream.rangeClosed(1, maxItems + 2)
                .mapToObj(number -> round.withNumber(number).jsonWithId(number))
                .collect(Collectors.joining(",", "[", "]"));

        JsonNode acks = client.exchange(array);

        assertThat(acks.get("items")).hasSize(maxItems + 2);
        assertThat(acks.get("items").get(maxItems - 1).get("type").textValue()).isEqualTo("ack");
        for (int beyond = maxItems; beyond < maxItems + 2; beyond++) {
            assertThat(acks.get("items").get(beyond).get("code").textValue()).isEqualTo("too_many_items");
            assertThat(acks.get("items").get(beyond).get("id").intValue()).isEqualTo(beyond + 1);
        }
    }

    @Test
    void itemsFarBeyondTheLimitAreRefusedInOneAnswer() {
        String array = "[" + "1,".repeat(1_000_000) + "1]";

        client.send(array);

        StreamClient.Frame answer = client.readFrame();
        assertThat(answer.payload().length).isLessThan(16 * 1024);
        assertThat(answer.text()).contains("\"type\":\"error\"").contains("\"code\":\"too_many_items\"");
        assertThat(client.exchange(round.json()).get("type").textValue()).isEqualTo("ack");
    }

    @Test
    void frameThatIsNoWebSocketFrameClosesTheConnection() {
        client.sendBytes(new byte[] {(byte) 0xf3, 0x01, 0x02, 0x03, 0x04, 0x05});

        int code = client.readCloseCode();

        assertThat(code).isIn(1002, 4400);
    }

    @Test
    void textThatIsNoUtf8IsNeverStoredAsSomethingElse() {
        byte[] message = round.json("\"ocr_text\":\"?\",").getBytes(StandardCharsets.UTF_8);
        message[new String(message, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xff;

        client.sendFrame(StreamClient.TEXT, true, message);

        assertThat(answerOrClose()).isIn("malformed_json", "1007", "4400");
        await().during(Duration.ofMillis(300))
                .until(() -> server.get("/api/v1/rounds?bot_id=" + round.botId())
                        .body()
                        .contains("\"items\":[]"));
    }

    private String answerOrClose() {
        StreamClient.Frame frame = client.readFrame();
        if (frame.opcode() == StreamClient.CLOSE) {
            return Integer.toString(frame.closeCode());
        }
        return frame.text().replaceFirst(".*\"code\":\"([a-z_]+)\".*", "$1");
    }

    /** A round with so many blanks around it that the message has this many bytes. */
    private String padded(int bytes) {
        String json = round.json();
        return json + " ".repeat(bytes - json.length());
    }

    private void send(byte[] message, int piece) {
        for (int from = 0; from < message.length; from += piece) {
            int to = Math.min(message.length, from + piece);
            client.sendFrame(
                    from == 0 ? StreamClient.TEXT : StreamClient.CONTINUATION,
                    to == message.length,
                    java.util.Arrays.copyOfRange(message, from, to));
        }
    }
}
