package dev.crashanalytics.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The queries of docs/sql.md, as they stand there, against the API's figures and the rounds that were sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlDocumentIT {

    private static final Pattern QUERY = Pattern.compile("### (\\d+)\\. .*?```sql\\n(.*?);\\n```", Pattern.DOTALL);
    private static final Instant BEGIN = Instant.parse("2026-01-01T20:00:00Z");
    private static final int ROUNDS = 240;

    private record Round(
            String bot,
            String session,
            int number,
            String strategy,
            Instant start,
            BigDecimal crash,
            String outcome,
            BigDecimal profit) {}

    private final long seed = System.nanoTime();
    private final List<Round> rounds = new ArrayList<>();
    private CrashServer server;
    private ApiClient api;
    private Map<Integer, String> queries;

    @BeforeAll
    void send() throws IOException {
        System.out.println("SqlDocumentIT seed " + seed);
        queries = queries();
        server = CrashServer.builder("sql-document").start();
        api = ApiClient.of(server);
        Random random = new Random(seed);
        for (String bot : List.of("my_bot", "other_bot")) {
            for (int i = 0; i < ROUNDS; i++) {
                rounds.add(round(bot, i, random));
            }
        }
        // Signals ahead of every fifth round, then the rounds.
        List<Object> signals = new ArrayList<>();
        rounds.stream()
                .filter(round -> round.number() % 5 == 0)
                .forEach(round -> signals.add(key(round)
                        .with("type", "signal")
                        .with("signal_type", round.number() % 2 == 0 ? "even" : "odd")
                        .with("confidence_score", "0.6")
                        .with("predicted_multiplier", "1.5")
                        .with("timestamp", round.start().toString())));
        assertTaken(api.batch(signals.toArray()));
        assertTaken(api.batch(rounds.stream().map(SqlDocumentIT::body).toArray()));
        for (String type : List.of("timeout", "timeout", "ocr_error")) {
            api.post("/errors", RoundBody.empty().with("bot_id", "my_bot").with("error_type", type))
                    .expect(201);
        }
        for (String confidence : List.of("0.2", "0.7", "0.9")) {
            api.post(
                            "/ocr-validations",
                            RoundBody.empty()
                                    .with("bot_id", "my_bot")
                                    .with("raw_ocr_text", "1.3x")
                                    .with("confidence", confidence)
                                    .with("validation_status", "doubtful"))
                    .expect(201);
        }
        api.patch("/sessions/s2?bot_id=other_bot", RoundBody.empty().with("status", "error"))
                .expect(200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Map<Integer, String> queries() throws IOException {
        Map<Integer, String> queries = new TreeMap<>();
        Matcher query = QUERY.matcher(Files.readString(Path.of("docs", "sql.md")));
        while (query.find()) {
            queries.put(Integer.valueOf(query.group(1)), query.group(2));
        }
        return queries;
    }

    private static Round round(String bot, int index, Random random) {
        int kind = random.nextInt(10);
        String outcome = kind < 4 ? "WIN" : kind < 8 ? "LOSS" : kind == 8 ? "SKIP" : "ERROR";
        BigDecimal crash =
                BigDecimal.valueOf(outcome.equals("LOSS") ? 100 + random.nextInt(50) : 150 + random.nextInt(1_500), 2);
        BigDecimal profit = switch (outcome) {
            case "WIN" -> new BigDecimal("5.00");
            case "LOSS" -> new BigDecimal("-10.00");
            default -> BigDecimal.ZERO;
        };
        return new Round(
                bot,
                index < ROUNDS / 2 ? "s1" : "s2",
                1 + index % (ROUNDS / 2),
                index % 3 == 0 ? "careful" : "bold",
                BEGIN.plus(Duration.ofMinutes(17L * index)),
                crash,
                outcome,
                profit);
    }

    private static RoundBody key(Round round) {
        return RoundBody.empty()
                .with("bot_id", round.bot())
                .with("session_id", round.session())
                .with("round_number", round.number())
                .with("game_name", "aviator");
    }

    private static RoundBody body(Round round) {
        RoundBody body = key(round)
                .with("platform_code", "dafabet")
                .with("strategy_name", round.strategy())
                .with("round_start_timestamp", round.start().toString())
                .with("stake_value", "10.00")
                .with("crash_multiplier", round.crash())
                .with("round_outcome", round.outcome());
        return round.outcome().equals("WIN") ? body.with("cashout_multiplier", "1.50") : body;
    }

    private static void assertTaken(JsonNode answer) {
        assertThat(answer.get("rejected").asInt()).as(answer.toString()).isZero();
    }

    private List<Map<String, Object>> run(int number) {
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(queries.get(number))) {
            List<Map<String, Object>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
                }
                rows.add(row);
            }
            assertThat(rows).as("query " + number).isNotEmpty();
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(queries.get(number), e);
        }
    }

    private long count(Predicate<Round> which) {
        return rounds.stream().filter(which).count();
    }

    private BigDecimal profit(Predicate<Round> which) {
        return rounds.stream().filter(which).map(Round::profit).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void assertSame(Object figure, JsonNode said) {
        if (said.isNull()) {
            assertThat(figure).isNull();
        } else {
            assertThat(new BigDecimal(figure.toString())).isEqualByComparingTo(said.decimalValue());
        }
    }

    @Test
    void thereAreTen() {
        assertThat(queries.keySet()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void q1DailyStatisticsAreThoseOfTheApi() {
        List<Map<String, Object>> rows = run(1);
        List<JsonNode> days = api.pages("/bots/my_bot/statistics/daily", 2);

        assertThat(rows).hasSameSizeAs(days).hasSizeGreaterThan(2);
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = rows.get(i);
            JsonNode day = days.get(i);
            assertThat(row.get("report_date").toString())
                    .isEqualTo(day.get("report_date").asText());
            assertThat(row.get("game_name")).isEqualTo("aviator");
            assertSame(row.get("total_rounds"), day.get("total_rounds"));
            assertSame(row.get("wins"), day.get("wins"));
            assertSame(row.get("losses"), day.get("losses"));
            assertThat((BigDecimal) row.get("win_rate_percent"))
                    .isEqualByComparingTo(
                            day.get("win_rate").decimalValue().movePointRight(2).setScale(2, RoundingMode.HALF_UP));
            assertSame(row.get("total_profit_loss"), day.get("total_profit_loss"));
            assertSame(row.get("avg_profit_loss"), day.get("avg_profit_loss"));
            assertSame(row.get("min_profit"), day.get("min_profit_loss"));
            assertSame(row.get("max_profit"), day.get("max_profit_loss"));
            assertThat((BigDecimal) row.get("std_dev_profit"))
                    .isCloseTo(
                            day.get("stddev_profit_loss").decimalValue(),
                            org.assertj.core.data.Offset.offset(new BigDecimal("0.00000001")));
        }
    }

    @Test
    void q2AndQ3SumUpAsTheStatisticsDo() {
        for (Map<String, Object> row : run(2)) {
            JsonNode statistics = api.get("/bots/" + row.get("bot_id") + "/statistics")
                    .expect(200)
                    .json();
            assertSame(row.get("rounds"), statistics.get("total_rounds"));
            assertSame(row.get("profit"), statistics.get("total_profit"));
        }
        for (Map<String, Object> row : run(3)) {
            JsonNode performance = api.get("/strategies/" + row.get("strategy_name") + "/performance")
                    .expect(200)
                    .json();
            assertSame(row.get("rounds"), performance.get("total_rounds"));
            // The server rounds a tie to the even digit, PostgreSQL away from zero.
            assertThat((BigDecimal) row.get("win_rate_percent"))
                    .isCloseTo(
                            performance.get("win_rate_percent").decimalValue(),
                            org.assertj.core.data.Offset.offset(new BigDecimal("0.01")));
            assertSame(row.get("profit"), performance.get("total_profit"));
            assertThat((BigDecimal) row.get("roi_percent"))
                    .isCloseTo(
                            performance.get("roi_percent").decimalValue(),
                            org.assertj.core.data.Offset.offset(new BigDecimal("0.0001")));
        }
    }

    @Test
    void q4SurvivalIsCountedFromTheCrashes() {
        List<Map<String, Object>> rows = run(4);

        assertThat(rows).hasSize(5).allSatisfy(row -> {
            BigDecimal target = (BigDecimal) row.get("target");
            long survived = count(round -> round.crash().compareTo(target) >= 0);
            assertThat(row.get("rounds")).isEqualTo((long) rounds.size());
            assertThat((BigDecimal) row.get("survived"))
                    .isEqualByComparingTo(BigDecimal.valueOf(survived)
                            .divide(BigDecimal.valueOf(rounds.size()), 4, RoundingMode.HALF_UP));
        });
    }

    @Test
    void q5HoursAreThoseOfUtc() {
        List<Map<String, Object>> rows = run(5);

        Predicate<Round> played =
                round -> round.bot().equals("my_bot") && List.of("WIN", "LOSS").contains(round.outcome());
        assertThat(rows).allSatisfy(row -> {
            Predicate<Round> ofTheHour =
                    played.and(round -> round.start().atOffset(ZoneOffset.UTC).getHour() == (int) row.get("hour"));
            assertThat(row.get("rounds")).isEqualTo(count(ofTheHour));
            assertThat((BigDecimal) row.get("profit")).isEqualByComparingTo(profit(ofTheHour));
        });
        assertThat(rows.stream().mapToLong(row -> (long) row.get("rounds")).sum())
                .isEqualTo(count(played));
    }

    @Test
    void q6AndQ7AgreeWithTheRiskOfTheSession() {
        JsonNode risk = api.get("/sessions/s1/risk?bot_id=my_bot").expect(200).json();
        List<Map<String, Object>> balances = run(6);
        BigDecimal deepest = balances.stream()
                .map(row -> (BigDecimal) row.get("drawdown"))
                .max(BigDecimal::compareTo)
                .orElseThrow();
        Map<String, Object> last = balances.get(balances.size() - 1);
        Map<Object, Object> streaks = run(7).stream()
                .collect(Collectors.toMap(row -> row.get("session_id"), row -> row.get("losses_in_a_row")));

        assertThat(balances).hasSize(ROUNDS / 2);
        assertSame(deepest, risk.at("/max_drawdown/depth"));
        assertSame(last.get("balance"), risk.get("net_profit"));
        assertSame(streaks.get("s1"), risk.at("/streaks/longest_losses"));
        assertThat(streaks).containsOnlyKeys("s1", "s2");
    }

    @Test
    void q8SessionsAreThoseOfTheApi() {
        List<String> expected = api.pages("/sessions", 100).stream()
                .filter(session -> session.get("status").asText().equals("error")
                        || session.get("total_profit_loss").decimalValue().signum() < 0)
                .map(session -> session.get("bot_id").asText() + " "
                        + session.get("session_id").asText() + " "
                        + session.get("total_profit_loss")
                                .decimalValue()
                                .stripTrailingZeros()
                                .toPlainString())
                .toList();

        assertThat(run(8))
                .extracting(row -> row.get("bot_id") + " " + row.get("session_id") + " "
                        + ((BigDecimal) row.get("total_profit_loss"))
                                .stripTrailingZeros()
                                .toPlainString())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void q9SignalsAreWorthWhatTheApiSays() {
        List<Map<String, Object>> rows = run(9);

        assertThat(rows).hasSize(2).allSatisfy(row -> {
            JsonNode effectiveness = api.get(
                            "/signals/effectiveness?bot_id=my_bot&signal_type=" + row.get("signal_type"))
                    .expect(200)
                    .json();
            assertSame(row.get("evaluated"), effectiveness.get("evaluated_signals"));
            assertSame(row.get("accuracy_percent"), effectiveness.get("accuracy_percent"));
            assertSame(row.get("avg_confidence"), effectiveness.get("avg_confidence"));
        });
    }

    @Test
    void q10CountsErrorsAndDoubtfulReadings() {
        assertThat(run(10))
                .extracting(row -> row.get("what") + " " + row.get("kind") + " " + row.get("number"))
                .containsExactlyInAnyOrder("error timeout 2", "error ocr_error 1", "reading doubtful 2");
    }

    @Test
    void theOtherViewsHaveTheRowsOfTheirTables() throws SQLException {
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT (SELECT count(*) FROM multipliers_for_ml m JOIN logged_rounds r ON r.round_id = m.roundid
                                WHERE m.is_crash AND m.multiplier = r.crash_multiplier AND r.timestamp < '2027-01-01'),
                               (SELECT sum(profit_loss) FROM logged_rounds WHERE bot_id = 'my_bot'),
                               (SELECT count(*) FROM ocr_validation)""")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(rounds.size());
            assertThat(row.getBigDecimal(2))
                    .isEqualByComparingTo(profit(round -> round.bot().equals("my_bot")));
            assertThat(row.getLong(3)).isEqualTo(3);
        }
    }
}
