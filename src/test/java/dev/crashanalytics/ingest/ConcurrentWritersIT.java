package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many connections race through two servers on one database, so that nothing but its locks keeps them apart. */
class ConcurrentWritersIT {

    private static final int CONNECTIONS = 20;
    private static final int ROUNDS = 100;

    private static TemporaryPostgres postgres;
    private static CrashServer one;
    private static CrashServer other;

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.start("writers");
        one = CrashServer.builder("writers-1").external(postgres).start();
        other = CrashServer.builder("writers-2").external(postgres).start();
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        postgres.close();
    }

    /** Runs the calls of every connection at once, half of them at each server. */
    private static <T> List<T> race(int connections, IntFunction<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        CyclicBarrier start = new CyclicBarrier(connections);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                Callable<T> call = calls.apply(i);
                running.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static ApiClient client(int connection) {
        return ApiClient.of(connection % 2 == 0 ? one : other);
    }

    private static List<Long> longs(String sql) throws SQLException {
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Long> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getLong(1));
            }
            return values;
        }
    }

    @Test
    void theFirstRoundOfABotNobodyRegisteredIsRacedByTwentyConnections() throws Exception {
        for (int repetition = 0; repetition < 5; repetition++) {
            String bot = RoundBody.newBot("raced");

            List<Answer> answers = race(CONNECTIONS, i -> () -> client(i).post("/rounds", RoundBody.win(bot, 1)));

            assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
            assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
            assertThat(answers)
                    .extracting(answer -> answer.get("round_id").asLong())
                    .containsOnly(answers.get(0).get("round_id").asLong());
            assertThat(answers)
                    .extracting(answer -> answer.get("offset").asLong())
                    .containsOnly(answers.get(0).get("offset").asLong());
            for (String table :
                    new String[] {"bot_vm_registration", "session_logs", "crash_game_rounds", "analytics_round_outcomes"
                    }) {
                assertThat(longs("SELECT count(*) FROM " + table + " WHERE bot_id = '" + bot + "'"))
                        .as(table)
                        .containsExactly(1L);
            }
        }
    }

    @Test
    void everyoneWithARoundOfItsOwn() throws Exception {
        String bot = RoundBody.newBot("crowd");

        List<Answer> answers = race(CONNECTIONS, i -> () -> client(i).post("/rounds", RoundBody.win(bot, i + 1)));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        JsonNode session =
                client(0).get("/sessions/s1?bot_id=" + bot).expect(200).json();
        assertThat(session.get("total_rounds").asInt()).isEqualTo(CONNECTIONS);
        assertThat(session.get("total_profit_loss").decimalValue()).isEqualByComparingTo("66.00");
        assertThat(longs("SELECT win_streak_length FROM analytics_round_outcomes WHERE bot_id = '" + bot
                        + "' ORDER BY round_number"))
                .isEqualTo(longs("SELECT generate_series(1, " + CONNECTIONS + ")"));
    }

    @Test
    void twoWritersOfTheSameFactsStoreEachOnce() throws Exception {
        String bot = RoundBody.newBot("same");

        List<List<Answer>> answers = race(2, i -> () -> writer(i, bot, "1.33"));

        for (int round = 0; round < ROUNDS; round++) {
            JsonNode first = answers.get(0).get(round).json();
            JsonNode second = answers.get(1).get(round).json();
            assertThat(first.get("duplicate").asBoolean())
                    .as("round %d", round)
                    .isNotEqualTo(second.get("duplicate").asBoolean());
            assertThat(first.get("round_id")).isEqualTo(second.get("round_id"));
            assertThat(first.get("offset")).isEqualTo(second.get("offset"));
        }
        assertThat(longs("SELECT count(*) FROM crash_game_rounds WHERE bot_id = '" + bot + "'"))
                .containsExactly((long) ROUNDS);
    }

    @Test
    void twoWritersOfDifferentFactsHaveOneWinnerEach() throws Exception {
        String bot = RoundBody.newBot("different");

        List<List<Answer>> answers = race(2, i -> () -> writer(i, bot, i == 0 ? "1.33" : "1.34"));

        for (int round = 0; round < ROUNDS; round++) {
            assertThat(List.of(
                            answers.get(0).get(round).status(),
                            answers.get(1).get(round).status()))
                    .as("round %d", round + 1)
                    .containsExactlyInAnyOrder(201, 409);
            boolean first = answers.get(0).get(round).status() == 201;
            answers.get(first ? 1 : 0).get(round).problem(409, "round_conflict");
            assertThat(longs("SELECT (cashout_multiplier * 100)::int FROM crash_game_rounds WHERE bot_id = '" + bot
                            + "' AND round_number = " + (round + 1)))
                    .containsExactly(first ? 133L : 134L);
        }
    }

    private static List<Answer> writer(int connection, String bot, String cashout) {
        List<Answer> answers = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            answers.add(
                    client(connection).post("/rounds", RoundBody.win(bot, round).with("cashout_multiplier", cashout)));
        }
        return answers;
    }

    @Test
    void offsetsAreContiguousInCommitOrder() throws Exception {
        long before = longs("SELECT next_offset FROM feed_head").get(0);

        // When many write at once, each alternately to the session of its own and to one they share
        String shared = RoundBody.newBot("shared");
        List<List<Long>> acked = race(8, i -> () -> {
            String own = RoundBody.newBot("own");
            List<Long> offsets = new ArrayList<>();
            for (int round = 1; round <= 30; round++) {
                Object[] items = {RoundBody.win(own, round), RoundBody.win(shared, 1_000L * i + round)};
                client(i)
                        .batch(items)
                        .get("items")
                        .forEach(item -> offsets.add(item.get("offset").asLong()));
            }
            return offsets;
        });

        // Then no offset was acked twice, and those of a connection rise
        List<Long> all = acked.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(480).doesNotHaveDuplicates().allMatch(offset -> offset >= before);
        // And each is where the round's row stands
        assertThat(longs("SELECT c.first_offset + r.position FROM crash_game_rounds r JOIN commits c USING (commit_id)"
                        + " WHERE c.first_offset >= " + before))
                .containsExactlyInAnyOrderElementsOf(all);
        // And every commit begins where the one before ends: its rounds, the sessions it opened, and one update each
        assertThat(longs("""
                        SELECT c.first_offset FROM (
                            SELECT first_offset, lead(first_offset, 1, (SELECT next_offset FROM feed_head))
                                       OVER (ORDER BY first_offset) - first_offset AS taken,
                                   (SELECT count(*) + count(DISTINCT (bot_id, session_id)) FROM crash_game_rounds r
                                    WHERE r.commit_id = c.commit_id)
                                   + (SELECT count(*) FROM session_logs s WHERE s.started_commit_id = c.commit_id)
                                       AS published
                            FROM commits c) c
                        WHERE c.taken <> c.published
                        """)).isEmpty();
    }
}
