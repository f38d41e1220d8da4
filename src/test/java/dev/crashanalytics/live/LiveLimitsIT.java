package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.EventStream;
import dev.crashanalytics.testing.LiveSubscriber;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one live client may take of the server, and what becomes of one that wants more. */
class LiveLimitsIT {

    private static final int CONNECTIONS = 3;

    private static CrashServer server;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("live-limits")
                .jvmArgument("-Xmx160m")
                .property("crash.live.max-connections", Integer.toString(CONNECTIONS))
                .property("crash.live.stalled-timeout", "3s")
                .property("crash.live.buffer", "256")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void awaitNobody() {
        await().atMost(Duration.ofSeconds(30)).until(() -> server.metric("crash_live_connections") == 0);
    }

    private static double closed(int code) {
        return server.metric("crash_live_closes_total", "code=\"" + code + "\"");
    }

    private static long log(String bot, int from, int to) {
        long offset = 0;
        try (StreamClient ingest = StreamClient.connect(server)) {
            for (int first = from; first <= to; first += 1_000) {
                StringBuilder message = new StringBuilder("[");
                for (int number = first; number <= Math.min(to, first + 999); number++) {
                    message.append(number == first ? "" : ",").append(RoundBody.win(bot, number));
                }
                var items = ingest.exchange(message.append(']').toString()).get("items");
                offset = items.get(items.size() - 1).get("offset").asLong();
            }
        }
        return offset;
    }

    @Test
    void oneConnectionTooManyIsToldToComeBack() {
        awaitNobody();
        try (LiveSubscriber first = LiveSubscriber.connect(server);
                LiveSubscriber second = LiveSubscriber.connect(server);
                LiveSubscriber third = LiveSubscriber.connect(server);
                StreamClient fourth = StreamClient.open(server, LiveSubscriber.PATH)) {
            assertThat(fourth.readCloseCode()).isEqualTo(1013);
            ApiClient.of(server).get("/live/events?topic=all").problem(429, "overloaded");
            // The others have not noticed, and one that leaves makes room
            assertThat(second.subscribe("all").get("type").textValue()).isEqualTo("subscribed");
            assertThat(third.subscribe("all").get("type").textValue()).isEqualTo("subscribed");
            first.close();
            await().until(() -> server.metric("crash_live_connections") == CONNECTIONS - 1);
            try (LiveSubscriber another = LiveSubscriber.connect(server)) {
                assertThat(another.subscribe("all").get("type").textValue()).isEqualTo("subscribed");
            }
        }
    }

    @Test
    void anEventStreamThatIsNotReadIsCutOffAndNobodyElseNotices() throws IOException {
        awaitNobody();
        String bot = RoundBody.newBot("stream");
        ApiClient.of(server).log(RoundBody.win(bot, 1));
        double before = closed(4408);
        try (Socket stalled = new Socket();
                EventStream reading = EventStream.open(server, "session:" + bot + "/s1", null)) {
            // Given a stream of which only the beginning is read
            stalled.setReceiveBufferSize(16 << 10);
            stalled.setSoTimeout(30_000);
            stalled.connect(new InetSocketAddress("127.0.0.1", server.port()));
            stalled.getOutputStream()
                    .write(("GET /api/v1/live/events?topic=bot:" + bot + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(stalled.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");

            // When more events come than the network holds
            long last = log(bot, 2, 12_000);

            // Then whoever reads gets them
            EventStream.Event event = reading.next();
            while (event.data().path("offset").asLong() < last) {
                event = reading.next();
            }
            // And the other one is cut off after its time
            await().atMost(Duration.ofSeconds(30)).until(() -> closed(4408) > before);
            await().atMost(Duration.ofSeconds(30)).until(() -> server.metric("crash_live_connections") == 1);
            assertThat(isCutOff(stalled.getInputStream())).isTrue();
            long more = log(bot, 12_001, 12_010);
            while (event.data().path("offset").asLong() < more) {
                event = reading.next();
            }
        }
    }

    /** Reads what is still there: a stream that is cut off ends without the empty chunk that ends a whole one. */
    private static boolean isCutOff(InputStream in) {
        byte[] buffer = new byte[64 << 10];
        StringBuilder end = new StringBuilder();
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                end.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                end.delete(0, Math.max(0, end.length() - 16));
            }
            return !end.toString().endsWith("0\r\n\r\n");
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aMessageAboveTheLimitIsRefusedBeforeItIsThere() {
        awaitNobody();
        double before = closed(1009);
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            // Given the beginning of a frame of 4 MB, of which nothing follows
            live.client()
                    .sendBytes(ByteBuffer.allocate(14)
                            .put((byte) 0x81)
                            .put((byte) 0xff)
                            .putLong(4_000_000)
                            .putInt(0)
                            .array());
            assertThat(live.client().readCloseCode()).isEqualTo(1009);
        }
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            // A message of the whole limit is read
            live.send("\"" + "x".repeat(65_534) + "\"");
            assertThat(live.next().get("type").textValue()).isEqualTo("error");
            // And one byte more is not, in frames however small
            byte[] piece = "x".repeat(32 << 10).getBytes(StandardCharsets.US_ASCII);
            live.client().sendFrame(StreamClient.TEXT, false, piece);
            live.client().sendFrame(StreamClient.CONTINUATION, false, piece);
            live.client().sendFrame(StreamClient.CONTINUATION, false, new byte[] {'x'});
            assertThat(live.client().readCloseCode()).isEqualTo(1009);
        }
        await().until(() -> closed(1009) == before + 2);
    }

    @Test
    void aFrameThatIsNoneEndsTheConnection() {
        awaitNobody();
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            live.client().sendFrame(3, true, new byte[] {1});
            assertThat(live.client().readCloseCode()).isEqualTo(4400);
        }
    }

    @Test
    void pingsOfAClientThatDoesNotReadArePassedOverButForTheLast() {
        awaitNobody();
        int pings = 500_000;
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            // When it sends far more than the network holds of the answers
            ByteBuffer many = ByteBuffer.allocate(1_000 * 131);
            for (int number = 1; number <= pings; number++) {
                many.put(StreamClient.frame(
                        StreamClient.PING,
                        true,
                        ByteBuffer.allocate(125).putInt(number).array()));
                if (number % 1_000 == 0) {
                    live.client().sendBytes(many.array());
                    many.clear();
                }
            }
            // Then it finds the newest answered, of the others as many as the network held
            int answers = 0;
            int last = 0;
            while (last < pings) {
                StreamClient.Frame frame = live.client().readFrame();
                if (frame.opcode() == StreamClient.PONG) {
                    int number = ByteBuffer.wrap(frame.payload()).getInt();
                    assertThat(number).isGreaterThan(last);
                    last = number;
                    answers++;
                }
            }
            assertThat(answers).isBetween(1, pings / 4);
            assertThat(live.subscribe("all").get("type").textValue()).isEqualTo("subscribed");
        }
    }
}
