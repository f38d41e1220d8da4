package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import dev.crashanalytics.testing.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of bots become rounds: line by line, once, and whatever is wrong with a line is said of that line. */
class ImportIT {

    private static final String HEADER = "timestamp,multiplier,cashout,stake,profit_loss\n";
    private static final int MANY = 100_000;

    private final ApiClient api = ApiClient.shared();

    private static String path(String bot, String more) {
        return "/imports?bot_id=" + bot + "&game_name=aviator&platform_code=dafabet&file_name=history.csv" + more;
    }

    private ApiClient.Answer upload(String bot, String more, String file) {
        return api.send("POST", path(bot, more), "text/csv", file);
    }

    private JsonNode imported(String bot, String more, String file) {
        return upload(bot, more, file).expect(200).json();
    }

    private static String resource(String name) {
        try (InputStream file = ImportIT.class.getResourceAsStream("/imports/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A bot that has won, lost and watched. */
    private static String lines(int count) {
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 0; i < count; i++) {
            file.append("2025-10-17 14:").append(10 + i % 50).append(":00,");
            file.append(
                    switch (i % 3) {
                        case 0 -> "2.45x,1.5,10,5";
                        case 1 -> "1.2,0,10,-10";
                        default -> "3.1,,0,0";
                    });
            file.append('\n');
        }
        return file.toString();
    }

    private static long rounds(String bot) {
        return Rows.number("SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", bot);
    }

    private static void assertFigures(JsonNode report, long accepted, long duplicates, long rejected) {
        assertThat(List.of(
                        report.get("accepted").asLong(),
                        report.get("duplicates").asLong(),
                        report.get("rejected").asLong()))
                .as(report.toString())
                .containsExactly(accepted, duplicates, rejected);
    }

    @Test
    void aMessyFileIsTakenLineByLine() {
        String bot = RoundBody.newBot("messy");

        JsonNode report = imported(bot, "", resource("messy.csv"));

        assertFigures(report, 7, 0, 9);
        assertThat(report.get("lines").asLong()).isEqualTo(16);
        assertThat(report.get("rejected_lines"))
                .extracting(line -> line.get("line").asInt() + " "
                        + line.get("round_number").asInt() + " "
                        + line.get("detail").asText())
                .containsExactlyInAnyOrder(
                        "4 3 crash_multiplier_detected is missing, and there was no bet: the line says nothing",
                        "6 5 Timestamp 10/11/2025 14:37:00 may be 2025-11-10 or 2025-10-11: send date_order=dmy or date_order=mdy",
                        "9 8 line has 3 cells, the header 11: is it cut off?",
                        "10 9 round_outcome cannot be told: there is a stake, and neither profit nor cash-out say how it went",
                        "11 10 line opens a quote that is not closed",
                        "12 11 Final Multiplier must be a number, not abc",
                        "15 12 stake_value must be at least 0, not -10.00",
                        "17 14 crash_multiplier_detected must be at least 1, not 0.85",
                        "20 16 profit_loss_amount is 7, though there was no bet");
        List<String> stored = Rows.of(
                        "SELECT concat_ws(' ', round_number, round_external_id, round_outcome, crash_multiplier_detected::float,"
                                + " cashout_multiplier::float, target_multiplier::float, stake_value::float,"
                                + " profit_loss_amount::float, multiplier_source, round_start_timestamp AT TIME ZONE 'UTC') AS round"
                                + " FROM crash_game_rounds WHERE bot_id = ? ORDER BY round_number",
                        bot)
                .stream()
                .map(row -> (String) row.get("round"))
                .toList();
        assertThat(stored)
                .containsExactly(
                        "1 R1 WIN 2.45 1.33 10 3.3 ocr 2025-10-17 14:33:40.622634",
                        "2 R2 LOSS 1.2 10 -10 api 2025-10-17 14:34:10",
                        "4 R4 SKIP 1234.5 0 0 manual 2025-10-17 14:36:00",
                        "6 R6 WIN 3.1 2 1000 1000 2025-10-17 14:40:00",
                        "7 R7 LOSS 5 -5 manual 2025-10-17 14:39:00",
                        "13 R13 LOSS 5 10 10 -10 manual 2025-10-17 14:45:00",
                        "15 R15 SKIP 1.01 0 0 manual 2025-10-17 12:47:00");
    }

    @Test
    void theHistoryOfARealBotIsTakenWhole() {
        String bot = RoundBody.newBot("real");
        String file = resource("history.csv");

        JsonNode first = imported(bot, "", file);
        JsonNode again = imported(bot, "", file);

        assertFigures(first, 19, 0, 0);
        assertFigures(again, 0, 19, 0);
        assertThat(first.at("/outcomes/SKIP").asInt()).isEqualTo(19);
        JsonNode session = api.get("/sessions/import:history.csv?bot_id=" + bot)
                .expect(200)
                .json();
        assertThat(session.get("status").asText()).isEqualTo("completed");
        assertThat(session.get("total_rounds").asInt()).isEqualTo(19);
        assertThat(session.get("start_time").asText()).isEqualTo("2025-10-17T00:20:03.163131Z");
        assertThat(session.get("end_time").asText()).isEqualTo("2025-10-17T14:33:40.622634Z");
    }

    @Test
    void theFileGrowsAndABadLineIsMended() {
        String bot = RoundBody.newBot("grows");
        String bad = HEADER + "2025-10-17,2,,0,0\n2025-10-17,oops,,0,0\n2025-10-17,4,,0,0\n";
        assertFigures(imported(bot, "", bad), 2, 0, 1);

        JsonNode mended = imported(bot, "", bad.replace("oops", "3") + "2025-10-18,5,,0,0\n");

        assertFigures(mended, 2, 2, 0);
        assertThat(Sql.column(
                        CrashServer.shared(),
                        "SELECT crash_multiplier_detected::int FROM crash_game_rounds WHERE bot_id = ? ORDER BY round_number",
                        bot))
                .containsExactly("2", "3", "4", "5");
    }

    @Test
    void anotherFileOfTheSameNameIsRefusedLineByLineAndChangesNothing() {
        String bot = RoundBody.newBot("other");
        imported(bot, "", HEADER + "2025-10-17,2,,0,0\n");

        JsonNode other = imported(bot, "", HEADER + "2025-10-17,3,,0,0\n");

        assertFigures(other, 0, 0, 1);
        assertThat(other.at("/rejected_lines/0/code").asText()).isEqualTo("round_conflict");
        assertThat(other.at("/rejected_lines/0/text").asText()).isEqualTo("2025-10-17,3,,0,0");
        assertFigures(imported(bot, "&session_id=second", HEADER + "2025-10-17,3,,0,0\n"), 1, 0, 0);
    }

    @Test
    void aDryRunAddsNothingAndTellsWhatEachColumnBecomes() {
        String bot = RoundBody.newBot("dry");

        JsonNode report = imported(bot, "&dry_run=true&map=range:ignore", resource("history.csv"));

        assertFigures(report, 19, 0, 0);
        assertThat(report.get("dry_run").asBoolean()).isTrue();
        assertThat(rounds(bot)).isZero();
        api.get("/bots/" + bot).problem(404, "bot_not_found");
        assertThat(StreamSupport.stream(report.get("columns").spliterator(), false)
                        .map(column -> column.get("column").asText() + "="
                                + column.get("field").asText() + " "
                                + column.get("values").asInt() + " "
                                + column.get("example").asText() + "→"
                                + column.get("becomes").asText()))
                .containsExactly(
                        "timestamp=round_start_timestamp 19 2025-10-17T00:20:03.163131→2025-10-17T00:20:03.163131Z",
                        "multiplier=crash_multiplier_detected 19 1.84→1.84",
                        "bet_placed=bet_placed 19 False→False",
                        "stake=stake_value 19 0→0",
                        "cashout_time=metadata 19 0→0",
                        "profit_loss=profit_loss_amount 19 0→0",
                        "prediction=prediction 0 null→null",
                        "confidence=confidence 19 0→0",
                        "range=ignore 0 null→null",
                        "source=multiplier_source 19 manual_input→manual");
    }

    private List<String> findings(String bot, String more, String game) {
        JsonNode report = api.send(
                        "POST",
                        path(bot, "&dry_run=true" + more).replace("aviator", game),
                        "text/csv",
                        HEADER + "2025-10-17,2,,0,0\n2026-01-31,3,,0,0\n")
                .expect(200)
                .json();
        assertFigures(report, 2, 0, 0);
        return StreamSupport.stream(report.get("findings").spliterator(), false)
                .map(finding -> finding.get("code").asText() + " "
                        + finding.get("field").asText() + " "
                        + finding.get("fatal").asBoolean())
                .toList();
    }

    @Test
    void aDryRunTellsWhatTheDatabaseWouldSay() {
        String bot = RoundBody.newBot("asked");

        assertThat(findings(bot, "", "aviator")).isEmpty();
        assertThat(findings(bot, "", "chess")).containsExactly("unknown_game game_name true");
        assertThat(rounds(bot)).isZero();

        // Given that the file was imported, with a line less
        imported(bot, "", HEADER + "2025-10-17,2,,0,0\n");
        assertThat(findings(bot, "", "aviator")).containsExactly("session_has_rounds session_id false");
        assertThat(findings(bot, "", "jetx"))
                .containsExactly("platform_not_configured platform_code false", "game_mismatch game_name true");
        assertThat(findings(bot, "&session_id=other", "aviator")).isEmpty();
        assertThat(rounds(bot)).isEqualTo(1);
        assertThat(Rows.number("SELECT count(*) FROM session_logs WHERE bot_id = ?", bot))
                .isEqualTo(1);

        // What is not tried is not asked about.
        assertThat(imported(bot, "", HEADER + "2025-10-17,2,,0,0\n").get("findings"))
                .isEmpty();
    }

    @Test
    void aDryRunKnowsOfArchivedDays() {
        try (CrashServer server = CrashServer.builder("import-archived").start()) {
            ApiClient calls = ApiClient.of(server);
            String line = HEADER + "2025-10-17,2,,0,0\n";
            calls.send("POST", path("archived", ""), "text/csv", line).expect(200);
            calls.post("/maintenance/cleanup?days_old=30&dry_run=false", "").expect(202);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Sql.count(server, "SELECT count(*) FROM crash_game_rounds") == 0);

            JsonNode tried = calls.send("POST", path("archived", "&dry_run=true&session_id=new"), "text/csv", line)
                    .expect(200)
                    .json();
            JsonNode made = calls.send("POST", path("archived", "&session_id=new"), "text/csv", line)
                    .expect(200)
                    .json();

            assertThat(tried.at("/findings/0/code").asText()).isEqualTo("round_archived");
            assertThat(tried.at("/findings/0/fatal").asBoolean()).isFalse();
            assertThat(made.at("/rejected_lines/0/code").asText()).isEqualTo("round_archived");
        }
    }

    @Test
    void anOversizeLineCostsOnlyItself() {
        String bot = RoundBody.newBot("large");

        JsonNode report = imported(
                bot,
                "",
                HEADER + "2025-10-17,2,,0,0\n2025-10-17," + "9".repeat(3_000_000) + ",,0,0\n2025-10-17,4,,0,0\n");

        assertFigures(report, 2, 0, 1);
        assertThat(report.at("/rejected_lines/0/detail").asText()).isEqualTo("line has more than 65536 bytes");
        assertThat(rounds(bot)).isEqualTo(2);
    }

    @Test
    void badCallsAreRefusedBeforeAnythingIsStored() {
        String bot = RoundBody.newBot("bad");
        String file = lines(20_000);

        api.send("POST", path(bot, ""), "application/pdf", file).problem(415, "unsupported_media_type");
        api.send("POST", path(bot, ""), "application/json", "[]").problem(415, "unsupported_media_type");
        api.send("POST", "/imports?game_name=aviator", "text/csv", file)
                .invalid("bot_id", "platform_code", "file_name");
        api.send("POST", path("", ""), "text/csv", file).invalid("bot_id");
        api.send("POST", "/imports?bot_id=" + bot + "&file_name=a&platform_code=p", "text/csv", file)
                .invalid("game_name");
        upload(bot, "&dryrun=true", file).invalid("dryrun");
        upload(bot, "&dry_run=yes", file).invalid("dry_run");
        upload(bot, "&map=", file).invalid("map");
        upload(bot, "&map=stake", file).invalid("map");
        upload(bot, "&map=stake:nonsense", file).invalid("map");
        upload(bot, "&map=nowhere:metadata", file).invalid("map");
        upload(bot, "&map=stake:metadata&map=Stake:ignore", file).invalid("map");
        upload(bot, "&time_zone=Mars/Base", file).invalid("time_zone");
        upload(bot, "&date_order=ymd", file).invalid("date_order");
        upload(bot, "&decimal_mark=;", file).invalid("decimal_mark");
        upload(bot, "&default_timestamp=soon", file).invalid("default_timestamp");
        upload(bot, "&session_id=" + "s".repeat(101), file).invalid("session_id");
        upload(bot, "", "one,two\n1,2\n").invalid("map", "map");
        upload(bot, "", "\u0000\u0000\n").problem(422, "invalid");
        api.send("POST", path(bot, "").replace("aviator", "chess"), "text/csv", file)
                .problem(422, "unknown_game");
        api.get(path(bot, "")).problem(405, "method_not_allowed");
        assertThat(rounds(bot)).isZero();
        assertThat(Rows.number("SELECT count(*) FROM session_logs WHERE bot_id = ?", bot))
                .isZero();
    }

    @Test
    void anEmptyFileIsNoError() {
        String bot = RoundBody.newBot("empty");

        assertFigures(imported(bot, "", ""), 0, 0, 0);
        assertFigures(imported(bot, "", HEADER), 0, 0, 0);
    }

    @Test
    void ndjsonIsTakenToo() {
        String bot = RoundBody.newBot("ndjson");

        JsonNode report = api.send(
                        "POST",
                        path(bot, ""),
                        "application/x-ndjson",
                        "{\"timestamp\":1760712000,\"multiplier\":2.5}\n{]\n{\"timestamp\":1760712001,\"multiplier\":\"3x\"}\n")
                .expect(200)
                .json();

        assertFigures(report, 2, 0, 1);
        assertThat(report.get("format").asText()).isEqualTo("ndjson");
        assertThat(rounds(bot)).isEqualTo(2);
    }

    @Test
    void everyRejectedLineIsToldInAnNdjsonAnswer() {
        String bot = RoundBody.newBot("told");
        String file = HEADER + "2025-10-17,2,,0,0\n" + "2025-10-17,bad,,0,0\n".repeat(3_000);

        ApiClient.Answer answer = api.send(api.request(path(bot, ""))
                .header("Accept", "application/x-ndjson")
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(file))
                .build());

        List<String> events = answer.expect(200).body().lines().toList();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(events).hasSize(3_001);
        assertThat(events.subList(0, 3_000)).allMatch(event -> event.startsWith("{\"type\":\"rejected\",\"line\":"));
        assertThat(events.get(3_000))
                .startsWith("{\"type\":\"report\",")
                .contains("\"accepted\":1,\"duplicates\":0,\"rejected\":3000");

        JsonNode report = imported(bot, "", file);
        assertFigures(report, 0, 1, 3_000);
        assertThat(report.get("rejected_lines")).hasSize(1_000);
    }

    @Test
    void concurrentImportsOfOneFileStoreEachLineOnce() {
        String bot = RoundBody.newBot("twice");
        String file = lines(6_000);

        List<CompletableFuture<JsonNode>> imports = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> imported(bot, "", file)))
                .toList();

        long accepted = imports.stream()
                .mapToLong(report -> report.join().get("accepted").asLong())
                .sum();
        long duplicates = imports.stream()
                .mapToLong(report -> report.join().get("duplicates").asLong())
                .sum();
        assertThat(accepted).isEqualTo(6_000);
        assertThat(duplicates).isEqualTo(12_000);
        assertThat(rounds(bot)).isEqualTo(6_000);
        JsonNode statistics =
                api.get("/bots/" + bot + "/statistics").expect(200).json();
        assertThat(statistics.get("wins").asInt()).isEqualTo(2_000);
        assertThat(statistics.get("total_profit").asInt()).isEqualTo(-10_000);
    }

    @Test
    void aServerKilledHalfWayGoesOnWhereItWas() throws Exception {
        String file = lines(60_000);
        try (CrashServer server = CrashServer.builder("import-killed").start()) {
            ApiClient calls = ApiClient.of(server);
            CompletableFuture<Void> cut = CompletableFuture.runAsync(() -> {
                try {
                    calls.send("POST", path("killed", ""), "text/csv", file);
                } catch (RuntimeException expected) {
                    // The server goes away.
                }
            });
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Sql.count(server, "SELECT count(*) FROM crash_game_rounds") > 3_000);
            server.kill();
            cut.join();
            server.restart();
            long before = Sql.count(server, "SELECT count(*) FROM crash_game_rounds");
            assertThat(before).isBetween(3_000L, 59_999L);

            JsonNode report = calls.send("POST", path("killed", ""), "text/csv", file)
                    .expect(200)
                    .json();

            assertFigures(report, 60_000 - before, before, 0);
            assertThat(Sql.count(server, "SELECT count(DISTINCT round_number) FROM crash_game_rounds"))
                    .isEqualTo(60_000);
            assertThat(Sql.count(server, "SELECT total_rounds FROM session_logs WHERE status = 'completed'"))
                    .isEqualTo(60_000);
        }
    }

    @Test
    void aHundredThousandLinesNeedNoMoreMemoryThanOne() {
        try (CrashServer server =
                CrashServer.builder("import-many").jvmArgument("-Xmx96m").start()) {
            ApiClient calls = ApiClient.of(server);

            JsonNode report = calls.send("POST", path("many", ""), "text/csv", lines(MANY))
                    .expect(200)
                    .json();

            assertFigures(report, MANY, 0, 0);
            assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds"))
                    .isEqualTo(MANY);
            assertThat(server.metric("crash_ingest_queue_items")).isZero();
            assertThat(server.metric("crash_import_active")).isZero();
        }
    }

    @Test
    void aClientThatGoesAwayLeavesItsPlaceToOthers() throws IOException {
        String bot = RoundBody.newBot("gone");
        for (int i = 0; i < 6; i++) {
            try (Socket socket = new Socket("127.0.0.1", CrashServer.shared().port())) {
                socket.getOutputStream()
                        .write(("POST /api/v1" + path(bot, "")
                                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv"
                                        + "\r\nContent-Length: 1000000\r\n\r\n" + lines(10))
                                .getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                await().atMost(Duration.ofSeconds(20)).until(() -> rounds(bot) == 10);
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> CrashServer.shared().metric("crash_import_active") == 0);

        assertFigures(imported(bot, "", lines(10)), 0, 10, 0);
    }

    private static boolean isCutOff(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void clientsThatNeitherSendNorReadAreCutOff() throws IOException {
        String bot = RoundBody.newBot("stalled");
        try (CrashServer server = CrashServer.builder("import-stalled")
                .property("crash.ingest.stalled-timeout", "500ms")
                .start()) {
            // Given one that sends a part, and one that leaves all it is told unread
            try (Socket silent = new Socket("127.0.0.1", server.port());
                    Socket deaf = new Socket("127.0.0.1", server.port())) {
                String head = "POST /api/v1" + path(bot, "") + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv"
                        + "\r\nAccept: application/x-ndjson\r\nContent-Length: 100000000\r\n\r\n";
                silent.getOutputStream().write((head + lines(1)).getBytes(StandardCharsets.UTF_8));
                deaf.getOutputStream().write((head + HEADER).getBytes(StandardCharsets.UTF_8));
                byte[] bad = "2025-10-17,bad,,0,0\n".repeat(5_000).getBytes(StandardCharsets.UTF_8);

                // Then both are cut off
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 1_000; i++) {
                                deaf.getOutputStream().write(bad);
                            }
                        })
                        .isInstanceOf(IOException.class);
                silent.setSoTimeout(20_000);
                assertThat(isCutOff(silent)).isTrue();
                await().atMost(Duration.ofSeconds(20)).until(() -> server.metric("crash_import_active") == 0);
            }
        }
    }

    @Test
    void importsBeyondTheLimitAreSentAway() throws IOException {
        String bot = RoundBody.newBot("limit");
        try (CrashServer server = CrashServer.builder("import-limit")
                        .property("crash.import.max-concurrent", "1")
                        .start();
                Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("POST /api/v1" + path(bot, "") + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv"
                                    + "\r\nContent-Length: 100\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            await().until(() -> server.metric("crash_import_active") == 1);

            ApiClient.of(server)
                    .send("POST", path(bot, ""), "text/csv", lines(10))
                    .problem(429, "overloaded");
        }
    }
}
