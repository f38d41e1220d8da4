package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LoadingBot;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestRound;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

/** SIGKILL of the packaged server under load, several times: what was acked is there, once. */
class ServerKillIT {
    private static final int KILLS = 3;
    private static final int STREAMS = 3;
    private static final int ACKED_BEFORE_KILL = 500;

    @Test
    void everyAckedRoundSurvivesAndNothingIsStoredTwice() throws Exception {
        try (CrashServer server = CrashServer.builder("kill").start()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                List<LoadingBot> bots = new ArrayList<>();
                for (int i = 0; i < STREAMS; i++) {
                    TestRound round = round("kill-" + i, kill);
                    bots.add(LoadingBot.start(
                            server, number -> round.withNumber(number).jsonWithId(number)));
                }
                Set<Long> postedByRest = new ConcurrentSkipListSet<>();
                CompletableFuture<Void> rest =
                        CompletableFuture.runAsync(() -> postUntilItFails(server, round("kill-rest", 1), postedByRest));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> bots.stream().allMatch(bot -> bot.acked().size() >= ACKED_BEFORE_KILL)
                                && !postedByRest.isEmpty());

                server.kill();
                bots.forEach(LoadingBot::awaitEnd);
                rest.join();
                server.restart();

                for (int i = 0; i < STREAMS; i++) {
                    assertSurvived(server, round("kill-" + i, kill), bots.get(i));
                }
                try (Connection connection = server.connection()) {
                    assertThat(TestRound.stored(connection, "kill-rest", "s1").keySet())
                            .containsAll(postedByRest);
                }
                assertThat(SessionCheck.complaints(server, "kill-")).isEmpty();
            }
        }
    }

    private static TestRound round(String bot, int session) {
        return new TestRound(bot, "s" + session, 1);
    }

    private static void assertSurvived(CrashServer server, TestRound round, LoadingBot bot) throws Exception {
        Map<Long, TestRound.Stored> stored;
        try (Connection connection = server.connection()) {
            stored = TestRound.stored(connection, round.botId(), round.sessionId());
        }
        assertThat(bot.refused()).isEmpty();
        assertThat(stored.keySet()).containsAll(bot.acked().keySet());
        assertThat(stored)
                .allSatisfy((number, row) -> assertThat(round.withNumber(number).isStoredAs(row))
                        .as("round %d as %s", number, row)
                        .isTrue());

        Map<Long, JsonNode> again = resend(server, round, bot.sent());

        again.forEach((number, ack) -> {
            assertThat(ack.get("duplicate").booleanValue())
                    .as("round %d", number)
                    .isEqualTo(stored.containsKey(number));
            if (bot.acked().containsKey(number)) {
                assertThat(ack.get("round_id"))
                        .isEqualTo(bot.acked().get(number).get("round_id"));
                assertThat(ack.get("offset")).isEqualTo(bot.acked().get(number).get("offset"));
            }
        });
        try (Connection connection = server.connection()) {
            assertThat(TestRound.stored(connection, round.botId(), round.sessionId()))
                    .hasSize((int) bot.sent());
        }
    }

    private static Map<Long, JsonNode> resend(CrashServer server, TestRound round, long count) {
        LoadingBot again = LoadingBot.start(
                server, number -> number <= count ? round.withNumber(number).jsonWithId(number) : park());
        try (again) {
            await().atMost(Duration.ofSeconds(60)).until(() -> again.answered() >= count);
            assertThat(again.refused()).isEmpty();
            return again.acked();
        }
    }

    /** Ends the sending. */
    private static String park() {
        throw new UncheckedIOException(new java.io.IOException("all sent"));
    }

    private static void postUntilItFails(CrashServer server, TestRound round, Set<Long> posted) {
        long number = 1;
        try (StreamClient ignored = StreamClient.connect(server)) {
            while (true) {
                int status = server.send(
                                "POST",
                                "/api/v1/rounds",
                                round.withNumber(number).json())
                        .statusCode();
                if (status == 200 || status == 201) {
                    posted.add(number);
                }
                number++;
            }
        } catch (UncheckedIOException killed) {
            // as planned
        }
    }
}
