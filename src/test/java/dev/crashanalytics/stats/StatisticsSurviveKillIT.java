package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RollupCheck;
import dev.crashanalytics.testing.StreamClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SIGKILL of the server, then of its database: every statistic is what it was. */
class StatisticsSurviveKillIT {

    private static final int BOTS = 3;

    @Test
    void everyFigureIsTheSameAfterwards() {
        long seed = System.nanoTime();
        System.out.println("StatisticsSurviveKillIT seed " + seed);
        RandomHistory history = new RandomHistory(seed, BOTS, 400);
        try (CrashServer server = CrashServer.builder("statistics-kill").start()) {
            ApiClient api = ApiClient.of(server);
            history.platforms()
                    .forEach(platform ->
                            api.put(platform, "{\"house_edge_percent\": 3}").expect(201));
            try (StreamClient stream = StreamClient.connect(server)) {
                history.messages()
                        .forEach(message ->
                                assertThat(stream.exchange(message).toString()).doesNotContain("\"error\""));
            }
            List<String> calls = calls(history);
            // Some days of risk are kept before, some are made afterwards.
            api.get("/bots/" + history.bot(0) + "/risk?from=2026-03-28&to=2026-03-30")
                    .expect(200);
            Map<String, String> before = answers(api, calls);

            server.kill();
            server.restart();

            assertThat(answers(api, calls)).isEqualTo(before);
            server.killDatabase();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.get(calls.get(0)).status() == 200);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(answers(api, calls)).isEqualTo(before));
            assertThat(RollupCheck.complaints(server)).isEmpty();
        }
    }

    private static Map<String, String> answers(ApiClient api, List<String> calls) {
        Map<String, String> answers = new LinkedHashMap<>();
        calls.forEach(call -> answers.put(call, api.get(call).expect(200).body()));
        return answers;
    }

    private static List<String> calls(RandomHistory history) {
        List<String> calls = new ArrayList<>();
        for (String range : List.of("?limit=500", "?from=2026-03-28T01:02:03Z&to=2026-03-31T04:05:06Z&limit=500")) {
            String span = range.replaceAll("[?&]limit=500", "");
            for (int i = 0; i < BOTS; i++) {
                String bot = "/bots/" + history.bot(i);
                calls.addAll(
                        List.of(bot + "/statistics" + span, bot + "/statistics/daily" + range, bot + "/risk" + span));
                String session = "/sessions/session-1";
                calls.add(session + "?bot_id=" + history.bot(i));
                calls.add(session + "/risk?bot_id=" + history.bot(i) + span.replace('?', '&'));
                calls.add("/strategies/" + history.strategy(i) + "/performance" + span);
                calls.add("/strategies/" + history.strategy(i) + "/risk" + span);
            }
            for (int i = 0; i < 2; i++) {
                String game = "/games/" + history.game(i);
                calls.add(game + "/statistics" + span);
                calls.add(game + "/fairness" + span);
                calls.add(game + "/multiplier-distribution");
            }
            calls.add("/signals/effectiveness" + span);
            calls.add("/signals/calibration" + span);
        }
        return calls;
    }
}
