package dev.crashanalytics.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Download;
import dev.crashanalytics.testing.RoundBody;
import java.util.ArrayList;
import java.util.List;

/** Calls of exports, of the server that the tests share. */
final class ExportCalls {

    private ExportCalls() {}

    /** Fails unless the export is this file. */
    static void assertFile(String path, String content, int rows) {
        try (Download export = Download.start(CrashServer.shared(), path)) {
            assertThat(export.text()).isEqualTo(content);
            assertThat(export.trailer("X-Row-Count")).isEqualTo(Integer.toString(rows));
        }
    }

    /** Fails unless the export is JSON of that many rows. */
    static void assertRows(String path, int rows) {
        try (Download export = Download.start(CrashServer.shared(), path)) {
            assertThat(parse(export.text())).hasSize(rows);
            assertThat(export.trailer("X-Row-Count")).isEqualTo(Integer.toString(rows));
        }
    }

    /** Logs rounds that start a second apart. */
    static void logSeconds(String bot, int rounds) {
        for (int n = 1; n <= rounds; n++) {
            ApiClient.shared().log(started(RoundBody.loss(bot, n), "2026-01-31T00:00:0" + n + "Z"));
        }
    }

    /** The round numbers of an export of rounds. */
    static List<Long> numbers(String path) {
        try (Download export = Download.start(CrashServer.shared(), path)) {
            List<Long> numbers = new ArrayList<>();
            parse(export.text())
                    .forEach(round -> numbers.add(round.get("round_number").asLong()));
            return numbers;
        }
    }

    /** The path of the export of a bot's rounds. */
    static String rounds(String bot, String query) {
        return "/bots/" + bot + "/rounds/export" + query;
    }

    /** The path of the export of a game's multipliers. */
    static String multipliers(String query) {
        return "/games/aviator/multipliers/export" + query;
    }

    static RoundBody started(RoundBody round, String time) {
        return round.with("round_start_timestamp", time);
    }

    static JsonNode parse(String json) {
        try {
            return ApiClient.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }
}
