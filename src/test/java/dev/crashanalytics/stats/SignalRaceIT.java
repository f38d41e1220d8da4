package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections to two servers on one database send the signals of one bot at once. */
class SignalRaceIT {

    private static final int CONNECTIONS = 4;
    private static final int ROUNDS = 150;

    private static TemporaryPostgres postgres;
    private static CrashServer one;
    private static CrashServer other;

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.start("signals");
        one = CrashServer.builder("signals-1").external(postgres).start();
        other = CrashServer.builder("signals-2").external(postgres).start();
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        postgres.close();
    }

    @Test
    void nothingIsLostOrCountedTwice() throws Exception {
        // Given connections that each play a session of the same bot
        String bot = RoundBody.newBot("race");
        CyclicBarrier start = new CyclicBarrier(CONNECTIONS);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<Future<?>> running = new ArrayList<>();

        // When each sends two forecasts of different types before every round, one of them right
        for (int i = 0; i < CONNECTIONS; i++) {
            int connection = i;
            running.add(threads.submit(() -> {
                start.await();
                play(bot, connection);
                return null;
            }));
        }
        for (Future<?> connection : running) {
            connection.get();
        }
        threads.shutdownNow();

        // Then both servers count them all, once
        for (CrashServer server : List.of(one, other)) {
            JsonNode shown = ApiClient.of(server)
                    .get("/signals/effectiveness?bot_id=" + bot)
                    .expect(200)
                    .json();
            int signals = 2 * CONNECTIONS * ROUNDS;
            assertThat(shown.get("total_signals").asInt()).isEqualTo(signals);
            assertThat(shown.get("evaluated_signals").asInt()).isEqualTo(signals);
            assertThat(shown.get("correct_predictions").asInt()).isEqualTo(signals / 2);
            assertThat(shown.get("signal_types").get("low").asInt()).isEqualTo(signals / 2);
        }
    }

    private static void play(String bot, int connection) {
        try (StreamClient stream = StreamClient.connect(connection % 2 == 0 ? one : other)) {
            for (int number = 1; number <= ROUNDS; number++) {
                String low = forecast(bot, number, connection, "low", "2.00");
                String high = forecast(bot, number, connection, "high", "3.00");
                String round = inSession(RoundBody.win(bot, number), connection);
                // Half of them the other way round, in one transaction or in several.
                String first = connection < 2 ? low : high;
                String second = connection < 2 ? high : low;
                JsonNode answer = number % 2 == 0
                        ? stream.exchange("[" + first + "," + second + "," + round + "]")
                        : exchangeAll(stream, first, second, round);
                assertThat(answer.toString()).doesNotContain("\"error\"");
            }
        }
    }

    private static JsonNode exchangeAll(StreamClient stream, String... messages) {
        JsonNode last = null;
        for (String message : messages) {
            last = stream.exchange(message);
        }
        return last;
    }

    private static String forecast(String bot, long number, int connection, String type, String target) {
        return inSession(
                RoundBody.key(bot, number)
                        .with("type", "signal")
                        .with("signal_type", type)
                        .with("predicted_multiplier", target)
                        .with("confidence", "0.5"),
                connection);
    }

    private static String inSession(RoundBody body, int connection) {
        return body.with("session_id", "session-" + connection).toString();
    }
}
