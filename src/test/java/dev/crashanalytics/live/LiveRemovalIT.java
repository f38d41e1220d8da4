package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.Cleanups;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.EventStream;
import dev.crashanalytics.testing.LiveSubscriber;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows that are removed are gone from the feed: nobody is told that it got everything where something is missing. */
class LiveRemovalIT {

    private static final String OLD = "2026-01-02T03:04:05Z";
    private static final LocalDate FIRST_KEPT = LocalDate.parse("2026-02-01");

    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("live-removal")
                .property("crash.maintenance.allow-reset", "true")
                .start();
        api = ApiClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long offset(RoundBody round) {
        return api.post("/rounds", round).expect(201).get("offset").asLong();
    }

    private static RoundBody old(String bot, int number) {
        return RoundBody.win(bot, number).with("round_start_timestamp", OLD);
    }

    private static String epoch() {
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            return live.hello().get("epoch").textValue();
        }
    }

    private static JsonNode since(String topic, String epoch, long offset) {
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            return live.subscribe(topic, epoch, offset);
        }
    }

    private static boolean isRecovered(String topic, long offset) {
        return since(topic, epoch(), offset).get("recovered").booleanValue();
    }

    @Test
    void whoHasSeenLessThanWasRemovedGetsASnapshot() {
        // Given a bot with two rounds of old and one of today, and another bot
        String bot = RoundBody.newBot("cleaned");
        String other = RoundBody.newBot("kept");
        long otherFirst = offset(RoundBody.win(other, 1));
        offset(RoundBody.win(other, 2));
        long first = offset(old(bot, 1));
        long second = offset(old(bot, 2));
        offset(RoundBody.win(bot, 3));

        // When the old ones are removed
        Cleanups.run(server, FIRST_KEPT, "");

        // Then who has not seen them all begins anew
        JsonNode answer = since("session:" + bot + "/s1", epoch(), first);
        assertThat(answer.get("recovered").booleanValue()).isFalse();
        assertThat(answer.at("/snapshot/session/total_rounds").asInt()).isEqualTo(3);
        assertThat(answer.at("/snapshot/rounds")).hasSize(1);
        assertThat(isRecovered("bot:" + bot, second - 1)).isFalse();
        assertThat(isRecovered("game:aviator", second - 1)).isFalse();
        assertThat(isRecovered("all", second - 1)).isFalse();
        // And who has, or follows another bot, goes on
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            assertThat(live.subscribe("bot:" + bot, epoch(), second)
                            .get("recovered")
                            .booleanValue())
                    .isTrue();
            assertThat(live.until(frame -> frame.path("event").asText().equals("session_updated")))
                    .filteredOn(frame -> frame.path("event").asText().equals("round"))
                    .extracting(frame -> frame.at("/data/round_number").asInt())
                    .containsExactly(3);
        }
        assertThat(isRecovered("bot:" + other, otherFirst)).isTrue();
    }

    @Test
    void whatBelongsToARoundOrNeverGotOneIsMissedAsWell() {
        String bot = RoundBody.newBot("parts");
        long round = offset(old(bot, 1));
        long signal;
        long early;
        long late;
        long error;
        try (StreamClient stream = StreamClient.connect(server)) {
            // A signal and an error of the removed round, logged later; and rows whose round never came
            signal = ack(stream, RoundBody.key(bot, 1).with("type", "signal"));
            error = ack(
                    stream,
                    RoundBody.empty()
                            .with("type", "error")
                            .with("bot_id", bot)
                            .with("session_id", "s1")
                            .with("round_number", 1)
                            .with("error_type", "timeout"));
            early = ack(
                    stream,
                    RoundBody.key(bot, 9)
                            .with("type", "multiplier")
                            .with("multiplier", "1.10")
                            .with("timestamp", OLD));
            late = ack(
                    stream,
                    RoundBody.empty()
                            .with("type", "error")
                            .with("bot_id", bot)
                            .with("error_type", "timeout")
                            .with("timestamp", OLD));
        }
        assertThat(List.of(round, signal, error, early, late)).isSorted();
        assertThat(isRecovered("bot:" + bot, round)).isTrue();

        Cleanups.run(server, FIRST_KEPT, "");

        assertThat(isRecovered("bot:" + bot, signal - 1)).isFalse();
        assertThat(isRecovered("bot:" + bot, error - 1)).isFalse();
        assertThat(isRecovered("bot:" + bot, early - 1)).isFalse();
        assertThat(isRecovered("bot:" + bot, late - 1)).isFalse();
        assertThat(isRecovered("bot:" + bot, late)).isTrue();
    }

    @Test
    void figuresThatAreForgottenAreNoLongerWhatWasSeen() {
        String bot = RoundBody.newBot("forgotten");
        offset(old(bot, 1));
        long today = offset(RoundBody.win(bot, 2));
        assertThat(isRecovered("bot:" + bot, today)).isTrue();

        Cleanups.run(server, FIRST_KEPT, "&forget=true");

        JsonNode answer = since("session:" + bot + "/s1", epoch(), today);
        assertThat(answer.get("recovered").booleanValue()).isFalse();
        assertThat(answer.at("/snapshot/session/total_rounds").asInt()).isEqualTo(1);
    }

    @Test
    void aReplayThatIsOvertakenByARemovalBeginsAnewWithASnapshot() {
        // Given many old rounds, and a subscriber that has read the first of them
        int rounds = 16_000;
        String bot = RoundBody.newBot("overtaken");
        String epoch = epoch();
        long first = offset(old(bot, 1));
        try (StreamClient stream = StreamClient.connect(server)) {
            for (int from = 2; from <= rounds; from += 1_000) {
                StringBuilder message = new StringBuilder("[");
                for (int number = from; number < Math.min(rounds + 1, from + 1_000); number++) {
                    message.append(number == from ? "" : ",").append(old(bot, number));
                }
                assertThat(stream.exchange(message.append(']').toString()).get("items"))
                        .allMatch(item -> item.get("type").textValue().equals("ack"));
            }
        }
        try (LiveSubscriber live = LiveSubscriber.connect(server)) {
            assertThat(live.subscribe("bot:" + bot, epoch, first)
                            .get("recovered")
                            .booleanValue())
                    .isTrue();
            live.until(frame -> frame.path("event").asText().equals("round"));

            // When all are removed before it reads on
            Cleanups.run(server, FIRST_KEPT, "");

            // Then it gets what was on its way, without a hole, and then the state that is stored
            List<JsonNode> frames =
                    live.until(frame -> frame.get("type").textValue().equals("subscribed"));
            List<Integer> numbers = frames.stream()
                    .filter(frame -> frame.path("event").asText().equals("round"))
                    .map(frame -> frame.at("/data/round_number").asInt())
                    .toList();
            assertThat(numbers).hasSizeLessThan(rounds - 2);
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(i + 3);
            }
            JsonNode anew = frames.get(frames.size() - 1);
            assertThat(anew.get("recovered").booleanValue()).isFalse();
            assertThat(anew.get("id").textValue()).isEqualTo("bot:" + bot);
            assertThat(anew.at("/snapshot/sessions/0/total_rounds").asInt()).isEqualTo(rounds);
            assertThat(anew.at("/snapshot/rounds")).isEmpty();
            // And what follows
            long next = offset(RoundBody.win(bot, rounds + 1));
            assertThat(live.next().get("offset").asLong()).isEqualTo(next);
        }
    }

    @Test
    void aResetIsTheEndOfTheEpochForWhoeverFollows() throws IOException {
        String bot = RoundBody.newBot("reset");
        long before = offset(RoundBody.win(bot, 1));
        String epoch = epoch();
        try (LiveSubscriber live = LiveSubscriber.connect(server);
                EventStream stream = EventStream.open(server, "all", null)) {
            live.subscribe("all");
            assertThat(stream.next().name()).isEqualTo("subscribed");

            // When the database is emptied
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> api.post("/maintenance/reset", "").status() == 200);

            // Then both are sent away
            assertThat(live.client().readCloseCode()).isEqualTo(1012);
            assertThat(stream.next()).isNull();
        }
        // And come back to an empty feed under another epoch, by whichever way
        JsonNode answer = since("all", epoch, before);
        assertThat(answer.get("recovered").booleanValue()).isFalse();
        assertThat(answer.get("epoch").textValue()).isNotEqualTo(epoch);
        assertThat(answer.at("/snapshot/sessions")).isEmpty();
        try (EventStream stream = EventStream.open(server, "all", epoch + ":" + before)) {
            EventStream.Event subscribed = stream.next();
            assertThat(subscribed.data().get("recovered").booleanValue()).isFalse();
            assertThat(subscribed.data().get("offset").asLong()).isZero();
            assertThat(offset(RoundBody.win(bot, 1))).isEqualTo(2);
            assertThat(stream.next().name()).isEqualTo("session_started");
            assertThat(stream.next().id())
                    .isEqualTo(subscribed.data().get("epoch").textValue() + ":2");
        }
    }

    private static long ack(StreamClient stream, RoundBody item) {
        JsonNode answer = stream.exchange(item.toString());
        assertThat(answer.get("type").textValue()).as(answer.toString()).isEqualTo("ack");
        return answer.get("offset").asLong();
    }
}
