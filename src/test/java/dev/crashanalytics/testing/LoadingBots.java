package dev.crashanalytics.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Bots that log rounds until they are closed, each on a connection of its own and waiting for each ack. */
public final class LoadingBots implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CrashServer server;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong acked = new AtomicLong();
    private final List<CompletableFuture<Void>> bots;

    /** Starts some bots, of which each name begins with the prefix. */
    public LoadingBots(CrashServer server, String prefix, int count) {
        this.server = server;
        this.bots = IntStream.range(0, count)
                .mapToObj(i -> new TestRound(prefix + "-" + i, "s1", 1))
                .map(round -> CompletableFuture.runAsync(() -> log(round)))
                .toList();
    }

    /** Waits until some more rounds are acked. */
    public void awaitMore(long rounds) {
        long before = acked.get();
        await().atMost(PATIENCE).until(() -> acked.get() > before + rounds);
    }

    /** Stops them; fails where one was not acked. */
    @Override
    public void close() {
        stopped.set(true);
        bots.forEach(CompletableFuture::join);
    }

    private void log(TestRound round) {
        try (StreamClient stream = StreamClient.connect(server)) {
            for (long number = 1; !stopped.get(); number++) {
                JsonNode answer = stream.exchange(round.withNumber(number).json());
                assertThat(answer.get("type").asText()).as(answer.toString()).isEqualTo("ack");
                acked.incrementAndGet();
            }
        }
    }
}
