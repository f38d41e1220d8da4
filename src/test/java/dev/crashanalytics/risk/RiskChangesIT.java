package dev.crashanalytics.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is kept of days holds as long as nothing of them changes, and no longer. */
class RiskChangesIT {

    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final String FOLDED = "crash_risk_days_folded_total";

    private static TemporaryPostgres postgres;
    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.start("risk");
        server = CrashServer.builder("risk").external(postgres).start();
        api = ApiClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @Test
    void aLateRoundMakesItsDayAnewAndNoOther() {
        String bot = RoundBody.newBot("late");
        String strategy = ApiClient.unique("late");
        for (int day = 0; day < 5; day++) {
            api.log(loss(bot, strategy, day + 1, Duration.ofDays(day)));
        }
        assertThat(depths(bot, strategy)).containsExactly("5.00", "5.00", "5.00");
        double folded = server.metric(FOLDED);
        assertThat(depths(bot, strategy)).containsExactly("5.00", "5.00", "5.00");
        assertThat(server.metric(FOLDED)).isEqualTo(folded);

        api.log(loss(bot, strategy, 6, Duration.ofHours(50)));

        assertThat(depths(bot, strategy)).containsExactly("6.00", "6.00", "6.00");
        assertThat(server.metric(FOLDED)).isEqualTo(folded + 3);
        assertThat(depths(bot, strategy)).containsExactly("6.00", "6.00", "6.00");
        assertThat(server.metric(FOLDED)).isEqualTo(folded + 3);
    }

    @Test
    void aCrashStatedLaterMakesItsDayAnew() {
        String bot = RoundBody.newBot("filled");
        String strategy = ApiClient.unique("filled");
        long round = api.log(loss(bot, strategy, 1, Duration.ZERO).without("crash_multiplier"));
        assertThat(api.get("/bots/" + bot + "/risk")
                        .expect(200)
                        .json()
                        .at("/expected_value/0/observed")
                        .isNull())
                .isTrue();

        api.post("/rounds/" + round + "/multipliers", "{\"multiplier\": 1.50, \"is_crash\": true}")
                .expect(201);

        assertThat(api.get("/bots/" + bot + "/risk")
                        .expect(200)
                        .json()
                        .at("/expected_value/0/observed")
                        .asDouble())
                .isEqualTo(0.2);
    }

    /** Every answer is of one moment: a bot that only loses has lost as often as it has played. */
    @Test
    void answersAreRightWhileRoundsFlowIn() {
        String bot = RoundBody.newBot("flow");
        String strategy = ApiClient.unique("flow");
        int rounds = 3_000;
        List<Integer> numbers =
                new ArrayList<>(IntStream.rangeClosed(1, rounds).boxed().toList());
        Collections.shuffle(numbers, new Random(7));
        AtomicInteger acked = new AtomicInteger();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try (StreamClient stream = StreamClient.connect(server)) {
                for (int number : numbers) {
                    Duration time = Duration.ofMinutes(5L * number);
                    stream.exchange(loss(bot, strategy, number, time).toString());
                    acked.incrementAndGet();
                }
            }
        });
        await().until(() -> acked.get() > 10);
        int answers = 0;
        int last = 0;
        List<String> calls = calls(bot, strategy);
        while (!sending.isDone()) {
            int before = acked.get();
            JsonNode risk =
                    api.get(calls.get(answers++ % calls.size())).expect(200).json();
            int shown = risk.get("rounds").asInt();
            assertThat(shown).isGreaterThanOrEqualTo(Math.max(before, last));
            assertThat(risk.at("/max_drawdown/depth").asInt()).isEqualTo(shown);
            assertThat(risk.at("/max_drawdown/rounds").asInt()).isEqualTo(shown);
            assertThat(risk.at("/streaks/current_losses").asInt()).isEqualTo(shown);
            assertThat(risk.at("/luck/without_target").asInt()).isEqualTo(shown);
            last = shown;
        }
        sending.join();
        assertThat(answers).isGreaterThan(20);
        assertThat(depths(bot, strategy)).containsExactly(rounds + ".00", rounds + ".00", rounds + ".00");
    }

    @Test
    void callsSideBySideAnswerTheSame() {
        String bot = RoundBody.newBot("many");
        String strategy = ApiClient.unique("many");
        for (int day = 0; day < 20; day++) {
            api.log(loss(bot, strategy, day + 1, Duration.ofDays(day)));
        }

        List<CompletableFuture<String>> answers = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> api.get("/bots/" + bot + "/risk").expect(200).body()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    /** Rounds changed by hand: reconcile counts them anew, and what was kept of them is no longer used. */
    @Test
    void whatReconcileRepairsIsMadeAnew() throws SQLException {
        String bot = RoundBody.newBot("repaired");
        String strategy = ApiClient.unique("repaired");
        for (int day = 0; day < 3; day++) {
            api.log(loss(bot, strategy, day + 1, Duration.ofDays(day)));
        }
        assertThat(depths(bot, strategy)).containsExactly("3.00", "3.00", "3.00");
        postgres.execute("UPDATE crash_game_rounds SET profit_loss_amount = -7 WHERE round_number = 2 AND bot_id = '"
                + bot + "'");

        reconcile();

        assertThat(depths(bot, strategy)).containsExactly("9.00", "9.00", "9.00");
        postgres.execute("DELETE FROM crash_game_rounds WHERE round_number = 2 AND bot_id = '" + bot + "'");
        reconcile();
        assertThat(depths(bot, strategy)).containsExactly("2.00", "2.00", "2.00");
        api.log(loss(bot, strategy, 4, Duration.ofHours(25)));
        assertThat(depths(bot, strategy)).containsExactly("3.00", "3.00", "3.00");
    }

    @Test
    void whatIsKeptInAnotherFormatIsMadeAnew() throws SQLException {
        String bot = RoundBody.newBot("format");
        String strategy = ApiClient.unique("format");
        api.log(loss(bot, strategy, 1, Duration.ZERO));
        assertThat(depths(bot, strategy)).containsExactly("1.00", "1.00", "1.00");

        postgres.execute("UPDATE risk_days SET format = 0, summary = '{}'");

        assertThat(depths(bot, strategy)).containsExactly("1.00", "1.00", "1.00");
        assertThat(Sql.count(server, "SELECT count(*) FROM risk_days WHERE bot_id = ? AND format = 1", bot))
                .isEqualTo(2);
    }

    /** Today is never kept: it changes with every round. */
    @Test
    void todayIsNotKept() {
        String bot = RoundBody.newBot("today");
        String strategy = ApiClient.unique("today");
        Instant now = Instant.now();
        api.log(loss(bot, strategy, 1, Duration.between(BEGIN, now)));

        assertThat(depths(bot, strategy)).containsExactly("1.00", "1.00", "1.00");

        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM risk_days WHERE (bot_id = ? OR name = ?) AND day >= '"
                                + now.toString().substring(0, 10) + "'",
                        bot,
                        strategy))
                .isZero();
    }

    @Test
    void whereMoreWaitThanMayTheCallIsRefused() throws Exception {
        String bot = RoundBody.newBot("overloaded");
        String strategy = ApiClient.unique("overloaded");
        for (int day = 0; day < 30; day++) {
            api.log(loss(bot, strategy, day + 1, Duration.ofDays(day)));
        }
        try (CrashServer small = CrashServer.builder("risk-small")
                        .external(postgres)
                        .property("crash.risk.max-concurrent", "1")
                        .property("crash.risk.max-waiting", "1")
                        .start();
                var holder = postgres.connection()) {
            ApiClient calls = ApiClient.of(small);
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE risk_days IN ACCESS EXCLUSIVE MODE");
            List<CompletableFuture<ApiClient.Answer>> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                waiting.add(CompletableFuture.supplyAsync(() -> calls.get("/bots/" + bot + "/risk")));
            }
            await().untilAsserted(
                            () -> calls.get("/strategies/" + strategy + "/risk").problem(429, "overloaded"));
            assertThat(small.metric("crash_risk_active")).isEqualTo(1);

            holder.rollback();

            waiting.forEach(answer ->
                    assertThat(answer.join().expect(200).get("rounds").asInt()).isEqualTo(30));
            await().until(() -> small.metric("crash_risk_active") == 0);
            assertThat(small.metric("crash_risk_refused_total")).isPositive();
            calls.get("/strategies/" + strategy + "/risk").expect(200);
        }
    }

    private static void reconcile() {
        String job = api.post("/maintenance/reconcile", "").expect(202).text("job_id");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !api.get("/maintenance/jobs/" + job).text("status").equals("running"));
        assertThat(api.get("/maintenance/jobs/" + job).text("status")).isEqualTo("done");
    }

    private static List<String> calls(String bot, String strategy) {
        return List.of(
                "/bots/" + bot + "/risk",
                "/sessions/" + RoundBody.SESSION + "/risk?bot_id=" + bot,
                "/strategies/" + strategy + "/risk");
    }

    /** How deep they fell: of the bot, its session and its strategy. */
    private static List<String> depths(String bot, String strategy) {
        return calls(bot, strategy).stream()
                .map(call -> api.get(call)
                        .expect(200)
                        .json()
                        .at("/max_drawdown/depth")
                        .decimalValue()
                        .toPlainString())
                .toList();
    }

    private static RoundBody loss(String bot, String strategy, long number, Duration time) {
        return RoundBody.loss(bot, number)
                .with("strategy_name", strategy)
                .with("stake_value", "1.00")
                .with("round_start_timestamp", BEGIN.plus(time).toString());
    }
}
