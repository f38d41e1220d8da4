package dev.crashanalytics.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Every problem code a REST call can be answered with is answered to one here. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProblemCodesIT {

    /**
     * Visited elsewhere: AuthIT; LiveSocketIT; CleanupIT, since archiving concerns all who share a server; a million items are
     * too slow.
     */
    private static final Set<ProblemCode> ELSEWHERE = EnumSet.of(
            ProblemCode.UNAUTHORIZED,
            ProblemCode.ROUND_ARCHIVED,
            ProblemCode.RANGE_ARCHIVED,
            ProblemCode.JOB_RUNNING,
            ProblemCode.TOO_MANY_ITEMS,
            ProblemCode.ALREADY_SUBSCRIBED,
            ProblemCode.TOO_MANY_SUBSCRIPTIONS,
            ProblemCode.OVERLOADED,
            ProblemCode.INTERNAL_ERROR,
            ProblemCode.DATABASE_UNAVAILABLE,
            ProblemCode.SHUTTING_DOWN);

    private static final int QUEUE = 100;

    /** Every event loop may let one more in than may wait. */
    private static final int SLACK = 10;

    private static TemporaryPostgres postgres;
    private static CrashServer troubled;

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.start("codes");
        troubled = CrashServer.builder("codes")
                .external(postgres)
                .property("crash.ingest.queue-max-items", Integer.toString(QUEUE))
                .property("crash.ingest.retry-timeout", "1s")
                .start();
    }

    @AfterAll
    static void stop() {
        troubled.close();
        postgres.close();
    }

    @Test
    @Order(1)
    void everyCodeOfAServerThatIsWell() {
        ApiClient api = ApiClient.shared();
        String bot = RoundBody.newBot("codes");
        long round = api.log(RoundBody.win(bot, 1));
        RoundBody start =
                RoundBody.empty().with("bot_id", bot).with("session_id", "s2").with("game_name", "aviator");
        api.post("/sessions", start.with("initial_balance", 1)).expect(201);

        Map<ProblemCode, Supplier<Answer>> calls = new EnumMap<>(ProblemCode.class);
        calls.put(ProblemCode.MALFORMED_JSON, () -> api.post("/rounds", "{"));
        calls.put(ProblemCode.MALFORMED_REQUEST, () -> api.get("/rounds/stream"));
        calls.put(
                ProblemCode.FOREIGN_ORIGIN,
                () -> api.send(api.request("/errors")
                        .header("Origin", "https://evil.example")
                        .POST(BodyPublishers.ofString("{}"))
                        .build()));
        calls.put(ProblemCode.RESET_DISABLED, () -> api.post("/maintenance/reset", ""));
        calls.put(ProblemCode.NOT_FOUND, () -> api.get("/nothing"));
        calls.put(ProblemCode.BOT_NOT_FOUND, () -> api.get("/bots/" + RoundBody.newBot("none")));
        calls.put(ProblemCode.SESSION_NOT_FOUND, () -> api.get("/sessions/" + RoundBody.newBot("none")));
        calls.put(
                ProblemCode.STRATEGY_NOT_FOUND,
                () -> api.get("/strategies/" + RoundBody.newBot("none") + "/performance"));
        calls.put(ProblemCode.GAME_NOT_FOUND, () -> api.get("/games/" + RoundBody.newBot("none") + "/statistics"));
        calls.put(ProblemCode.ROUND_NOT_FOUND, () -> api.get("/rounds/999999999999"));
        calls.put(ProblemCode.JOB_NOT_FOUND, () -> api.get("/maintenance/jobs/none"));
        calls.put(ProblemCode.METHOD_NOT_ALLOWED, () -> api.put("/rounds", "{}"));
        calls.put(
                ProblemCode.NOT_ACCEPTABLE,
                () -> api.send(
                        api.request("/bots").header("Accept", "image/png").build()));
        calls.put(ProblemCode.ROUND_CONFLICT, () -> api.post("/rounds", RoundBody.loss(bot, 1)));
        calls.put(ProblemCode.SESSION_CONFLICT, () -> api.post("/sessions", start.with("initial_balance", 2)));
        calls.put(
                ProblemCode.TOO_LARGE,
                () -> api.post("/rounds", RoundBody.win(bot, 2).with("ocr_text", "x".repeat(11 << 20))));
        calls.put(ProblemCode.UNSUPPORTED_MEDIA_TYPE, () -> api.send("POST", "/rounds", "text/csv", "a,b"));
        calls.put(ProblemCode.INVALID, () -> api.post("/rounds", "{}"));
        calls.put(
                ProblemCode.UNKNOWN_GAME,
                () -> api.post(
                        "/rounds", RoundBody.win(RoundBody.newBot("codes"), 1).with("game_name", "poker")));
        calls.put(
                ProblemCode.GAME_MISMATCH,
                () -> api.post("/rounds", RoundBody.win(bot, 3).with("game_name", "jetx")));
        calls.put(ProblemCode.UNKNOWN_TOPIC, () -> api.get("/live/events?topic=nothing"));
        calls.put(ProblemCode.ROUND_MISMATCH, () -> api.put("/rounds/" + round + "/outcome", "{\"round_number\": 2}"));

        assertThat(calls.keySet())
                .as("every code is visited here or elsewhere")
                .isEqualTo(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)));
        calls.forEach((code, call) -> assertProblem(call.get(), code));
    }

    @Test
    @Order(2)
    void overloadedWhereMoreWaitsThanMay() throws Exception {
        // Given a session that somebody keeps locked, so that the lane of its bot stands still
        ApiClient api = ApiClient.of(troubled);
        String bot = RoundBody.newBot("locked");
        api.log(RoundBody.win(bot, 1));
        ExecutorService threads = Executors.newFixedThreadPool(QUEUE + 2 * SLACK);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1 FROM session_logs WHERE bot_id = '" + bot + "' FOR UPDATE");

            // When more rounds of it come than may wait
            for (int number = 2; number <= QUEUE + 2 * SLACK; number++) {
                RoundBody round = RoundBody.win(bot, number);
                answers.add(CompletableFuture.supplyAsync(() -> api.post("/rounds", round), threads));
            }

            // Then those beyond are told to come back
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            answers.stream().filter(CompletableFuture::isDone).count() >= SLACK);
            assertThat(answers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                    .allSatisfy(answer -> assertProblem(answer, ProblemCode.OVERLOADED));
            connection.rollback();
        } finally {
            threads.shutdown();
        }
        // And the others are stored once the lane moves again
        long stored = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() == 201)
                .count();
        assertThat(stored).isBetween((long) QUEUE, (long) QUEUE + SLACK);
    }

    @Test
    @Order(3)
    void internalErrorWhereTheSchemaIsNotWhatItWas() throws SQLException {
        ApiClient api = ApiClient.of(troubled);
        RoundBody error =
                RoundBody.empty().with("bot_id", RoundBody.newBot("b")).with("error_type", "timeout");
        postgres.execute("ALTER TABLE error_logs RENAME TO elsewhere");

        assertProblem(api.post("/errors", error), ProblemCode.INTERNAL_ERROR);

        postgres.execute("ALTER TABLE elsewhere RENAME TO error_logs");
        api.post("/errors", error).expect(201);
    }

    @Test
    @Order(4)
    void databaseUnavailableWhileItIsAway() {
        ApiClient api = ApiClient.of(troubled);
        String bot = RoundBody.newBot("away");
        long id = api.log(RoundBody.win(bot, 1));
        postgres.stop();

        assertProblem(api.post("/rounds", RoundBody.win(bot, 2)), ProblemCode.DATABASE_UNAVAILABLE);
        assertProblem(api.get("/rounds/" + id), ProblemCode.DATABASE_UNAVAILABLE);
        assertProblem(api.put("/rounds/" + id + "/outcome", "{}"), ProblemCode.DATABASE_UNAVAILABLE);

        postgres.restart();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.post("/rounds", RoundBody.win(bot, 2)).status() == 201);
    }

    private static void assertProblem(Answer answer, ProblemCode code) {
        answer.problem(code.status(), code.wireName());
        assertThat(answer.get("title").asText()).isEqualTo(code.title());
        assertThat(answer.get("retryable").asBoolean()).isEqualTo(code.retryable());
        boolean comeBack = code.status() == 429 || code.status() == 503;
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(comeBack);
    }
}
