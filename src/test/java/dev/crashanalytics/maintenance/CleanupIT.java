package dev.crashanalytics.maintenance;

import static dev.crashanalytics.maintenance.CleanedHistory.BOTS;
import static dev.crashanalytics.maintenance.CleanedHistory.FIRST;
import static dev.crashanalytics.maintenance.CleanedHistory.KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.stats.RandomHistory;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.Cleanups;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The first half of a random history goes, later the rest; no statistic tells, until it is to be forgotten. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CleanupIT {

    private static final long SEED = Long.getLong("cleanup.seed", System.nanoTime());
    private static final LocalDate END = FIRST.plusDays(RandomHistory.DAYS + 2L);

    private static CleanedHistory given;
    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        System.out.println("CleanupIT: -Dcleanup.seed=" + SEED);
        given = new CleanedHistory(SEED);
        server = given.server();
        api = ApiClient.of(server);
    }

    @AfterAll
    static void stop() {
        given.close();
    }

    @Test
    @Order(1)
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
    @Order(2)
    void roundsGoWithWhatIsTheirsAndNoFigureChanges() {
        Map<String, String> figures = given.figures();
        Map<String, List<String>> kept = given.keptRows(KEPT);
        long affected = Cleanups.dryRun(server, KEPT);

        JsonNode job = Cleanups.run(server, KEPT, "");

        assertThat(job.get("records_affected").asLong()).isEqualTo(affected);
        assertThat(job.get("records_total").asLong()).isEqualTo(affected);
        assertThat(job.get("cutoff_date").asText()).isEqualTo(KEPT + "T00:00:00Z");
        assertThat(job.get("kind").asText()).isEqualTo("cleanup");
        assertThat(job.get("days_archived").asInt()).isEqualTo(3);
        assertSame(given.figures(), figures);
        assertThat(given.keptRows(KEPT)).isEqualTo(kept);
        given.assertNothingBefore(KEPT);
        assertThat(Cleanups.dryRun(server, KEPT)).isZero();
        assertThat(server.metric("crash_maintenance_rounds_removed_total")).isEqualTo(affected);
        assertThat(server.log()).contains("event=day_archived", "event=job_ended kind=cleanup");
    }

    @Test
    @Order(3)
    void reconcileFindsNothingAndRepairsWhatIsNotArchived() throws SQLException {
        Map<String, String> figures = given.figures();
        JsonNode job = Cleanups.reconcile(server);
        assertThat(job.get("differences").asLong()).as(job.toPrettyString()).isZero();

        given.postgres().execute("UPDATE round_rollups SET profit = profit + 1 WHERE state <> 'archived'");
        given.postgres().execute("UPDATE crash_histograms SET counts[2] = counts[2] + 1 WHERE stripe >= -1");
        given.postgres()
                .execute("UPDATE session_logs SET total_rounds = 0, figures_by_currency = '{}', win_streak = 77,"
                        + " last_balance = 5, last_round_number = 1, last_round_at = NULL");
        given.postgres().execute("UPDATE analytics_round_outcomes SET win_streak_length = 55 WHERE streaks_derived");

        job = Cleanups.reconcile(server);

        assertThat(job.get("differences").asLong()).isPositive();
        assertSame(given.figures(), figures);
        assertThat(Cleanups.reconcile(server).get("differences").asLong()).isZero();
        assertThat(server.metric("crash_maintenance_differences_repaired_total"))
                .isEqualTo(job.get("differences").asDouble());
    }

    @Test
    @Order(4)
    void rangesThatCutAnArchivedDayAreRefused() {
        String inside = FIRST.plusDays(1) + "T12:00:00Z";
        for (String call : List.of(
                "/bots/" + given.bot() + "/statistics?",
                "/bots/" + given.bot() + "/statistics/daily?",
                "/strategies/" + given.history().strategy(0) + "/performance?",
                "/games/" + given.history().game(0) + "/statistics?",
                "/games/" + given.history().game(0) + "/statistics?platform_code=here&",
                "/games/" + given.history().game(0) + "/fairness?",
                "/bots/" + given.bot() + "/risk?",
                "/strategies/" + given.history().strategy(0) + "/risk?",
                "/signals/effectiveness?bot_id=" + given.bot() + "&",
                "/signals/effectiveness?",
                "/signals/calibration?bot_id=" + given.bot() + "&")) {
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
    @Order(5)
    void roundsOfArchivedDaysAreRefusedAndTheirNeighboursAreNot() {
        String archived = KEPT.minusDays(1) + "T23:59:59.999999Z";
        String kept = KEPT + "T00:00:00Z";
        long before = given.rounds(given.bot());

        // One at a time, by itself and planned from memory
        assertThat(api.post("/rounds", given.round(1, archived))
                        .problem(409, "round_archived")
                        .errorFields())
                .containsExactly("round_start_timestamp");
        api.post("/rounds", given.round(2, kept)).expect(201);
        api.post("/rounds", given.round(3, archived)).problem(409, "round_archived");
        // The same moment in another zone
        api.post("/rounds", given.round(3, KEPT + "T01:59:59+02:00")).problem(409, "round_archived");
        // A repetition of one that is gone
        api.post("/rounds", given.history().firstRound(0)).problem(409, "round_archived");

        // In a batch, and over the stream
        JsonNode answers = api.batch(given.round(4, kept), given.round(5, archived), given.round(6, kept));
        assertThat(answers.get("accepted").asInt()).isEqualTo(2);
        assertThat(answers.at("/items/1/code").asText()).isEqualTo("round_archived");
        try (StreamClient stream = StreamClient.connect(server)) {
            JsonNode acks = stream.exchange(
                    "[" + given.round(7, kept) + "," + given.round(8, archived) + "," + given.round(9, kept) + "]");
            assertThat(acks.at("/items/0/type").asText()).isEqualTo("ack");
            assertThat(acks.at("/items/1/code").asText()).isEqualTo("round_archived");
            assertThat(acks.at("/items/1/retryable").asBoolean()).isFalse();
            assertThat(acks.at("/items/2/type").asText()).isEqualTo("ack");
            assertThat(stream.exchange(given.round(10, archived).toString())
                            .get("code")
                            .asText())
                    .isEqualTo("round_archived");
        }
        assertThat(given.rounds(given.bot())).isEqualTo(before + 5);

        // No session is opened for nothing
        api.post("/rounds", given.round(1, archived).with("session_id", "never"))
                .problem(409, "round_archived");
        api.batch(given.round(1, archived).with("session_id", "never"), given.round(11, kept));
        api.get("/sessions/never?bot_id=" + given.bot()).problem(404, "session_not_found");

        // What names a round that is gone finds none; early rows for one are refused
        RoundBody crash = RoundBody.key(given.bot(), 99)
                .with("session_id", "after")
                .with("game_name", given.history().game(0))
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
        api.log(given.round(1, archived).with("bot_id", RoundBody.newBot("late")));
        assertThat(Cleanups.reconcile(server).get("differences").asLong()).isZero();
    }

    @Test
    @Order(6)
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
    @Order(7)
    void forgettingTakesTheSumsOfTheDaysAlongAndNoOthers() {
        LocalDate forgotten = FIRST.plusDays(2);
        String later = "?from=" + forgotten;
        Map<String, String> kept = given.figures(later);
        String daily = api.get("/bots/" + given.bot() + "/statistics/daily?limit=1000&from=" + forgotten)
                .expect(200)
                .body();

        JsonNode job = Cleanups.run(server, forgotten, "&forget=true");

        assertThat(job.get("records_affected").asLong()).isZero();
        assertThat(job.get("forget").asBoolean()).isTrue();
        // All time is what is left: extremes too
        assertSame(given.figures(""), kept);
        assertSame(given.figures(later), kept);
        assertThat(api.get("/bots/" + given.bot() + "/statistics/daily?limit=1000")
                        .expect(200)
                        .body())
                .isEqualTo(daily);
        assertThat(api.get("/bots/" + given.bot() + "/statistics?to=" + forgotten)
                        .expect(200)
                        .get("total_rounds")
                        .asInt())
                .isZero();
        assertThat(given.sessionRounds(given.bot())).isEqualTo(given.rounds(given.bot()));
        // They stay archived
        api.post("/rounds", given.round(1_000, FIRST + "T12:00:00Z")).problem(409, "round_archived");
        job = Cleanups.reconcile(server);
        assertThat(job.get("differences").asLong()).as(job.toPrettyString()).isZero();
    }

    @Test
    @Order(8)
    void nothingIsLeftOfBotsThatAreForgottenWhole() {
        Cleanups.run(server, LocalDate.now(ZoneOffset.UTC).minusDays(1), "&forget=true");

        for (int i = 0; i < BOTS; i++) {
            assertThat(given.rounds(given.history().bot(i))).isZero();
            assertThat(given.sessionRounds(given.history().bot(i))).isZero();
        }
        assertThat(Sql.count(server, "SELECT count(*) FROM signal_rollups WHERE bot_id = ?", given.bot()))
                .isZero();
        assertThat(Sql.column(
                        server,
                        "SELECT t::text FROM signal_totals t JOIN (SELECT standing, sum(signals) AS n FROM signal_totals"
                                + " WHERE bot_id = ? GROUP BY 1) AS s USING (standing) WHERE s.n <> 0 AND bot_id = ?",
                        given.bot(),
                        given.bot()))
                .isEmpty();
        assertThat(Cleanups.reconcile(server).get("differences").asLong()).isZero();
    }

    private static void assertSame(Map<String, String> now, Map<String, String> before) {
        before.forEach((call, answer) -> assertThat(now.get(call)).as(call).isEqualTo(answer));
        assertThat(now.keySet()).isEqualTo(before.keySet());
    }
}
