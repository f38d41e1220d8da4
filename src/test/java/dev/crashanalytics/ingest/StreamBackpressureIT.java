package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestRound;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that does not read slows itself alone, in bounded memory, and is closed in the end. */
class StreamBackpressureIT {
    private static final int FLOOD = 200_000;
    private static final int TIMED_OUT = 4408;
    private static final long HEAP = 256L << 20;
    /** Far below the minutes the flood takes; a busy machine may still take its time. */
    private static final Duration PROMPT = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static CrashServer server;

    @BeforeAll
    static void start() {
        server = CrashServer.builder("backpressure")
                .jvmArgument("-Xmx256m")
                .jvmArgument("-XX:+ExitOnOutOfMemoryError")
                .property("crash.ingest.stalled-timeout", "3s")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void floodThatIsNeverReadBlocksAndIsClosedWhileOthersAreServed() {
        double closes = server.metric("crash_ingest_closes_total", "code=\"4408\"");
        AtomicLong accepted = new AtomicLong();
        try (StreamClient flooding = StreamClient.connect(server);
                StreamClient other = StreamClient.connect(server)) {
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> flood(flooding, accepted));

            CompletableFuture<Void> prompt = CompletableFuture.runAsync(() -> exchangePromptly(other));
            // Its sends block: nothing more is accepted, though it has far more to send and is not closed yet.
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(100))
                    .during(Duration.ofMillis(700))
                    .atMost(PATIENCE)
                    .until(() -> before.getAndSet(accepted.get()) == accepted.get());
            assertThat(accepted.get()).isPositive().isLessThan(FLOOD);
            assertThat(server.metric("crash_ingest_closes_total", "code=\"4408\""))
                    .isEqualTo(closes);

            assertThat(prompt).succeedsWithin(PATIENCE);
            await().atMost(PATIENCE)
                    .until(() -> server.metric("crash_ingest_closes_total", "code=\"4408\"") == closes + 1);
            assertThat(server.heapUsed()).isLessThan(HEAP);

            long acks = acksBeforeClose(flooding);

            assertThat(acks).isPositive();
            assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds WHERE bot_id = 'flood'"))
                    .isGreaterThanOrEqualTo(acks);
            flooding.close();
            assertThat(flood).succeedsWithin(PATIENCE);
            awaitNoConnectionButThatOf(other);
        }
    }

    @Test
    void clientThatReadsMayPipelineTwoHundredThousand() {
        try (StreamClient client = StreamClient.connect(server)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (long number = 1; number <= FLOOD; number++) {
                    client.send(new TestRound("eager", "s1", number).jsonWithId(number));
                }
            });

            for (long number = 1; number <= FLOOD; number++) {
                String ack = client.readFrame().text();
                assertThat(ack).startsWith("{\"type\":\"ack\",\"id\":" + number + ",");
                assertThat(ack).contains("\"duplicate\":false");
            }

            assertThat(sending).succeedsWithin(PATIENCE);
            assertThat(server.heapUsed()).isLessThan(HEAP);
            assertThat(Sql.one(
                            server,
                            "SELECT count(*) || ' ' || count(DISTINCT round_number) || ' ' || max(round_number)"
                                    + " FROM crash_game_rounds WHERE bot_id = 'eager'"))
                    .isEqualTo(FLOOD + " " + FLOOD + " " + FLOOD);
            assertThat(Sql.count(server, "SELECT total_rounds FROM session_logs WHERE bot_id = 'eager'"))
                    .isEqualTo(FLOOD);
        }
    }

    @Test
    void clientsThatVanishWhilePausedLeaveNothingBehind() {
        for (int i = 0; i < 5; i++) {
            String bot = "gone-" + i;
            AtomicLong accepted = new AtomicLong();
            double pauses = server.metric("crash_ingest_pauses_total");
            try (StreamClient client = StreamClient.connect(server)) {
                CompletableFuture.runAsync(() -> {
                    for (long number = 1; number <= FLOOD; number++) {
                        client.send(new TestRound(bot, "s1", number).json());
                        accepted.set(number);
                    }
                });
                await().atMost(PATIENCE).until(() -> server.metric("crash_ingest_pauses_total") > pauses);
            }
        }

        await().atMost(PATIENCE).until(() -> server.metric("crash_ingest_connections") == 0);
        await().atMost(PATIENCE).until(() -> server.metric("crash_ingest_queue_items") == 0);
    }

    @Test
    void refusedMessagesTakeBoundedMemoryToo() {
        String bad = IntStream.range(0, 5_000)
                .mapToObj(field -> "\"" + "x".repeat(100) + field + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
        byte[] frame = StreamClient.frame(StreamClient.TEXT, true, bad.getBytes(StandardCharsets.UTF_8));
        try (StreamClient client = StreamClient.connect(server)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 300; i++) {
                    client.sendBytes(frame);
                }
            });

            for (int i = 0; i < 300; i++) {
                assertThat(client.readJson().get("code").textValue()).isEqualTo("invalid");
            }

            assertThat(sending).succeedsWithin(PATIENCE);
            assertThat(server.heapUsed()).isLessThan(HEAP);
        }
    }

    private static void exchangePromptly(StreamClient client) {
        for (long number = 1; number <= 200; number++) {
            long start = System.nanoTime();
            JsonNode ack = client.exchange(new TestRound("prompt", "s1", number).json());
            assertThat(ack.get("type").textValue()).isEqualTo("ack");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
        }
    }

    private static void flood(StreamClient client, AtomicLong accepted) {
        try {
            for (long number = 1; number <= FLOOD; number++) {
                client.send(new TestRound("flood", "s1", number).json());
                accepted.set(number);
            }
        } catch (UncheckedIOException closed) {
            // by the test, or by the server that has lost patience
        }
    }

    /** Reads what there is to read, the close frame of a lost patience last. */
    private static long acksBeforeClose(StreamClient client) {
        long acks = 0;
        StreamClient.Frame frame = client.readFrame();
        while (frame.opcode() == StreamClient.TEXT) {
            assertThat(StreamClient.json(frame).get("round_number").longValue()).isEqualTo(++acks);
            frame = client.readFrame();
        }
        assertThat(frame.closeCode()).isEqualTo(TIMED_OUT);
        return acks;
    }

    private static void awaitNoConnectionButThatOf(StreamClient other) {
        assertThat(other.exchange(new TestRound("prompt", "s1", 1).json())
                        .get("duplicate")
                        .booleanValue())
                .isTrue();
        await().atMost(PATIENCE).until(() -> server.metric("crash_ingest_connections") == 1);
    }
}
