package dev.crashanalytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.stats.RandomHistory;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.CrashServerBuilder;
import dev.crashanalytics.testing.LoadingBot;
import dev.crashanalytics.testing.RollupCheck;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import dev.crashanalytics.testing.TestRound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Days that are over move to the totals, and no statistic tells. */
class SettlingIT {

    private static final int BOTS = 3;
    private static final int LOADING_BOTS = 4;
    private static final String LIVE = "SELECT (SELECT count(*) FROM round_rollups WHERE state = 'live')"
            + " + (SELECT count(*) FROM crash_histograms WHERE stripe >= 0)";

    private TemporaryPostgres postgres;

    @BeforeEach
    void start() {
        postgres = TemporaryPostgres.start("settling");
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void noStatisticChangesAndLateRoundsAreCounted() {
        long seed = System.nanoTime();
        System.out.println("SettlingIT seed " + seed);
        RandomHistory history = new RandomHistory(seed, BOTS, 400);
        try (CrashServer keeping = server().start()) {
            // Given rounds of months ago, all live
            send(keeping, history);
            List<String> live = statistics(keeping, history);
            assertThat(Sql.count(keeping, "SELECT count(*) FROM round_totals")).isZero();

            try (CrashServer settling = settling().start()) {
                // When they are settled
                awaitSettled(settling);

                // Then every answer is what it was
                assertThat(statistics(keeping, history)).isEqualTo(live);
                assertThat(RollupCheck.complaints(settling)).isEmpty();
                assertThat(settling.metric("crash_rollup_settled_total", "table=\"round_rollups\""))
                        .isPositive();
                assertThat(settling.metric("crash_rollup_settled_total", "table=\"crash_histograms\""))
                        .isPositive();
                assertThat(settling.log()).contains("event=rollups_settled");

                // And a round that comes late is counted at once, and settled in its turn
                ApiClient api = ApiClient.of(keeping);
                long before = rounds(api, history.bot(0));
                api.log(RoundBody.win(history.bot(0), 1)
                        .with("session_id", "late")
                        .with(
                                "round_start_timestamp",
                                RandomHistory.BEGIN.plusSeconds(5).toString()));
                assertThat(rounds(api, history.bot(0))).isEqualTo(before + 1);
                awaitSettled(settling);
                assertThat(rounds(api, history.bot(0))).isEqualTo(before + 1);
                assertThat(RollupCheck.complaints(settling)).isEmpty();
            }
        }
    }

    @Test
    void twoServersSettleUnderLoadAndOneIsKilled() {
        try (CrashServer first = settling().start();
                CrashServer second = settling().start()) {
            List<LoadingBot> bots = new ArrayList<>();
            for (int i = 0; i < LOADING_BOTS; i++) {
                String bot = "load-" + i;
                bots.add(LoadingBot.start(i % 2 == 0 ? first : second, number -> oldRound(bot, number)));
            }
            ApiClient api = ApiClient.of(first);
            long seen = 0;
            while (seen < 3_000 || settled(first) == 0 || settled(second) == 0) {
                // A statistic counts what was acked before it was asked for, and nothing twice.
                long acked = bots.get(0).acked().size();
                long counted = acked == 0 ? 0 : rounds(api, "load-0");
                assertThat(counted)
                        .isGreaterThanOrEqualTo(Math.max(acked, seen))
                        .isLessThanOrEqualTo(bots.get(0).sent());
                seen = counted;
            }

            second.kill();
            bots.forEach(LoadingBot::stop);
            bots.get(1).awaitEnd();
            bots.get(3).awaitEnd();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bots.get(0).answered() == bots.get(0).sent()
                            && bots.get(2).answered() == bots.get(2).sent());
            second.restart();
            awaitSettled(second);

            assertThat(RollupCheck.complaints(first)).isEmpty();
            for (int i = 0; i < LOADING_BOTS; i++) {
                assertThat(bots.get(i).refused()).isEmpty();
                assertThat(rounds(api, "load-" + i))
                        .isBetween(
                                (long) bots.get(i).acked().size(), bots.get(i).sent());
            }
            bots.forEach(LoadingBot::close);
        }
    }

    /** Rounds of a bot over some days of long ago. */
    private static String oldRound(String bot, long number) {
        String start =
                RandomHistory.BEGIN.plus(Duration.ofHours(7 * number % 100)).toString();
        return new TestRound(bot, "s1", number)
                .json("\"id\":" + number + ",\"round_start_timestamp\":\"" + start + "\",");
    }

    private CrashServerBuilder server() {
        return CrashServer.builder("settling").external(postgres);
    }

    private CrashServerBuilder settling() {
        return server().property("crash.rollup.settle-interval", "100ms").property("crash.rollup.settle-after", "1d");
    }

    private static double settled(CrashServer server) {
        return server.metric("crash_rollup_settled_total");
    }

    private static void awaitSettled(CrashServer server) {
        await().atMost(Duration.ofSeconds(60)).until(() -> Sql.count(server, LIVE) == 0);
    }

    private static long rounds(ApiClient api, String bot) {
        return api.get("/bots/" + bot + "/statistics")
                .expect(200)
                .get("total_rounds")
                .asLong();
    }

    private static void send(CrashServer server, RandomHistory history) {
        ApiClient api = ApiClient.of(server);
        history.platforms().forEach(platform -> api.put(platform, "{}").expect(201));
        try (StreamClient stream = StreamClient.connect(server)) {
            history.messages()
                    .forEach(message ->
                            assertThat(stream.exchange(message).toString()).doesNotContain("\"error\""));
        }
    }

    private static List<String> statistics(CrashServer server, RandomHistory history) {
        ApiClient api = ApiClient.of(server);
        String range =
                "from=" + RandomHistory.BEGIN.plusSeconds(100_000) + "&to=" + RandomHistory.BEGIN.plusSeconds(300_000);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < BOTS; i++) {
            String bot = "/bots/" + history.bot(i) + "/statistics";
            answers.add(api.get(bot).expect(200).body());
            answers.add(api.get(bot + "?" + range).expect(200).body());
            answers.add(api.get(bot + "/daily?limit=1000").expect(200).body());
        }
        for (int i = 0; i < 2; i++) {
            answers.add(api.get("/strategies/" + history.strategy(i) + "/performance")
                    .expect(200)
                    .body());
            answers.add(api.get("/games/" + history.game(i) + "/statistics")
                    .expect(200)
                    .body());
        }
        return answers;
    }
}
