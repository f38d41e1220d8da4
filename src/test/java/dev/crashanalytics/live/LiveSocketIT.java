package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LiveSubscriber;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live WebSocket, one client at a time. */
class LiveSocketIT {

    private final ApiClient api = ApiClient.shared();

    private static LiveSubscriber connect() {
        return LiveSubscriber.connect(CrashServer.shared());
    }

    private static String name(JsonNode frame) {
        return frame.path("event").asText();
    }

    @Test
    void helloTellsLimitsAndWhereTheFeedStands() {
        try (LiveSubscriber live = connect()) {
            assertThat(live.hello().get("type").textValue()).isEqualTo("hello");
            assertThat(live.hello().get("protocol").textValue()).isEqualTo("1");
            assertThat(live.hello().at("/limits/max_message_bytes").intValue()).isEqualTo(65_536);
            assertThat(live.hello().at("/limits/max_subscriptions").intValue()).isEqualTo(64);
            assertThat(live.hello().get("epoch").textValue()).hasSize(36);
            assertThat(live.hello().get("offset").isIntegralNumber()).isTrue();
        }
    }

    @Test
    void aSessionIsItsSnapshotAndThenEveryEventAsTheRestCallsTellIt() {
        // Given a session with a round
        String bot = RoundBody.newBot("live");
        long first = api.log(RoundBody.win(bot, 1).raw("metadata", "{\"table\":1.50}"));
        try (LiveSubscriber live = connect()) {
            // When somebody subscribes
            JsonNode subscribed = live.subscribe("session:" + bot + "/s1");

            // Then the snapshot is what is stored
            assertThat(subscribed.get("type").textValue()).isEqualTo("subscribed");
            assertThat(subscribed.get("id")).isEqualTo(subscribed.get("topic"));
            assertThat(subscribed.get("recovered").booleanValue()).isFalse();
            assertThat(subscribed.at("/snapshot/session"))
                    .isEqualTo(plain(api.get("/sessions/s1?bot_id=" + bot).json()));
            assertThat(subscribed.at("/snapshot/rounds")).hasSize(1);
            assertThat(subscribed.at("/snapshot/rounds/0")).isEqualTo(plain(api.round(first)));

            // And what follows comes as events, without a gap
            JsonNode receipt =
                    api.post("/rounds", RoundBody.loss(bot, 2)).expect(201).json();
            JsonNode round = live.next();
            assertThat(name(round)).isEqualTo("round");
            assertThat(round.get("offset")).isEqualTo(plain(receipt.get("offset")));
            assertThat(round.get("offset").longValue())
                    .isGreaterThan(subscribed.get("offset").longValue());
            assertThat(round.get("topic").textValue()).isEqualTo("session:" + bot + "/s1");
            assertThat(round.get("data"))
                    .isEqualTo(plain(api.round(receipt.get("round_id").asLong())));
            JsonNode updated = live.next();
            assertThat(name(updated)).isEqualTo("session_updated");
            assertThat(updated.get("offset").longValue())
                    .isEqualTo(round.get("offset").longValue() + 1);
            assertThat(updated.get("data"))
                    .isEqualTo(plain(api.get("/sessions/s1?bot_id=" + bot).json()));

            // And so do its other events
            api.post("/rounds/" + first + "/signals", "{\"signal_type\":\"trend\",\"predicted_multiplier\":\"2.00\"}")
                    .expect(201);
            JsonNode signal = live.next();
            assertThat(name(signal)).isEqualTo("signal");
            assertThat(signal.at("/data/predicted_multiplier").decimalValue()).isEqualByComparingTo("2.00");
            api.post("/rounds/" + first + "/multipliers", "{\"multiplier\":\"1.70\"}")
                    .expect(201);
            assertThat(name(live.next())).isEqualTo("multiplier");
            api.post(
                            "/errors",
                            RoundBody.empty()
                                    .with("bot_id", bot)
                                    .with("session_id", "s1")
                                    .with("error_type", "timeout"))
                    .expect(201);
            assertThat(live.next().at("/data/error_type").textValue()).isEqualTo("timeout");
            api.send("PATCH", "/sessions/s1?bot_id=" + bot, "application/json", "{\"final_balance\":\"7.00\"}")
                    .expect(200);
            JsonNode closed = live.next();
            assertThat(name(closed)).isEqualTo("session_closed");
            assertThat(closed.at("/data/status").textValue()).isEqualTo("completed");
            assertThat(closed.at("/data/final_balance").decimalValue()).isEqualByComparingTo("7.00");
        }
    }

    @Test
    void topicsOfTwoBotsUnderOneSessionIdAreApart() {
        String one = RoundBody.newBot("one");
        String other = RoundBody.newBot("other");
        api.log(RoundBody.win(one, 1));
        api.log(RoundBody.win(other, 1));
        try (LiveSubscriber live = connect()) {
            live.subscribe("session:" + one + "/s1");
            JsonNode latest = live.subscribe("session:s1");
            assertThat(latest.at("/snapshot/session/bot_id").textValue()).isEqualTo(other);

            api.log(RoundBody.win(other, 2));
            api.log(RoundBody.win(one, 2));

            List<JsonNode> frames = List.of(live.next(), live.next(), live.next(), live.next());
            assertThat(frames).filteredOn(frame -> name(frame).equals("round")).hasSize(2);
            for (JsonNode frame : frames) {
                boolean named = frame.get("topic").textValue().equals("session:s1");
                assertThat(frame.at("/data/bot_id").textValue()).isEqualTo(named ? other : one);
            }
        }
    }

    @Test
    void botGameAndAllGetTheEventsOfTheirs() {
        String bot = RoundBody.newBot("bot");
        api.post("/bots", RoundBody.empty().with("bot_id", bot)).expect(201);
        try (LiveSubscriber live = connect()) {
            assertThat(live.subscribe("bot:" + bot).at("/snapshot/sessions")).isEmpty();
            assertThat(live.subscribe("game:jetx").at("/snapshot/sessions").isArray())
                    .isTrue();
            api.log(RoundBody.win(bot, 1));

            assertThat(List.of(name(live.next()), name(live.next()), name(live.next())))
                    .containsExactly("session_started", "round", "session_updated");

            api.post("/errors", RoundBody.empty().with("bot_id", bot).with("error_type", "timeout"))
                    .expect(201);
            assertThat(name(live.next())).isEqualTo("error");
        }
    }

    @Test
    void whatWasMissedIsReplayedAndTheFiguresOnlyOnce() {
        String bot = RoundBody.newBot("replay");
        long start = api.post("/rounds", RoundBody.win(bot, 1))
                .expect(201)
                .get("offset")
                .asLong();
        for (int number = 2; number <= 20; number++) {
            api.log(RoundBody.win(bot, number));
        }
        String topic = "session:" + bot + "/s1";
        try (LiveSubscriber live = connect()) {
            JsonNode subscribed =
                    live.subscribe(topic, live.hello().get("epoch").textValue(), start);

            assertThat(subscribed.get("recovered").booleanValue()).isTrue();
            assertThat(subscribed.get("offset").longValue()).isEqualTo(start);
            assertThat(subscribed.get("snapshot").isNull()).isTrue();
            List<JsonNode> frames = live.until(frame -> name(frame).equals("session_updated"));
            assertThat(frames).hasSize(20);
            assertThat(frames)
                    .extracting(frame -> frame.at("/data/round_number").asInt())
                    .startsWith(2, 3, 4)
                    .endsWith(20, 0);
            assertThat(frames)
                    .extracting(frame -> frame.get("offset").asLong())
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .allMatch(offset -> offset > start);

            // And the live ones follow
            api.log(RoundBody.win(bot, 21));
            assertThat(live.next().at("/data/round_number").asInt()).isEqualTo(21);
        }
    }

    @Test
    void anotherEpochOrAnOffsetBeyondTheHeadIsASnapshot() {
        String bot = RoundBody.newBot("lost");
        api.log(RoundBody.win(bot, 1));
        try (LiveSubscriber live = connect()) {
            String epoch = live.hello().get("epoch").textValue();
            JsonNode other = live.subscribe("bot:" + bot, "another", 1);
            assertThat(other.get("recovered").booleanValue()).isFalse();
            assertThat(other.at("/snapshot/rounds")).hasSize(1);

            JsonNode beyond = live.subscribe("session:" + bot + "/s1", epoch, Long.MAX_VALUE);
            assertThat(beyond.get("recovered").booleanValue()).isFalse();
            assertThat(beyond.get("epoch").textValue()).isEqualTo(epoch);
        }
    }

    @Test
    void unsubscribedIsQuietAndMaySubscribeAgain() {
        String bot = RoundBody.newBot("quiet");
        api.log(RoundBody.win(bot, 1));
        try (LiveSubscriber live = connect()) {
            live.subscribe("bot:" + bot);
            JsonNode ended = live.exchange("{\"type\":\"unsubscribe\",\"id\":7,\"topic\":\"bot:" + bot + "\"}");
            assertThat(ended.get("type").textValue()).isEqualTo("unsubscribed");
            assertThat(ended.get("id").intValue()).isEqualTo(7);

            api.log(RoundBody.win(bot, 2));

            assertThat(live.subscribe("bot:" + bot).at("/snapshot/rounds")).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "all:",
                "session:",
                "session:a/",
                "session:/b",
                "session:a/b/c",
                "bot:%",
                "bot:%zz",
                "bot:%ff",
                "bot:%00",
                "game:",
                "bot:123456789012345678901234567890123456789012345678901"
            })
    void unknownTopicsAreToldSo(String topic) {
        try (LiveSubscriber live = connect()) {
            JsonNode error = live.subscribe(topic);

            assertThat(error.get("type").textValue()).isEqualTo("error");
            assertThat(error.get("code").textValue()).isEqualTo("unknown_topic");
            assertThat(error.get("id").textValue()).isEqualTo(topic);
        }
    }

    @Test
    void topicsOfNothingAreToldSoAsTheRestCallsDo() {
        try (LiveSubscriber live = connect()) {
            assertThat(live.subscribe("session:nobody/none").get("code").textValue())
                    .isEqualTo("session_not_found");
            assertThat(live.subscribe("session:" + RoundBody.newBot("none"))
                            .get("code")
                            .textValue())
                    .isEqualTo("session_not_found");
            assertThat(live.subscribe("bot:" + RoundBody.newBot("none"))
                            .get("code")
                            .textValue())
                    .isEqualTo("bot_not_found");
            assertThat(live.subscribe("game:poker").get("code").textValue()).isEqualTo("game_not_found");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "[{\"type\":\"subscribe\",\"topic\":\"all\"}]",
                "1",
                "{}",
                "{\"type\":\"round\",\"topic\":\"all\"}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"topic\":7}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"extra\":1}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"topic\":\"all\"}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"since\":3}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"since\":{}}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"since\":{\"epoch\":\"e\",\"offset\":-1}}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"since\":{\"epoch\":\"e\",\"offset\":1.5}}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"since\":{\"epoch\":\"e\",\"offset\":1e99}}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"since\":{\"epoch\":1,\"offset\":1}}",
                "{\"type\":\"unsubscribe\",\"topic\":\"all\",\"since\":{\"epoch\":\"e\",\"offset\":1}}",
                "{\"type\":\"subscribe\",\"topic\":\"all\",\"id\":{}}"
            })
    void malformedMessagesCostOnlyThemselves(String message) {
        try (LiveSubscriber live = connect()) {
            JsonNode error = live.exchange(message);

            assertThat(error.get("type").textValue()).as(message).isEqualTo("error");
            assertThat(error.get("code").textValue()).isIn("malformed_json", "invalid");
            assertThat(error.get("retryable").booleanValue()).isFalse();
            assertThat(live.subscribe("all").get("type").textValue()).isEqualTo("subscribed");
        }
    }

    @Test
    void aTopicTwiceAndTooManyTopicsAreRefused() {
        String bot = RoundBody.newBot("many");
        api.log(RoundBody.win(bot, 1));
        try (LiveSubscriber live = connect()) {
            live.subscribe("bot:" + bot);
            assertThat(live.subscribe("bot:" + bot).get("code").textValue()).isEqualTo("already_subscribed");
        }
        try (LiveSubscriber live = connect()) {
            for (int i = 0; i < 64; i++) {
                String session = RoundBody.newBot("s");
                api.log(RoundBody.win(bot, 1).with("session_id", session));
                assertThat(live.subscribe("session:" + bot + "/" + session)
                                .get("type")
                                .textValue())
                        .isEqualTo("subscribed");
            }
            JsonNode error = live.subscribe("all");
            assertThat(error.get("code").textValue()).isEqualTo("too_many_subscriptions");
        }
    }

    @Test
    void binaryMessagesAreRefusedAndLargeOnesEndTheConnection() {
        try (LiveSubscriber live = connect()) {
            live.client().sendFrame(StreamClient.BINARY, true, new byte[] {1, 2, 3});
            assertThat(live.next().get("code").textValue()).isEqualTo("malformed_json");

            live.send("x".repeat(70_000));
            assertThat(live.client().readCloseCode()).isEqualTo(1009);
        }
    }

    @Test
    void aClientThatAsksAndNeverReadsIsClosed() {
        try (LiveSubscriber live = connect()) {
            // Given a client that answers no ping, and has been sent 512 frames, the hello among them
            live.client().ignorePings();
            for (int i = 0; i < 511; i++) {
                assertThat(live.exchange("{}").get("type").textValue()).isEqualTo("error");
            }

            // When it asks once more
            live.send("{}");

            // Then that is the end, however much the network would still take
            assertThat(live.client().readCloseCode()).isEqualTo(4429);
        }
    }

    @Test
    void aClientThatReadsMayAskWithoutEnd() {
        try (LiveSubscriber live = connect()) {
            for (int i = 0; i < 20; i++) {
                for (int j = 0; j < 100; j++) {
                    live.send("{}");
                }
                for (int j = 0; j < 100; j++) {
                    assertThat(live.next().get("type").textValue()).isEqualTo("error");
                }
            }
            assertThat(live.subscribe("all").get("type").textValue()).isEqualTo("subscribed");
        }
    }

    /** Decimals as this class's other reader makes them. */
    private static JsonNode plain(JsonNode json) {
        try {
            return new ObjectMapper().readTree(json.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
