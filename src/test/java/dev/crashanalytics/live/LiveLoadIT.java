package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LiveSubscriber;
import dev.crashanalytics.testing.LoadingBot;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Subscribers that are many, slow, or far behind: each loses only itself, and memory keeps its bound. */
class LiveLoadIT {

    private static final int BATCH = 1_000;

    private static final Pattern ROUND_NUMBER = Pattern.compile("\"round_number\":(\\d+)");

    private static CrashServer server;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("live-load")
                .jvmArgument("-Xmx160m")
                .property("crash.live.stalled-timeout", "10s")
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
            // It does not even read the close frame, and is broken off
            await().atMost(Duration.ofSeconds(30)).until(() -> server.metric("crash_live_connections") == 1);

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
    void whoMissedMoreSessionsThanAreKeptGetsThemFromTheStoredRows() {
        // Given a subscriber that does not read, and a bot with more sessions than anybody keeps states of
        int sessions = 10_000;
        String bot = RoundBody.newBot("sessions");
        ApiClient.of(server).log(RoundBody.win(bot, 1).with("session_id", "first"));
        try (LiveSubscriber live = LiveSubscriber.connect(server);
                StreamClient ingest = StreamClient.connect(server)) {
            live.subscribe("bot:" + bot);
            double replayed = server.metric("crash_live_replayed_total");
            long offset = 0;
            for (int from = 0; from < sessions; from += BATCH) {
                StringBuilder message = new StringBuilder("[");
                for (int i = from; i < from + BATCH; i++) {
                    message.append(i == from ? "" : ",")
                            .append(RoundBody.win(bot, 1).with("session_id", "s" + i));
                }
                JsonNode items = ingest.exchange(message.append(']').toString()).get("items");
                offset = items.get(items.size() - 1).get("offset").asLong();
            }

            // When it reads on
            List<JsonNode> frames = live.untilOffset(offset);

            // Then it was too far behind, and yet has the state of every session, in order
            assertThat(frames).anyMatch(frame -> frame.get("type").textValue().equals("lagged"));
            assertThat(frames.stream()
                            .filter(frame -> frame.path("event").asText().startsWith("session_"))
                            .map(frame -> frame.at("/data/session_id").textValue())
                            .distinct())
                    .hasSize(sessions);
            assertThat(frames.stream()
                            .filter(frame -> frame.get("type").textValue().equals("event"))
                            .map(frame -> frame.get("offset").asLong())
                            .toList())
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(server.metric("crash_live_replayed_total")).isGreaterThan(replayed + 1_000);
        }
    }

    /** What a subscriber of the crowd reads: the numbers of its rounds, up to the last. */
    private static List<Integer> readRounds(LiveSubscriber live, int last) {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < last) {
            String text = live.client().readFrame().text();
            int at = text.indexOf("\"event\":\"round\"");
            if (at >= 0) {
                Matcher number = ROUND_NUMBER.matcher(text);
                assertThat(number.find()).isTrue();
                numbers.add(Integer.parseInt(number.group(1)));
            }
        }
        return numbers;
    }

    /** Rounds a second that a bot gets acks for while something else is done. */
    private static double rate(LoadingBot bot, Runnable meanwhile) {
        long before = bot.answered();
        long start = System.nanoTime();
        meanwhile.run();
        return (bot.answered() - before) / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    }

    @Test
    void aThousandSubscribersOfOneSessionGetEveryRoundAndIngestKeepsItsPace() {
        int subscribers = 1_000;
        int rounds = 40;
        String bot = RoundBody.newBot("crowd");
        String other = RoundBody.newBot("ingest");
        ApiClient.of(server).log(RoundBody.win(bot, 1));
        List<LiveSubscriber> crowd = new ArrayList<>();
        ExecutorService readers = Executors.newCachedThreadPool();
        try (LoadingBot load = LoadingBot.start(
                server,
                number -> RoundBody.win(other, number).with("id", number).toString())) {
            // Given a bot that writes as fast as it can, and how fast that is
            await().atMost(Duration.ofSeconds(30)).until(() -> load.answered() > 2_000);
            long paceRounds = load.answered() + 5_000;
            double alone =
                    rate(load, () -> await().atMost(Duration.ofSeconds(60)).until(() -> load.answered() > paceRounds));

            // When a thousand follow the session of another bot, and one more everything, who never reads
            for (int i = 0; i < subscribers; i++) {
                LiveSubscriber live = LiveSubscriber.connect(server);
                crowd.add(live);
                assertThat(live.subscribe("session:" + bot + "/s1").get("type").textValue())
                        .isEqualTo("subscribed");
            }
            LiveSubscriber deaf = LiveSubscriber.connect(server);
            crowd.add(deaf);
            deaf.subscribe("all");
            List<CompletableFuture<List<Integer>>> read = crowd.subList(0, subscribers).stream()
                    .map(live -> CompletableFuture.supplyAsync(() -> readRounds(live, rounds), readers))
                    .toList();
            double watched = rate(load, () -> {
                for (int number = 2; number <= rounds; number++) {
                    ApiClient.of(server).log(RoundBody.win(bot, number));
                }
            });

            // Then each who reads gets every round, once and in order
            List<Integer> all = IntStream.rangeClosed(2, rounds).boxed().toList();
            assertThat(read).allSatisfy(numbers -> assertThat(numbers.join()).isEqualTo(all));
            // Ingest goes on: on two cores that also read for a thousand, at no less than a sixth of its pace
            assertThat(watched / alone).isGreaterThan(1.0 / 6);
            // And the heap of 160 MB was enough for all of it
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
            assertThat(server.heapUsed()).isLessThan(160L << 20);
        } finally {
            crowd.forEach(LiveSubscriber::close);
            readers.shutdownNow();
        }
    }
}
