package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crashanalytics.stats.RandomHistory;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.Cleanups;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first half of a random history goes, later the rest; no statistic tells, until it is to be forgotten. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CleanupIT {

    private static final long SEED = Long.getLong("cleanup.seed", System.nanoTime());
    private static final int BOTS = 3;
    private static final RandomHistory HISTORY = new RandomHistory(SEED, BOTS, 600);
    private static final List<String> MESSAGES = HISTORY.messages();
    private static final LocalDate FIRST =
            RandomHistory.BEGIN.atOffset(ZoneOffset.UTC).toLocalDate();

    /** The first day that stays at the first cleanup. */
    private static final LocalDate KEPT = FIRST.plusDays(3);

    private static final LocalDate END = FIRST.plusDays(RandomHistory.DAYS + 2L);

    private static final String BOT = HISTORY.bot(0);

    /** What of each table must stay, whatever goes: ids of rows of rounds that stay, and of those that have none. */
    private static final Map<String, String> KEPT_ROWS = Map.of(
            "crash_game_rounds",
            "SELECT id FROM crash_game_rounds WHERE round_start_timestamp >= '%s Z' ORDER BY 1",
            "analytics_round_multipliers",
            "SELECT m.id FROM analytics_round_multipliers m JOIN crash_game_rounds r ON r.id = m.round_id"
                    + " WHERE r.round_start_timestamp >= '%s Z' ORDER BY 1",
            "analytics_round_outcomes",
            "SELECT o.id FROM analytics_round_outcomes o JOIN crash_game_rounds r ON r.id = o.round_id"
                    + " WHERE r.round_start_timestamp >= '%s Z' ORDER BY 1",
            "analytics_round_signals",
            "SELECT s.id FROM analytics_round_signals s JOIN crash_game_rounds r ON r.id = s.round_id"
                    + " WHERE r.round_start_timestamp >= '%s Z' ORDER BY 1",
            "error_logs",
            "SELECT e.id FROM error_logs e LEFT JOIN crash_game_rounds r ON r.id = e.round_id"
                    + " WHERE coalesce(r.round_start_timestamp, e.timestamp) >= '%s Z' ORDER BY 1",
            "ocr_validation_logs",
            "SELECT e.id FROM ocr_validation_logs e LEFT JOIN crash_game_rounds r ON r.id = e.round_id"
                    + " WHERE coalesce(r.round_start_timestamp, e.timestamp) >= '%s Z' ORDER BY 1");

    private static TemporaryPostgres postgres;
    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        System.out.println("CleanupIT: -Dcleanup.seed=" + SEED);
        postgres = TemporaryPostgres.start("cleanup");
        // Some days are settled, some live, some both.
        try (CrashServer settling = CrashServer.builder("cleanup")
                .external(postgres)
                .property("crash.rollup.settle-interval", "100ms")
                .start()) {
            HISTORY.platforms()
                    .forEach(platform -> ApiClient.of(settling).put(platform, "{\"house_edge_percent\": 3}"));
            send(settling, MESSAGES.subList(0, MESSAGES.size() / 2));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Sql.count(settling, "SELECT count(*) FROM round_rollups WHERE state = 'live'") == 0
                            && Sql.count(settling, "SELECT count(*) FROM crash_histograms WHERE stripe >= 0") == 0);
        }
        server = CrashServer.builder("cleanup").external(postgres).start();
        api = ApiClient.of(server);
        send(server, MESSAGES.subList(MESSAGES.size() / 2, MESSAGES.size()));
        logWhatGoesWithRounds();
        logAtMidnight();
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({
        "days_old=-1, days_old",
        "days_old=abc, days_old",
        "days_old=1.5, days_old",
        "days_old=007, days_old",
        "days_old=36501, days_old",
        "days_old=99999999999999999999, days_old",
        "dry_run=maybe, dry_run",
        "dry_run=TRUE, dry_run",
        "forget=1, forget",
        "older_than=3, older_than",
        "days_old=1&days_old=2, days_old",
        "dry_run=, dry_run"
    })
    void badParametersAreRefused(String query, String field) {
        api.post("/maintenance/cleanup?" + query, "").invalid(field);
    }

    @Test
    @Order(2)
    void aDryRunCountsAndChangesNothing() {
        long before = Sql.count(server, "SELECT count(*) FROM crash_game_rounds");

        assertThat(Cleanups.dryRun(server, FIRST)).isZero();
        assertThat(Cleanups.dryRun(server, KEPT))
                .isEqualTo(Sql.count(
                        server,
                        "SELECT count(*) FROM crash_game_rounds WHERE round_start_timestamp < '" + KEPT + " Z'"))
                .isPositive();
        // Without parameters it is a dry run of 90 days: all of it is older.
        JsonNode unsent = api.post("/maintenance/cleanup", "").expect(200).json();
        assertThat(unsent.get("records_affected").asLong()).isEqualTo(before);
        assertThat(unsent.get("cutoff_date").asText())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).minusDays(90) + "T00:00:00Z");

        assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds")).isEqualTo(before);
        assertThat(Sql.count(server, "SELECT count(*) FROM maintenance_jobs")).isZero();
    }

    @Test
    @Order(3)
    void roundsGoWithWhatIsTheirsAndNoFigureChanges() {
        Map<String, String> figures = figures();
        Map<String, List<String>> kept = keptRows(KEPT);
        long affected = Cleanups.dryRun(server, KEPT);

        JsonNode job = Cleanups.run(server, KEPT, "");

        assertThat(job.get("records_affected").asLong()).isEqualTo(affected);
        assertThat(job.get("records_total").asLong()).isEqualTo(affected);
        assertThat(job.get("cutoff_date").asText()).isEqualTo(KEPT + "T00:00:00Z");
        assertThat(job.get("kind").asText()).isEqualTo("cleanup");
        assertThat(job.get("days_archived").asInt()).isEqualTo(3);
        assertSame(figures(), figures);
        assertThat(keptRows(KEPT)).isEqualTo(kept);
        assertNothingBefore(KEPT);
        assertThat(Cleanups.dryRun(server, KEPT)).isZero();
        assertThat(server.metric("crash_maintenance_rounds_removed_total")).isEqualTo(affected);
        assertThat(server.log()).contains("event=day_archived", "event=job_ended kind=cleanup");
    }

    @Test
    @Order(4)
    void reconcileFindsNothingAndRepairsWhatIsNotArchived() throws SQLException {
        Map<String, String> figures = figures();
        JsonNode job = Cleanups.reconcile(server);
        assertThat(job.get("differences").asLong()).as(job.toPrettyString()).isZero();

        postgres.execute("UPDATE round_rollups SET profit = profit + 1 WHERE state <> 'archived'");
        postgres.execute("UPDATE crash_histograms SET counts[2] = counts[2] + 1 WHERE stripe >= -1");
        postgres.execute("UPDATE session_logs SET total_rounds = 0, figures_by_currency = '{}', win_streak = 77,"
                + " last_balance = 5, last_round_number = 1, last_round_at = NULL");
        postgres.execute("UPDATE analytics_round_outcomes SET win_streak_length = 55 WHERE streaks_derived");

        job = Cleanups.reconcile(server);

        assertThat(job.get("differences").asLong()).isPositive();
        assertSame(figures(), figures);
        assertThat(Cleanups.reconcile(server).get("differences").asLong()).isZero();
        assertThat(server.metric("crash_maintenance_differences_repaired_total"))
                .isEqualTo(job.get("differences").asDouble());
    }

    @Test
    @Order(5)
    void rangesThatCutAnArchivedDayAreRefused() {
        String inside = FIRST.plusDays(1) + "T12:00:00Z";
        for (String call : List.of(
                "/bots/" + BOT + "/statistics?",
                "/bots/" + BOT + "/statistics/daily?",
                "/strategies/" + HISTORY.strategy(0) + "/performance?",
                "/games/" + HISTORY.game(0) + "/statistics?",
                "/games/" + HISTORY.game(0) + "/statistics?platform_code=here&",
                "/games/" + HISTORY.game(0) + "/fairness?",
                "/bots/" + BOT + "/risk?",
                "/strategies/" + HISTORY.strategy(0) + "/risk?",
                "/signals/effectiveness?bot_id=" + BOT + "&",
                "/signals/effectiveness?",
                "/signals/calibration?bot_id=" + BOT + "&")) {
            assertThat(api.get(call + "from=" + inside)
                            .problem(422, "range_archived")
                            .errorFields())
                    .as(call)
                    .containsExactly("from");
            assertThat(api.get(call + "to=" + inside)
                            .problem(422, "range_archived")
                            .errorFields())
                    .as(call)
                    .containsExactly("to");
            // From midnight of that day to its noon.
            assertThat(api.get(call + "from=" + FIRST.plusDays(1) + "&to=" + inside)
                            .problem(422, "range_archived")
                            .errorFields())
                    .as(call)
                    .containsExactly("to");
            // The first moment of a day is no cut, and a day that stays may be cut.
            api.get(call + "from=" + FIRST.plusDays(1) + "&to=" + KEPT + "T12:00:00Z")
                    .expect(200);
        }
        // A bot without rounds that day is not concerned.
        String other = RoundBody.newBot("young");
        api.log(RoundBody.win(other, 1));
        api.get("/bots/" + other + "/statistics?from=" + inside).expect(200);
    }

    @Test
    @Order(6)
    void roundsOfArchivedDaysAreRefusedAndTheirNeighboursAreNot() {
        String archived = KEPT.minusDays(1) + "T23:59:59.999999Z";
        String kept = KEPT + "T00:00:00Z";
        long before = rounds(BOT);

        // One at a time, by itself and planned from memory
        assertThat(api.post("/rounds", round(1, archived))
                        .problem(409, "round_archived")
                        .errorFields())
                .containsExactly("round_start_timestamp");
        api.post("/rounds", round(2, kept)).expect(201);
        api.post("/rounds", round(3, archived)).problem(409, "round_archived");
        // The same moment in another zone
        api.post("/rounds", round(3, KEPT + "T01:59:59+02:00")).problem(409, "round_archived");
        // A repetition of one that is gone
        api.post("/rounds", HISTORY.firstRound(0)).problem(409, "round_archived");

        // In a batch, and over the stream
        JsonNode answers = api.batch(round(4, kept), round(5, archived), round(6, kept));
        assertThat(answers.get("accepted").asInt()).isEqualTo(2);
        assertThat(answers.at("/items/1/code").asText()).isEqualTo("round_archived");
        try (StreamClient stream = StreamClient.connect(server)) {
            JsonNode acks =
                    stream.exchange("[" + round(7, kept) + "," + round(8, archived) + "," + round(9, kept) + "]");
            assertThat(acks.at("/items/0/type").asText()).isEqualTo("ack");
            assertThat(acks.at("/items/1/code").asText()).isEqualTo("round_archived");
            assertThat(acks.at("/items/1/retryable").asBoolean()).isFalse();
            assertThat(acks.at("/items/2/type").asText()).isEqualTo("ack");
            assertThat(stream.exchange(round(10, archived).toString())
                            .get("code")
                            .asText())
                    .isEqualTo("round_archived");
        }
        assertThat(rounds(BOT)).isEqualTo(before + 5);

        // No session is opened for nothing
        api.post("/rounds", round(1, archived).with("session_id", "never")).problem(409, "round_archived");
        api.batch(round(1, archived).with("session_id", "never"), round(11, kept));
        api.get("/sessions/never?bot_id=" + BOT).problem(404, "session_not_found");

        // What names a round that is gone finds none; early rows for one are refused
        RoundBody crash = RoundBody.key(BOT, 99)
                .with("session_id", "after")
                .with("game_name", HISTORY.game(0))
                .with("multiplier", 2)
                .with("is_crash", true);
        assertThat(api.batch(crash.copy()
                                .with("type", "multiplier")
                                .with("timestamp", KEPT.minusDays(2) + "T23:00:00Z"))
                        .at("/items/0/code")
                        .asText())
                .isEqualTo("round_archived");
        assertThat(api.batch(crash.copy().with("type", "multiplier").with("timestamp", archived))
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);
        // Another bot still may
        api.log(round(1, archived).with("bot_id", RoundBody.newBot("late")));
        assertThat(Cleanups.reconcile(server).get("differences").asLong()).isZero();
    }

    @Test
    @Order(7)
    void streaksGoOnFromTheArchivedOnes() {
        // A session that crosses the border, with rounds coming late next to it
        String bot = RoundBody.newBot("streak");
        for (long number = 1; number <= 4; number++) {
            api.log(RoundBody.win(bot, number).with("round_start_timestamp", END + "T23:59:0" + number + "Z"));
        }
        api.log(RoundBody.win(bot, 6).with("round_start_timestamp", END.plusDays(1) + "T00:00:06Z"));
        assertThat(Cleanups.run(server, END.plusDays(1), "")
                        .get("records_affected")
                        .asLong())
                .isPositive();

        api.log(RoundBody.win(bot, 5).with("round_start_timestamp", END.plusDays(1) + "T00:00:05Z"));
        api.log(RoundBody.win(bot, 7).with("round_start_timestamp", END.plusDays(1) + "T00:00:07Z"));

        assertThat(Sql.column(
                        server,
                        "SELECT win_streak_length FROM analytics_round_outcomes WHERE bot_id = ? ORDER BY round_number",
                        bot))
                .containsExactly("5", "6", "7");
        JsonNode session = api.get("/sessions/" + RoundBody.SESSION + "?bot_id=" + bot)
                .expect(200)
                .json();
        assertThat(session.get("total_rounds").asInt()).isEqualTo(7);
        JsonNode job = Cleanups.reconcile(server);
        assertThat(job.get("differences").asLong()).as(job.toPrettyString()).isZero();
    }

    @Test
    @Order(8)
    void forgettingTakesTheSumsOfTheDaysAlongAndNoOthers() {
        LocalDate forgotten = FIRST.plusDays(2);
        String later = "?from=" + forgotten;
        Map<String, String> kept = figures(later);
        String daily = api.get("/bots/" + BOT + "/statistics/daily?limit=1000&from=" + forgotten)
                .expect(200)
                .body();

        JsonNode job = Cleanups.run(server, forgotten, "&forget=true");

        assertThat(job.get("records_affected").asLong()).isZero();
        assertThat(job.get("forget").asBoolean()).isTrue();
        // All time is what is left: extremes too
        assertSame(figures(""), kept);
        assertSame(figures(later), kept);
        assertThat(api.get("/bots/" + BOT + "/statistics/daily?limit=1000")
                        .expect(200)
                        .body())
                .isEqualTo(daily);
        assertThat(api.get("/bots/" + BOT + "/statistics?to=" + forgotten)
                        .expect(200)
                        .get("total_rounds")
                        .asInt())
                .isZero();
        assertThat(sessionRounds(BOT)).isEqualTo(rounds(BOT));
        // They stay archived
        api.post("/rounds", round(1_000, FIRST + "T12:00:00Z")).problem(409, "round_archived");
        job = Cleanups.reconcile(server);
        assertThat(job.get("differences").asLong()).as(job.toPrettyString()).isZero();
    }

    @Test
    @Order(9)
    void nothingIsLeftOfBotsThatAreForgottenWhole() {
        Cleanups.run(server, LocalDate.now(ZoneOffset.UTC).minusDays(1), "&forget=true");

        for (int i = 0; i < BOTS; i++) {
            assertThat(rounds(HISTORY.bot(i))).isZero();
            assertThat(sessionRounds(HISTORY.bot(i))).isZero();
        }
        assertThat(Sql.count(server, "SELECT count(*) FROM signal_rollups WHERE bot_id = ?", BOT))
                .isZero();
        assertThat(Sql.column(
                        server,
                        "SELECT t::text FROM signal_totals t JOIN (SELECT standing, sum(signals) AS n FROM signal_totals"
                                + " WHERE bot_id = ? GROUP BY 1) AS s USING (standing) WHERE s.n <> 0 AND bot_id = ?",
                        BOT,
                        BOT))
                .isEmpty();
        assertThat(Cleanups.reconcile(server).get("differences").asLong()).isZero();
    }

    @Test
    @Order(10)
    void oneAtATimeOnEveryServer() throws Exception {
        try (CrashServer other =
                        CrashServer.builder("cleanup").external(postgres).start();
                var connection = postgres.connection();
                var statement = connection.createStatement()) {
            // Given a cleanup that has to wait, for somebody has the sessions
            api.log(RoundBody.win(RoundBody.newBot("old"), 1).with("round_start_timestamp", "2026-01-01T12:00:00Z"));
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE session_logs IN ROW EXCLUSIVE MODE");
            String job = Cleanups.start(server, LocalDate.of(2026, 1, 2), "");

            ApiClient.of(other).post("/maintenance/cleanup?dry_run=false", "").problem(409, "job_running");
            api.post("/maintenance/cleanup?dry_run=false", "").problem(409, "job_running");
            api.post("/maintenance/reconcile", "").problem(409, "job_running");
            // A look takes no lock, and ingest goes on
            assertThat(Cleanups.dryRun(other, LocalDate.of(2026, 1, 2))).isEqualTo(1);
            ApiClient.of(other).log(RoundBody.win(RoundBody.newBot("busy"), 1));

            connection.rollback();
            assertThat(Cleanups.end(server, job).get("records_affected").asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    @Order(11)
    void oneThatLosesItsConnectionHasFailed() throws Exception {
        api.log(RoundBody.win(RoundBody.newBot("old"), 1).with("round_start_timestamp", "2026-01-01T12:00:00Z"));
        try (var connection = postgres.connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE round_rollups IN ROW EXCLUSIVE MODE");
            statement.execute("LOCK TABLE session_logs IN ROW EXCLUSIVE MODE");
            String job = Cleanups.start(server, LocalDate.of(2026, 1, 2), "");
            postgres.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE classid = 1668440437 AND objsubid = 2");

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            api.get("/maintenance/jobs/" + job).text("status").equals("failed"));
            connection.rollback();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.metric("crash_maintenance_failures_total", "kind=\"cleanup\"") == 1);
        assertThat(Cleanups.run(server, LocalDate.of(2026, 1, 2), "")
                        .get("records_affected")
                        .asLong())
                .isEqualTo(1);
    }

    /** Everything the statistics say: of all time, and of ranges that cut no day that goes. */
    private static Map<String, String> figures() {
        Map<String, String> figures = new TreeMap<>();
        for (String range : List.of(
                "",
                "?from=" + FIRST.plusDays(1) + "&to=" + FIRST.plusDays(5),
                "?to=" + FIRST.plusDays(2),
                "?from=" + KEPT + "T10:30:00Z",
                "?from=" + FIRST + "&to=" + KEPT + "T10:30:00Z")) {
            figures(range).forEach((call, answer) -> figures.put(call + range, answer));
        }
        for (int i = 0; i < BOTS; i++) {
            String bot = HISTORY.bot(i);
            figures.put("daily " + i, all("/bots/" + bot + "/statistics/daily"));
            figures.put("sessions " + i, all("/sessions?bot_id=" + bot));
        }
        return figures;
    }

    /** What the calls say of a range, by call. */
    private static Map<String, String> figures(String range) {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < BOTS; i++) {
            calls.add("/bots/" + HISTORY.bot(i) + "/statistics");
            calls.add("/strategies/" + HISTORY.strategy(i) + "/performance");
            calls.add("/bots/" + HISTORY.bot(i) + "/risk");
            calls.add("/strategies/" + HISTORY.strategy(i) + "/risk");
            calls.add("/sessions/session-1/risk?bot_id=" + HISTORY.bot(i));
        }
        calls.add("/games/" + HISTORY.game(0) + "/statistics");
        calls.add("/games/" + HISTORY.game(1) + "/statistics");
        calls.add("/games/" + HISTORY.game(0) + "/fairness");
        calls.add("/signals/effectiveness");
        calls.add("/signals/calibration");
        Map<String, String> answers = new TreeMap<>();
        for (String call : calls) {
            ObjectNode answer = (ObjectNode) api.get(call + (call.contains("?") ? range.replace('?', '&') : range))
                    .expect(200)
                    .json();
            // These look at single rounds, and find those that are there.
            answer.remove("independence");
            answer.findParents("recovered_at")
                    .forEach(drawdown -> ((ObjectNode) drawdown).remove(List.of("recovered_at", "rounds", "seconds")));
            answers.put(call, answer.toPrettyString());
        }
        return answers;
    }

    private static String all(String path) {
        return api.pages(path, 500).toString();
    }

    private static void assertSame(Map<String, String> now, Map<String, String> before) {
        before.forEach((call, answer) -> assertThat(now.get(call)).as(call).isEqualTo(answer));
        assertThat(now.keySet()).isEqualTo(before.keySet());
    }

    private static long rounds(String bot) {
        return api.get("/bots/" + bot + "/statistics")
                .expect(200)
                .get("total_rounds")
                .asLong();
    }

    private static long sessionRounds(String bot) {
        return api.pages("/sessions?bot_id=" + bot, 100).stream()
                .mapToLong(session -> session.get("total_rounds").asLong())
                .sum();
    }

    private static RoundBody round(long number, String start) {
        return RoundBody.win(BOT, number)
                .with("session_id", "after")
                .with("game_name", HISTORY.game(0))
                .with("platform_code", "here")
                .with("round_start_timestamp", start);
    }

    private static Map<String, List<String>> keptRows(LocalDate day) {
        Map<String, List<String>> rows = new TreeMap<>();
        KEPT_ROWS.forEach((table, question) -> rows.put(table, Sql.column(server, question.formatted(day))));
        return rows;
    }

    /** Nothing is left of rounds that started before a day, of early rows a day before it, or of old logs. */
    private static void assertNothingBefore(LocalDate day) {
        assertThat(Sql.count(
                        server, "SELECT count(*) FROM crash_game_rounds WHERE round_start_timestamp < '" + day + " Z'"))
                .isZero();
        for (String table : List.of("analytics_round_multipliers", "analytics_round_signals")) {
            assertThat(Sql.column(
                            server,
                            "SELECT to_jsonb(c)::text FROM " + table
                                    + " c WHERE NOT EXISTS (SELECT FROM crash_game_rounds r"
                                    + " WHERE r.id = c.round_id) AND (round_id IS NOT NULL OR timestamp < '"
                                    + day.minusDays(1) + " Z')"))
                    .isEmpty();
        }
        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM analytics_round_outcomes c WHERE NOT EXISTS (SELECT FROM crash_game_rounds r"
                                + " WHERE r.id = c.round_id)"))
                .isZero();
        for (String table : List.of("error_logs", "ocr_validation_logs")) {
            assertThat(Sql.count(
                            server,
                            "SELECT count(*) FROM " + table + " c WHERE NOT EXISTS (SELECT FROM crash_game_rounds r"
                                    + " WHERE r.id = c.round_id) AND (round_id IS NOT NULL OR timestamp < '" + day
                                    + " Z')"))
                    .isZero();
        }
    }

    /** Signals, ticks, errors and readings of rounds on every day, and some that wait for theirs in vain. */
    private static void logWhatGoesWithRounds() {
        List<String> items = new ArrayList<>();
        List<JsonNode> rounds = api.pages("/rounds?bot_id=" + BOT, 1000);
        for (int i = 0; i < rounds.size(); i += 7) {
            JsonNode round = rounds.get(i);
            RoundBody key = RoundBody.key(BOT, round.get("round_number").asLong())
                    .with("session_id", round.get("session_id").asText())
                    .with("game_name", HISTORY.game(0))
                    .with("timestamp", round.get("round_start_timestamp").asText());
            items.add(key.copy()
                    .with("type", "signal")
                    .with("signal_type", i % 2 == 0 ? "even" : "odd")
                    .with("confidence", (i % 10) / 10.0)
                    .with("predicted_multiplier", "1.5")
                    .toString());
            items.add(key.copy()
                    .with("type", "multiplier")
                    .with("multiplier", "1.05")
                    .toString());
            items.add(key.copy()
                    .without("game_name")
                    .with("type", "error")
                    .with("error_type", "timeout")
                    .toString());
            items.add(key.copy()
                    .without("game_name")
                    .with("type", "ocr_validation")
                    .with("raw_ocr_text", "1.05x")
                    .toString());
        }
        for (int day = 0; day < RandomHistory.DAYS; day++) {
            RoundBody waiting = RoundBody.key(BOT, 5_000 + day)
                    .with("session_id", "session-0")
                    .with("game_name", HISTORY.game(0))
                    .with("timestamp", FIRST.plusDays(day) + "T13:00:00Z");
            items.add(waiting.copy()
                    .with("type", "multiplier")
                    .with("multiplier", 3)
                    .toString());
            items.add(waiting.copy()
                    .with("type", "signal")
                    .with("signal_type", "even")
                    .with("confidence", "0.5")
                    .toString());
            items.add(RoundBody.empty()
                    .with("type", "error")
                    .with("bot_id", BOT)
                    .with("error_type", "timeout")
                    .with("timestamp", FIRST.plusDays(day) + "T13:00:00Z")
                    .toString());
        }
        for (String item : items) {
            JsonNode answer = api.batch(item);
            assertThat(answer.get("accepted").asInt()).as(answer.toString()).isEqualTo(1);
        }
    }

    /** Rounds of the last and first moments of days, said in other time zones. */
    private static void logAtMidnight() {
        int number = 1;
        for (int day = 1; day <= RandomHistory.DAYS; day++) {
            for (String start :
                    List.of("T02:00:00+02:00", "T01:59:59.999999+02:00", "T00:00:00Z", "T23:59:59.999999Z")) {
                RoundBody round = round(number++, FIRST.plusDays(day) + start).with("session_id", "midnight");
                api.batch(RoundBody.key(BOT, number - 1)
                        .with("session_id", "midnight")
                        .with("game_name", HISTORY.game(0))
                        .with("type", "signal")
                        .with("timestamp", FIRST.plusDays(day) + start)
                        .with("signal_type", "ahead")
                        .with("confidence", number / 100.0)
                        .with("predicted_multiplier", number % 2 + 1.5));
                api.log(round);
            }
        }
    }

    private static void send(CrashServer to, List<String> messages) {
        try (StreamClient stream = StreamClient.connect(to)) {
            for (String message : messages) {
                assertThat(stream.exchange(message).toString()).doesNotContain("\"error\"");
            }
        }
    }
}
