package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LiveSubscriber;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Subscribers that are many, slow, or far behind: each loses only itself, and memory keeps its bound. */
class LiveLoadIT {

    private static final int BATCH = 1_000;

    private static CrashServer server;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("live-load")
                .jvmArgument("-Xmx160m")
                .property("crash.live.stalled-timeout", "4s")
                .property("crash.live.buffer", "256")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Rounds of a bot, in messages of a thousand; answers the offset of the last. */
    private static long log(String bot, int from, int to) {
        long offset = 0;
        try (StreamClient ingest = StreamClient.connect(server)) {
            for (int first = from; first <= to; first += BATCH) {
                StringBuilder message = new StringBuilder("[");
                int last = Math.min(to, first + BATCH - 1);
                for (int number = first; number <= last; number++) {
                    message.append(number == first ? "" : ",").append(RoundBody.win(bot, number));
                }
                JsonNode items = ingest.exchange(message.append(']').toString()).get("items");
                assertThat(items).allMatch(item -> item.get("type").textValue().equals("ack"));
                offset = items.get(items.size() - 1).get("offset").asLong();
            }
        }
        return offset;
    }

    @Test
    void whoIsTooFarBehindGetsTheLatestStateAndIsToldWhatItMissed() throws Exception {
        // Given a subscriber that does not read
        String bot = RoundBody.newBot("lag");
        ApiClient.of(server).log(RoundBody.win(bot, 1));
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            live.subscribe("session:" + bot + "/s1");

            // When far more rounds come than the sockets and the buffer hold
            log(bot, 2, 8_000);
            List<JsonNode> frames =
                    live.until(frame -> frame.path("event").asText().equals("session_updated")
                            && frame.at("/data/total_rounds").asInt() == 8_000);

            // Then it has missed some, is told how many, and ends with the state that is stored
            assertThat(frames).anyMatch(frame -> frame.get("type").textValue().equals("lagged"));
            List<Long> offsets = frames.stream()
                    .filter(frame -> frame.get("type").textValue().equals("event"))
                    .map(frame -> frame.get("offset").asLong())
                    .toList();
            assertThat(offsets).isSorted().doesNotHaveDuplicates();
            JsonNode last = frames.get(frames.size() - 1).get("data");
            String stored =
                    ApiClient.of(server).get("/sessions/s1?bot_id=" + bot).body();
            assertThat(last).isEqualTo(new ObjectMapper().readTree(stored));
            // And goes on live
            ApiClient.of(server).log(RoundBody.win(bot, 8_001));
            assertThat(live.until(frame -> frame.at("/data/round_number").asInt() == 8_001))
                    .isNotEmpty();
        }
    }

    @Test
    void whoNeverReadsIsClosedAndNobodyElseNotices() {
        String bot = RoundBody.newBot("stalled");
        ApiClient.of(server).log(RoundBody.win(bot, 1));
        double closed = server.metric("crash_live_closes_total", "code=\"4408\"");
        try (LiveSubscriber stalled = LiveSubscriber.connect(server);
                LiveSubscriber reading = LiveSubscriber.connect(server)) {
            stalled.subscribe("bot:" + bot);
            reading.subscribe("session:" + bot + "/s1");
            long all = log(bot, 2, 20_000);
            assertThat(reading.untilOffset(all)).isNotEmpty();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.metric("crash_live_closes_total", "code=\"4408\"") > closed);

            long offset = log(bot, 20_001, 20_010);
            assertThat(reading.untilOffset(offset)).isNotEmpty();
        }
    }

    @Test
    void aHundredThousandEventsAreReplayedWhileOthersArrive() {
        String bot = RoundBody.newBot("long");
        String epoch;
        long start;
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            epoch = live.hello().get("epoch").textValue();
            start = live.hello().get("offset").asLong();
        }
        log(bot, 1, 100_000);
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            live.subscribe("bot:" + bot, epoch, start);
            long expected = 1;
            boolean more = false;
            while (expected <= 100_500) {
                JsonNode frame = live.next();
                assertThat(frame.get("type").textValue()).isEqualTo("event");
                if (frame.get("event").textValue().equals("round")) {
                    assertThat(frame.at("/data/round_number").asLong()).isEqualTo(expected++);
                }
                if (expected > 50_000 && !more) {
                    more = true;
                    log(bot, 100_001, 100_500);
                }
            }
        }
        assertThat(server.metric("crash_live_replayed_total")).isGreaterThanOrEqualTo(100_000);
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void manySubscribersOfOneSessionAllGetEveryRound() {
        String bot = RoundBody.newBot("crowd");
        ApiClient.of(server).log(RoundBody.win(bot, 1));
        List<LiveSubscriber> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                LiveSubscriber live = LiveSubscriber.connect(server);
                crowd.add(live);
                assertThat(live.subscribe("session:" + bot + "/s1").get("type").textValue())
                        .isEqualTo("subscribed");
            }
            for (int number = 2; number <= 41; number++) {
                ApiClient.of(server).log(RoundBody.win(bot, number));
            }
            // The first never reads.
            for (LiveSubscriber live : crowd.subList(1, crowd.size())) {
                List<JsonNode> frames =
                        live.until(frame -> frame.path("event").asText().equals("session_updated")
                                && frame.at("/data/total_rounds").asInt() == 41);
                assertThat(frames)
                        .filteredOn(frame -> frame.path("event").asText().equals("round"))
                        .extracting(frame -> frame.at("/data/round_number").asInt())
                        .hasSize(40)
                        .isSorted();
            }
        } finally {
            crowd.forEach(LiveSubscriber::close);
        }
    }
}
