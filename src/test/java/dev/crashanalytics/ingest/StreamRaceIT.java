package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TestFiles;
import dev.crashanalytics.testing.TestRound;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Connections that race each other. */
class StreamRaceIT {
    private static final int ROUNDS = 2_000;

    private final CrashServer server = CrashServer.shared();
    private final String bot = TestFiles.unique("race");

    @Test
    void sameFactsFromTwoConnectionsAreStoredOnce() throws Exception {
        List<List<JsonNode>> answers = race(
                2,
                racer -> LongStream.rangeClosed(1, ROUNDS)
                        .mapToObj(number -> new TestRound(bot, "s1", number).json())
                        .toList());

        for (int i = 0; i < ROUNDS; i++) {
            JsonNode one = answers.get(0).get(i);
            JsonNode other = answers.get(1).get(i);
            assertThat(List.of(
                            one.get("duplicate").booleanValue(),
                            other.get("duplicate").booleanValue()))
                    .as("round %d", i + 1)
                    .containsExactlyInAnyOrder(true, false);
            assertThat(other.get("round_id")).isEqualTo(one.get("round_id"));
            assertThat(other.get("offset")).isEqualTo(one.get("offset"));
        }
        try (Connection connection = server.connection()) {
            assertThat(TestRound.stored(connection, bot, "s1")).hasSize(ROUNDS);
        }
    }

    @Test
    void differentFactsHaveOneWinnerARound() throws Exception {
        List<List<JsonNode>> answers = race(
                2,
                racer -> LongStream.rangeClosed(1, ROUNDS)
                        .mapToObj(number -> new TestRound(bot, "s1", number)
                                .json()
                                .replaceFirst("\"stake_value\":[0-9.]+", "\"stake_value\":" + (racer + 1)))
                        .toList());

        Map<Long, TestRound.Stored> stored;
        try (Connection connection = server.connection()) {
            stored = TestRound.stored(connection, bot, "s1");
        }
        assertThat(stored).hasSize(ROUNDS);
        for (int i = 0; i < ROUNDS; i++) {
            int winner = answers.get(0).get(i).get("type").textValue().equals("ack") ? 0 : 1;
            JsonNode won = answers.get(winner).get(i);
            JsonNode lost = answers.get(1 - winner).get(i);
            assertThat(won.get("duplicate").booleanValue()).isFalse();
            assertThat(lost.get("code").textValue()).isEqualTo("round_conflict");
            assertThat(stored.get(i + 1L).stake()).isEqualByComparingTo(Integer.toString(winner + 1));
        }
    }

    @Test
    void twentyConnectionsRegisterOneBotAndOneSession() throws Exception {
        List<List<JsonNode>> answers = race(20, racer -> List.of(new TestRound(bot, "s1", racer + 1).json()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.get(0).get("type").textValue()).isEqualTo("ack");
            assertThat(answer.get(0).get("duplicate").booleanValue()).isFalse();
        });
        assertThat(Sql.count(server, "SELECT count(*) FROM bot_vm_registration WHERE bot_id = ?", bot))
                .isEqualTo(1);
        assertThat(Sql.column(server, "SELECT total_rounds FROM session_logs WHERE bot_id = ?", bot))
                .containsExactly("20");
    }

    @Test
    void streamAndRestRaceForOneRound() throws Exception {
        for (long number = 1; number <= 50; number++) {
            String json = new TestRound(bot, "s1", number).json();
            CyclicBarrier start = new CyclicBarrier(2);
            ExecutorService other = Executors.newSingleThreadExecutor();
            try (StreamClient client = StreamClient.connect(server)) {
                Future<Integer> rest = other.submit(() -> {
                    start.await();
                    return server.send("POST", "/api/v1/rounds", json).statusCode();
                });
                start.await();
                boolean duplicate = client.exchange(json).get("duplicate").booleanValue();
                assertThat(rest.get()).isEqualTo(duplicate ? 201 : 200);
            } finally {
                other.shutdownNow();
            }
        }
    }

    @Test
    void offsetsAreContiguousInCommitOrderUnderConcurrentWriters() throws Exception {
        long before = Sql.count(server, "SELECT next_offset FROM feed_head");

        List<List<JsonNode>> answers = race(
                8,
                racer -> LongStream.rangeClosed(1, 500)
                        .mapToObj(number -> new TestRound(bot + "-" + racer % 4, "s" + racer, number).json())
                        .toList());

        List<Long> acked = new ArrayList<>();
        for (List<JsonNode> ofOne : answers) {
            List<Long> offsets =
                    ofOne.stream().map(ack -> ack.get("offset").longValue()).toList();
            assertThat(offsets).isSorted();
            acked.addAll(offsets);
        }
        long after = Sql.count(server, "SELECT next_offset FROM feed_head");
        assertThat(acked).doesNotHaveDuplicates().hasSize(8 * 500);
        assertThat(acked).allMatch(offset -> offset >= before && offset < after);
        assertThat(Sql.column(server, COMMITS_WITH_A_GAP, before)).isEmpty();
        assertThat(Sql.count(server, "SELECT min(first_offset) FROM commits WHERE first_offset >= ?", before))
                .isEqualTo(before);
    }

    /**
     * A commit takes as many offsets as it publishes: its rounds, the sessions it starts, and one update of each session
     * it touches. The next commit goes on where it ends.
     */
    private static final String COMMITS_WITH_A_GAP = """
            WITH head AS (SELECT next_offset FROM feed_head),
            counted AS (
                SELECT c.commit_id, c.first_offset,
                       coalesce(lead(c.first_offset) OVER (ORDER BY c.first_offset), head.next_offset) AS next_first,
                       (SELECT count(*) + count(DISTINCT (bot_id, session_id)) FROM crash_game_rounds r
                        WHERE r.commit_id = c.commit_id) +
                       (SELECT count(*) FROM session_logs s WHERE s.started_commit_id = c.commit_id) AS published
                FROM commits c, head WHERE c.first_offset >= ?
            )
            SELECT commit_id FROM counted WHERE first_offset + published <> next_first
            """;

    /** Lets connections send all of their messages at the same moment; answers what each got, in its order. */
    private List<List<JsonNode>> race(int racers, IntFunction<List<String>> messages) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers);
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            Map<Integer, Future<List<JsonNode>>> running = new HashMap<>();
            for (int racer = 0; racer < racers; racer++) {
                List<String> own = messages.apply(racer);
                running.put(racer, threads.submit(() -> {
                    try (StreamClient client = StreamClient.connect(server)) {
                        start.await();
                        // Beside the reading: a server that cannot get rid of its acks stops reading.
                        CompletableFuture.runAsync(() -> own.forEach(client::send));
                        return own.stream().map(sent -> client.readJson()).toList();
                    }
                }));
            }
            List<List<JsonNode>> answers = new ArrayList<>();
            for (int racer : IntStream.range(0, racers).toArray()) {
                answers.add(running.get(racer).get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
