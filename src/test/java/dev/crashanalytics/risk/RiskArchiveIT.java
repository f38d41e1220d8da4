package dev.crashanalytics.risk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crashanalytics.stats.RandomHistory;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Days whose rounds are removed the way cleanup does it: risk goes on counting them. */
class RiskArchiveIT {

    private static final int BOTS = 3;
    private static final LocalDate FIRST_DAY =
            RandomHistory.BEGIN.atOffset(ZoneOffset.UTC).toLocalDate();

    @Test
    void archivedDaysCountAsBefore() throws Exception {
        long seed = System.nanoTime();
        System.out.println("RiskArchiveIT seed " + seed);
        RandomHistory history = new RandomHistory(seed, BOTS, 500);
        Vertx vertx = Vertx.vertx();
        try (TemporaryPostgres postgres = TemporaryPostgres.start("risk-archive");
                CrashServer server =
                        CrashServer.builder("risk-archive").external(postgres).start()) {
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
            List<JsonNode> before = answers(api, calls);
            RiskDays days = days(vertx, postgres);

            archive(postgres, days, FIRST_DAY);
            assertSame(calls, before, answers(api, calls));
            archive(postgres, days, FIRST_DAY.plusDays(2));
            assertSame(calls, before, answers(api, calls));
            assertThat(answers(api, calls)).isEqualTo(answers(api, calls));

            // Nobody takes an archived day for a stale one: nothing of it is left to be read.
            assertThat(Sql.count(
                            server,
                            "SELECT count(*) FROM crash_game_rounds WHERE round_start_timestamp < '"
                                    + FIRST_DAY.plusDays(3) + "'"))
                    .isZero();
            lateRoundsOfAnotherBot(server, api, history, days, postgres);
        } finally {
            vertx.close();
        }
    }

    /** A strategy's day is what is archived of it and then what came since, and that may be archived in its turn. */
    private static void lateRoundsOfAnotherBot(
            CrashServer server, ApiClient api, RandomHistory history, RiskDays days, TemporaryPostgres postgres)
            throws SQLException {
        String call = "/strategies/" + history.strategy(1) + "/risk";
        int rounds = api.get(call).expect(200).get("rounds").asInt();
        String other = RoundBody.newBot("other");
        for (int number = 1; number <= 3; number++) {
            api.log(RoundBody.loss(other, number)
                    .with("currency", "USD")
                    .with("strategy_name", history.strategy(1))
                    .with(
                            "round_start_timestamp",
                            RandomHistory.BEGIN.plusSeconds(number).toString()));
        }
        String after = api.get(call).expect(200).body();
        assertThat(ApiClient.JSON.valueToTree(api.get(call).get("rounds")).asInt())
                .isEqualTo(rounds + 3);

        archive(postgres, days, FIRST_DAY);

        assertThat(api.get(call).expect(200).body()).isEqualTo(after);
        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM risk_days WHERE state = 'archived' AND kind = 'strategy' AND name = ? AND day = '"
                                + FIRST_DAY + "'",
                        history.strategy(1)))
                .isEqualTo(2);
    }

    /** Rounds that come between the summaries and the archiving are told. */
    @Test
    void whatCameSinceIsMissing() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (TemporaryPostgres postgres = TemporaryPostgres.start("risk-missing");
                CrashServer server =
                        CrashServer.builder("risk-missing").external(postgres).start()) {
            ApiClient api = ApiClient.of(server);
            String bot = RoundBody.newBot("missing");
            String time = RandomHistory.BEGIN.plusSeconds(60).toString();
            api.log(RoundBody.loss(bot, 1).with("round_start_timestamp", time));
            RiskDays days = days(vertx, postgres);
            assertThat(missing(postgres, FIRST_DAY)).isEqualTo(2);
            keep(days, FIRST_DAY);
            assertThat(missing(postgres, FIRST_DAY)).isZero();

            api.log(RoundBody.loss(bot, 2).with("round_start_timestamp", time));

            assertThat(missing(postgres, FIRST_DAY)).isEqualTo(2);
            keep(days, FIRST_DAY);
            assertThat(missing(postgres, FIRST_DAY)).isZero();
        } finally {
            vertx.close();
        }
    }

    private static List<String> calls(RandomHistory history) {
        List<String> calls = new ArrayList<>();
        List<String> ranges = List.of("", "&from=2026-03-28&to=2026-03-31", "&from=2026-03-30T05:06:07Z");
        for (String range : ranges) {
            for (int bot = 0; bot < BOTS; bot++) {
                calls.add("/bots/" + history.bot(bot) + "/risk?" + range);
                for (String session : List.of("session-0", "session-1", "session-2")) {
                    calls.add("/sessions/" + session + "/risk?bot_id=" + history.bot(bot) + range);
                }
            }
            IntStream.range(0, 3).forEach(i -> calls.add("/strategies/" + history.strategy(i) + "/risk?" + range));
        }
        return calls.stream().map(call -> call.replace("?&", "?")).toList();
    }

    private static List<JsonNode> answers(ApiClient api, List<String> calls) {
        return calls.stream().map(call -> api.get(call).expect(200).json()).toList();
    }

    /** All but the time of a recovery, which may be gone with the rounds. */
    private static void assertSame(List<String> calls, List<JsonNode> before, List<JsonNode> after) {
        for (int i = 0; i < calls.size(); i++) {
            JsonNode shown = withoutLostTimes(before.get(i), after.get(i));
            assertThat(after.get(i)).as(calls.get(i)).isEqualTo(shown);
        }
    }

    private static JsonNode withoutLostTimes(JsonNode before, JsonNode after) {
        ObjectNode expected = before.deepCopy();
        List<String> places = new ArrayList<>(List.of("/max_drawdown"));
        before.path("by_currency")
                .fieldNames()
                .forEachRemaining(currency -> places.add("/by_currency/" + currency + "/max_drawdown"));
        for (String place : places) {
            boolean isLost = after.at(place).path("recovered").asBoolean()
                    && after.at(place).get("recovered_at").isNull();
            if (isLost) {
                List.of("recovered_at", "rounds", "seconds")
                        .forEach(key -> ((ObjectNode) expected.at(place)).putNull(key));
            }
        }
        return expected;
    }

    /** What cleanup does, without its children, histograms and session figures, on which no risk depends. */
    private static void archive(TemporaryPostgres postgres, RiskDays days, LocalDate day) throws SQLException {
        keep(days, day);
        try (Connection connection = postgres.connection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE round_rollups IN SHARE ROW EXCLUSIVE MODE");
            connection.createStatement().execute("LOCK TABLE " + PgRiskArchive.TABLE + " IN SHARE ROW EXCLUSIVE MODE");
            assertThat(missing(connection, day)).isZero();
            connection
                    .createStatement()
                    .execute("UPDATE round_rollups SET state = 'archived' WHERE day <= '" + day + "'");
            connection
                    .createStatement()
                    .execute("DELETE FROM crash_game_rounds WHERE round_start_timestamp < '" + day.plusDays(1) + "Z'");
            connection.commit();
        }
    }

    /** What would be missing; nothing is changed. */
    private static long missing(TemporaryPostgres postgres, LocalDate day) throws SQLException {
        try (Connection connection = postgres.connection()) {
            connection.setAutoCommit(false);
            long missing = missing(connection, day);
            connection.rollback();
            return missing;
        }
    }

    private static long missing(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement archive = connection.prepareStatement(PgRiskArchive.ARCHIVE.replace("$1", "?"))) {
            archive.setObject(1, day);
            try (ResultSet row = archive.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void keep(RiskDays days, LocalDate day) {
        days.keep(day).await().atMost(Duration.ofSeconds(60));
    }

    private static RiskDays days(Vertx vertx, TemporaryPostgres postgres) {
        Pool pool = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(postgres.port())
                        .setDatabase("postgres")
                        .setUser("postgres")
                        .setPassword(postgres.password()))
                .using(vertx)
                .build();
        PgRiskDays database = new PgRiskDays(io.vertx.mutiny.sqlclient.Pool.newInstance(pool));
        RiskMetrics metrics = new RiskMetrics(new SimpleMeterRegistry());
        return new RiskDays(database, new RiskParts(vertx, database, metrics));
    }
}
