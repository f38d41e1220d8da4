package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crashanalytics.stats.RandomHistory;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A random history on a server and a database of its own, of which days are to go, and all that can be asked of it. */
final class CleanedHistory implements AutoCloseable {

    static final int BOTS = 3;

    static final LocalDate FIRST = RandomHistory.BEGIN.atOffset(ZoneOffset.UTC).toLocalDate();

    /** The first day that stays at the first cleanup. */
    static final LocalDate KEPT = FIRST.plusDays(3);

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

    private final RandomHistory history;
    private final String bot;
    private final TemporaryPostgres postgres = TemporaryPostgres.start("cleanup");
    private final CrashServer server;
    private final ApiClient api;

    CleanedHistory(long seed) {
        history = new RandomHistory(seed, BOTS, 600);
        bot = history.bot(0);
        List<String> messages = history.messages();
        // Some days are settled, some live, some both.
        try (CrashServer settling = CrashServer.builder("cleanup")
                .external(postgres)
                .property("crash.rollup.settle-interval", "100ms")
                .start()) {
            history.platforms()
                    .forEach(platform -> ApiClient.of(settling).put(platform, "{\"house_edge_percent\": 3}"));
            send(settling, messages.subList(0, messages.size() / 2));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Sql.count(settling, "SELECT count(*) FROM round_rollups WHERE state = 'live'") == 0
                            && Sql.count(settling, "SELECT count(*) FROM crash_histograms WHERE stripe >= 0") == 0);
        }
        server = CrashServer.builder("cleanup").external(postgres).start();
        api = ApiClient.of(server);
        send(server, messages.subList(messages.size() / 2, messages.size()));
        logWhatGoesWithRounds();
        logAtMidnight();
    }

    RandomHistory history() {
        return history;
    }

    /** The bot that most is asked of. */
    String bot() {
        return bot;
    }

    TemporaryPostgres postgres() {
        return postgres;
    }

    CrashServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
        postgres.close();
    }

    /** Everything the statistics say: of all time, and of ranges that cut no day that goes. */
    Map<String, String> figures() {
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
            String bot = history.bot(i);
            figures.put("daily " + i, all("/bots/" + bot + "/statistics/daily"));
            figures.put("sessions " + i, all("/sessions?bot_id=" + bot));
        }
        return figures;
    }

    /** What the calls say of a range, by call. */
    Map<String, String> figures(String range) {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < BOTS; i++) {
            calls.add("/bots/" + history.bot(i) + "/statistics");
            calls.add("/strategies/" + history.strategy(i) + "/performance");
            calls.add("/bots/" + history.bot(i) + "/risk");
            calls.add("/strategies/" + history.strategy(i) + "/risk");
            calls.add("/sessions/session-1/risk?bot_id=" + history.bot(i));
        }
        calls.add("/games/" + history.game(0) + "/statistics");
        calls.add("/games/" + history.game(1) + "/statistics");
        calls.add("/games/" + history.game(0) + "/fairness");
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

    private String all(String path) {
        return api.pages(path, 500).toString();
    }

    /** How many rounds the statistics of a bot count. */
    long rounds(String bot) {
        return api.get("/bots/" + bot + "/statistics")
                .expect(200)
                .get("total_rounds")
                .asLong();
    }

    /** How many the sessions of a bot count. */
    long sessionRounds(String bot) {
        return api.pages("/sessions?bot_id=" + bot, 100).stream()
                .mapToLong(session -> session.get("total_rounds").asLong())
                .sum();
    }

    /** A round of the bot, in a session of its own. */
    RoundBody round(long number, String start) {
        return RoundBody.win(bot, number)
                .with("session_id", "after")
                .with("game_name", history.game(0))
                .with("platform_code", "here")
                .with("round_start_timestamp", start);
    }

    /** By table, the ids that have to stay where rounds before a day go. */
    Map<String, List<String>> keptRows(LocalDate day) {
        Map<String, List<String>> rows = new TreeMap<>();
        KEPT_ROWS.forEach((table, question) -> rows.put(table, Sql.column(server, question.formatted(day))));
        return rows;
    }

    /** Nothing is left of rounds that started before a day, of early rows a day before it, or of old logs. */
    void assertNothingBefore(LocalDate day) {
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
    private void logWhatGoesWithRounds() {
        List<String> items = new ArrayList<>();
        List<JsonNode> rounds = api.pages("/rounds?bot_id=" + bot, 1000);
        for (int i = 0; i < rounds.size(); i += 7) {
            JsonNode round = rounds.get(i);
            RoundBody key = RoundBody.key(bot, round.get("round_number").asLong())
                    .with("session_id", round.get("session_id").asText())
                    .with("game_name", history.game(0))
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
            RoundBody waiting = RoundBody.key(bot, 5_000 + day)
                    .with("session_id", "session-0")
                    .with("game_name", history.game(0))
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
                    .with("bot_id", bot)
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
    private void logAtMidnight() {
        int number = 1;
        for (int day = 1; day <= RandomHistory.DAYS; day++) {
            for (String start :
                    List.of("T02:00:00+02:00", "T01:59:59.999999+02:00", "T00:00:00Z", "T23:59:59.999999Z")) {
                RoundBody round = round(number++, FIRST.plusDays(day) + start).with("session_id", "midnight");
                api.batch(RoundBody.key(bot, number - 1)
                        .with("session_id", "midnight")
                        .with("game_name", history.game(0))
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
