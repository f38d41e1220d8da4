package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestRound;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Silent clients are closed; those that answer pings, and those the server itself has paused, are not. */
class StreamIdleIT {
    private static final int TIMED_OUT = 4408;
    /** Comes back in each answer, so that few answers fill every buffer on the way. */
    private static final String LONG_ID = "x".repeat(200);

    private static final Duration IDLE = Duration.ofSeconds(1);

    private static CrashServer server;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("idle")
                .property("crash.ingest.ping-interval", "200ms")
                .property("crash.ingest.idle-timeout", IDLE.toMillis() + "ms")
                .property("crash.ingest.max-connections", "3")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void silentClientIsClosed() {
        try (StreamClient client = StreamClient.connect(server).ignorePings()) {
            assertThat(client.readCloseCode()).isEqualTo(TIMED_OUT);
        }
    }

    @Test
    void clientThatAnswersPingsStaysAndCanStillSend() {
        TestRound round = new TestRound("patient", "s1", 1);
        try (StreamClient client = StreamClient.connect(server)) {
            CompletableFuture<StreamClient.Frame> next = CompletableFuture.supplyAsync(client::readFrame);

            await().during(IDLE.multipliedBy(3)).atMost(IDLE.multipliedBy(20)).until(() -> !next.isDone());
            client.send(round.json());
            assertThat(next).succeedsWithin(Duration.ofSeconds(10));
            assertThat(next.join().text()).startsWith("{\"type\":\"ack\"");
        }
    }

    @Test
    void clientThatIsPausedIsNotIdle() {
        double closes = server.metric("crash_ingest_closes_total", "code=\"4408\"");
        try (StreamClient client = StreamClient.connect(server).ignorePings()) {
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                for (long number = 1; number <= 30_000; number++) {
                    client.send("{\"id\":\"" + LONG_ID + "\",\"x\":" + number + "}");
                }
            });
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.metric("crash_ingest_pauses_total", "reason=\"peer_not_reading\"") > 0);

            // Nothing is heard of it for much longer than the idle timeout, since it is not listened to.
            await().during(IDLE.multipliedBy(3))
                    .atMost(IDLE.multipliedBy(10))
                    .until(() -> server.metric("crash_ingest_closes_total", "code=\"4408\"") == closes);

            for (long number = 1; number <= 30_000; number++) {
                assertThat(client.readFrame().text()).contains(LONG_ID);
            }
            assertThat(flood).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void connectionBeyondTheLimitIsToldToComeAgain() {
        await().until(() -> server.metric("crash_ingest_connections") == 0);
        try (StreamClient one = StreamClient.connect(server);
                StreamClient two = StreamClient.connect(server);
                StreamClient three = StreamClient.connect(server);
                StreamClient four = StreamClient.open(server)) {
            assertThat(four.readCloseCode()).isEqualTo(1013);
            assertThat(one.exchange(new TestRound("first", "s1", 1).json())
                            .get("type")
                            .textValue())
                    .isEqualTo("ack");
            two.close();
            await().until(() -> server.metric("crash_ingest_connections") < 3);
            try (StreamClient again = StreamClient.open(server)) {
                assertThat(again.readJson().get("type").textValue()).isEqualTo("hello");
            }
        }
    }
}
