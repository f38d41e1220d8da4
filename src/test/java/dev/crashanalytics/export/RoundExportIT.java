package dev.crashanalytics.export;

import static dev.crashanalytics.export.ExportCalls.assertFile;
import static dev.crashanalytics.export.ExportCalls.assertRows;
import static dev.crashanalytics.export.ExportCalls.logSeconds;
import static dev.crashanalytics.export.ExportCalls.numbers;
import static dev.crashanalytics.export.ExportCalls.rounds;
import static dev.crashanalytics.export.ExportCalls.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Download;
import dev.crashanalytics.testing.RoundBody;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the export of a bot's rounds holds, in every format. */
class RoundExportIT {

    private static final String ROUND_KEYS =
            "id,round_number,game_name,stake,crash_multiplier,cashout_multiplier,outcome,profit_loss,roi_percent,timestamp";

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.shared();
    private final String bot = RoundBody.newBot("export");

    @Test
    void roundsAsJsonNewestFirst() {
        long first = api.log(started(RoundBody.win(bot, 1), "2026-01-31T00:00:00.123456Z"));
        long second = api.log(started(RoundBody.skip(bot, 2), "2026-01-31T00:00:01Z"));

        try (Download export = Download.start(server, rounds(bot, ""))) {
            assertThat(export.status()).isEqualTo(200);
            assertThat(export.header("Content-Type")).isEqualTo("application/json");
            assertThat(export.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"" + bot + "-rounds.json\"");
            assertThat(export.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(export.header("Trailer")).isEqualTo("X-Row-Count");
            assertThat(export.text()).isEqualTo("""
                    [{"id":%d,"round_number":2,"game_name":"aviator","stake":0.00,"crash_multiplier":null,\
                    "cashout_multiplier":null,"outcome":"SKIP","profit_loss":0.00,"roi_percent":null,\
                    "timestamp":"2026-01-31T00:00:01Z"},
                    {"id":%d,"round_number":1,"game_name":"aviator","stake":10.00,"crash_multiplier":2.45,\
                    "cashout_multiplier":1.33,"outcome":"WIN","profit_loss":3.30,"roi_percent":33.00,\
                    "timestamp":"2026-01-31T00:00:00.123456Z"}]
                    """.formatted(second, first));
            assertThat(export.trailer("X-Row-Count")).isEqualTo("2");
        }
    }

    @Test
    void roundsAsCsv() {
        long id = api.log(
                started(RoundBody.loss(bot, 1), "2026-01-31T00:00:00Z").with("stake_value", "99999999999.0000000001"));
        long skip = api.log(started(RoundBody.skip(bot, 2), "2026-01-31T00:00:01Z"));

        try (Download export = Download.start(server, rounds(bot, "?format=csv"))) {
            assertThat(export.header("Content-Type")).startsWith("text/csv; charset=utf-8");
            assertThat(export.header("Content-Disposition")).endsWith("-rounds.csv\"");
            assertThat(export.text())
                    .isEqualTo(ROUND_KEYS + "\r\n" + skip
                            + ",2,aviator,0.00,,,SKIP,0.00,,2026-01-31T00:00:01Z\r\n" + id
                            + ",1,aviator,99999999999.0000000001,1.20,,LOSS,-99999999999.0000000001,-100.00,"
                            + "2026-01-31T00:00:00Z\r\n");
            assertThat(export.trailer("X-Row-Count")).isEqualTo("2");
        }
    }

    @Test
    void roundsAsNdjson() {
        logSeconds(bot, 3);

        try (Download export = Download.start(server, rounds(bot, "?format=ndjson"))) {
            assertThat(export.header("Content-Type")).isEqualTo("application/x-ndjson");
            assertThat(export.header("Content-Disposition")).endsWith("-rounds.ndjson\"");
            String text = export.text();
            assertThat(text).endsWith("}\n");
            assertThat(text.lines()).hasSize(3).allMatch(line -> line.startsWith("{\"id\":") && line.endsWith("Z\"}"));
            assertThat(export.trailer("X-Row-Count")).isEqualTo("3");
        }
    }

    @Test
    void limitFromAndToNarrowIt() {
        logSeconds(bot, 5);

        assertThat(numbers(rounds(bot, "?limit=2"))).containsExactly(5L, 4L);
        assertThat(numbers(rounds(bot, "?limit=99999999999999999999"))).hasSize(5);
        assertThat(numbers(rounds(bot, "?from=2026-01-31T00:00:02Z&to=2026-01-31T00:00:04Z")))
                .containsExactly(3L, 2L);
        assertThat(numbers(rounds(bot, "?from=2026-01-31T02:00:04%2B02:00"))).containsExactly(5L, 4L);
        assertThat(numbers(rounds(bot, "?to=2026-01-31T00:00:02Z&limit=9"))).containsExactly(1L);
        assertThat(numbers(rounds(bot, "?from=2026-01-31&to=2026-01-31"))).isEmpty();
    }

    @Test
    void aKnownBotWithoutRoundsHasAnEmptyExport() {
        api.post("/bots", RoundBody.empty().with("bot_id", bot)).expect(201);

        assertFile(rounds(bot, ""), "[]\n", 0);
        assertFile(rounds(bot, "?format=ndjson"), "", 0);
        assertFile(rounds(bot, "?format=csv"), ROUND_KEYS + "\r\n", 0);
    }

    @Test
    void manyBlocksComeInOrderAndOnce() {
        int rounds = 2_500;
        api.batch(IntStream.rangeClosed(1, rounds)
                .mapToObj(number -> started(RoundBody.loss(bot, number), "2026-01-31T00:00:00Z"))
                .toArray());

        List<Long> numbers = numbers(rounds(bot, "?limit=" + rounds));

        assertThat(numbers).hasSize(rounds).doesNotHaveDuplicates().contains(1L, (long) rounds);
        assertThat(numbers(rounds(bot, "?limit=1000"))).isEqualTo(numbers.subList(0, 1_000));
    }

    @Test
    void comesOverHttp2Too() throws Exception {
        logSeconds(bot, 2);
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(server.baseUri().resolve("/api/v1" + rounds(bot, "?format=csv")))
                .build();

        HttpResponse<String> export = http2.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(export.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(export.body().lines()).hasSize(3);
    }

    @Test
    void metersCountWhatWasHandedOut() {
        logSeconds(bot, 3);
        double started = server.metric("crash_export_started_total", "dataset=\"rounds\"");
        double rows = server.metric("crash_export_rows_total", "dataset=\"rounds\"");

        assertRows(rounds(bot, ""), 3);

        assertThat(server.metric("crash_export_started_total", "dataset=\"rounds\"") - started)
                .isEqualTo(1);
        assertThat(server.metric("crash_export_rows_total", "dataset=\"rounds\"") - rows)
                .isEqualTo(3);
        assertThat(server.get("/q/metrics").body())
                .contains(
                        "crash_export_active ",
                        "crash_export_refused_total ",
                        "crash_export_aborted_total{reason=\"client_gone\"}",
                        "crash_export_aborted_total{reason=\"client_stalled\"}",
                        "crash_export_aborted_total{reason=\"read_failed\"}");
    }
}
