package dev.crashanalytics.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Download;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two million rows through a small heap, and clients and a database that go away in the middle. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExportLoadIT {

    private static final int ROUNDS = 2_000_000;
    private static final long MAX_RESIDENT_BYTES = 640L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration STALLED = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final int MAX_CONCURRENT = 4;

    private static final String BIG = "/bots/big/rounds/export";

    private static final String FILL = """
            INSERT INTO bot_vm_registration (bot_id) VALUES ('big');
            INSERT INTO crash_game_rounds (bot_id, session_id, game_name, platform_code, currency, round_number,
                round_start_timestamp, stake_value, strategy_name, crash_multiplier_detected, profit_loss_amount, roi_percent,
                round_outcome, commit_id, position)
            SELECT 'big', 's1', 'aviator', 'fun88', 'USD', n, timestamptz '2025-01-01' + n * interval '1 s', n / 100.0, 'custom',
                1 + n %% 300 / 100.0, -n / 100.0, -100, 'LOSS', 1, n
            FROM generate_series(1, %d) n
            """;

    /** Connections of the server that hold a snapshot. */
    private static final String READING =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'crash-analytics' AND xact_start IS NOT NULL";

    private static TemporaryPostgres postgres;
    private static CrashServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws SQLException {
        postgres = TemporaryPostgres.builder("export")
                .setting("fsync", "off")
                .setting("max_wal_size", "4GB")
                .setting("shared_buffers", "256MB")
                .setting("autovacuum", "off")
                .start();
        server = CrashServer.builder("export")
                .external(postgres)
                .jvmArgument("-Xmx256m")
                .property("crash.export.stalled-timeout", STALLED.toSeconds() + "s")
                .start();
        api = ApiClient.of(server);
        postgres.execute(FILL.formatted(ROUNDS));
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        await().atMost(PATIENCE).until(() -> server.metric("crash_export_active") == 0);
        assertThat(Sql.count(server, READING)).isZero();
    }

    @Test
    @Order(1)
    void twoMillionRowsTakeLittleMemory() throws IOException {
        long start = System.nanoTime();
        try (Download export = Download.start(server, BIG + "?format=csv");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(export.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("id,round_number,");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);

            for (int number = ROUNDS; number > 0; number--) {
                String[] fields = lines.readLine().split(",");
                if (Integer.parseInt(fields[1]) != number) {
                    throw new AssertionError("round " + fields[1] + " instead of " + number);
                }
            }

            assertThat(lines.readLine()).isNull();
            assertThat(export.trailer("X-Row-Count")).isEqualTo(Integer.toString(ROUNDS));
            assertThat(server.residentMemory()).isLessThan(MAX_RESIDENT_BYTES);
        }
    }

    @Test
    @Order(2)
    void allOfThemAtOnceDoToo() throws IOException {
        List<Download> exports = Stream.generate(() -> Download.start(server, BIG + "?limit=300000"))
                .limit(MAX_CONCURRENT)
                .toList();

        for (Download export : exports) {
            try (export) {
                export.body().transferTo(java.io.OutputStream.nullOutputStream());
                assertThat(export.trailer("X-Row-Count")).isEqualTo("300000");
            }
        }
        assertThat(server.residentMemory()).isLessThan(MAX_RESIDENT_BYTES);
    }

    @Test
    @Order(3)
    void oneThatIsAbandonedLetsGoOfTheDatabase() throws IOException {
        double gone = aborted("client_gone");
        try (Download export = Download.start(server, BIG)) {
            export.body().skipNBytes(1 << 20);
            assertThat(Sql.count(server, READING)).isEqualTo(1);
        }

        await().atMost(PATIENCE).until(() -> Sql.count(server, READING) == 0);
        await().atMost(PATIENCE).until(() -> aborted("client_gone") == gone + 1);
    }

    @Test
    @Order(4)
    void oneThatIsAbandonedWhileRowsAreLookedForIsCancelled() {
        Download.start(server, "/games/aviatrix/multipliers/export").close();

        await().atMost(PATIENCE)
                .until(() -> Files.readString(postgres.dataDirectory().resolveSibling("postgres.log"))
                        .contains("canceling statement due to user request"));
    }

    @Test
    @Order(5)
    void oneThatStallsStallsItselfAndIsCutOff() {
        double stalled = aborted("client_stalled");
        try (Download export = Download.start(server, BIG)) {
            // Given a client that has its head and reads no more, others are served
            try (Download other = Download.start(server, BIG + "?limit=100000&format=csv")) {
                assertThat(other.text().lines()).hasSize(100_001);
            }
            api.log(RoundBody.win(RoundBody.newBot("beside"), 1));
            assertThat(aborted("client_stalled")).isEqualTo(stalled);

            // When it has been waited for long enough, then it does not get a file that seems whole
            await().atMost(STALLED.plus(PATIENCE)).until(() -> aborted("client_stalled") == stalled + 1);
            await().atMost(PATIENCE).until(() -> Sql.count(server, READING) == 0);
            assertThatThrownBy(() -> export.body().readAllBytes()).isInstanceOf(IOException.class);
            assertThat(export.trailer("X-Row-Count")).isNull();
        }
    }

    @Test
    @Order(6)
    void beyondTheLimitClientsAreToldToComeBack() {
        double refused = server.metric("crash_export_refused_total");
        List<Download> exports = Stream.generate(() -> Download.start(server, BIG))
                .limit(MAX_CONCURRENT)
                .toList();

        ApiClient.Answer answer = api.get("/signals/export").problem(429, "overloaded");

        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(server.metric("crash_export_refused_total")).isEqualTo(refused + 1);
        api.log(RoundBody.win(RoundBody.newBot("beside"), 1));
        exports.forEach(Download::close);
        await().atMost(PATIENCE).until(() -> api.get("/signals/export").status() == 200);
    }

    @Test
    @Order(7)
    void statisticsAreAnsweredBesideStalledExports() {
        String bot = RoundBody.newBot("beside");
        api.log(RoundBody.win(bot, 1));
        List<Download> exports = Stream.generate(() -> Download.start(server, BIG))
                .limit(MAX_CONCURRENT)
                .toList();

        for (int call = 0; call < 50; call++) {
            assertThat(api.get("/bots/" + bot + "/statistics").expect(200).text("total_rounds"))
                    .isEqualTo("1");
        }

        assertThat(Sql.count(server, READING)).isEqualTo(MAX_CONCURRENT);
        exports.forEach(Download::close);
    }

    @Test
    @Order(8)
    void tablesTooBigToCountAreEstimatedAndNamed() {
        JsonNode database = api.get("/database").expect(200).json();

        assertThat(database.get("estimated_tables"))
                .extracting(JsonNode::asText)
                .contains("crash_game_rounds");
        assertThat(database.get("tables").get("crash_game_rounds").asLong())
                .isBetween((long) (ROUNDS * 0.9), (long) (ROUNDS * 1.1));
        assertThat(database.get("estimated_tables"))
                .extracting(JsonNode::asText)
                .doesNotContain("session_logs");
    }

    @Test
    @Order(9)
    void aRefusedExportHoldsNothing() {
        for (int i = 0; i < 2 * MAX_CONCURRENT; i++) {
            api.get("/bots/nobody/rounds/export").problem(404, "bot_not_found");
        }
    }

    @Test
    @Order(10)
    void aDatabaseThatDiesBreaksTheTransfer() throws IOException {
        double failed = aborted("read_failed");
        try (Download export = Download.start(server, BIG + "?format=csv")) {
            export.body().skipNBytes(1 << 20);

            postgres.kill();

            assertThatThrownBy(() -> export.body().readAllBytes()).isInstanceOf(IOException.class);
            assertThat(export.trailer("X-Row-Count")).isNull();
        }
        assertThat(aborted("read_failed")).isEqualTo(failed + 1);
        api.get(BIG).problem(503, "database_unavailable");
        // Its orphaned backends must have noticed before another postmaster may start.
        await().atMost(PATIENCE).untilAsserted(() -> postgres.restart());
        await().atMost(PATIENCE)
                .until(() -> api.get(BIG + "?limit=1&format=ndjson").status() == 200);
    }

    @Test
    @Order(11)
    void aStoppingServerBreaksTheTransfer() throws IOException {
        try (Download export = Download.start(server, BIG)) {
            export.body().skipNBytes(1 << 20);

            assertThat(server.terminate().duration()).isLessThan(Duration.ofSeconds(10));

            assertThatThrownBy(() -> export.body().readAllBytes()).isInstanceOf(IOException.class);
        }
        server.restart();
    }

    private static double aborted(String reason) {
        return server.metric("crash_export_aborted_total", "reason=\"" + reason + "\"");
    }
}
