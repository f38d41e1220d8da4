package dev.crashanalytics.export;

import static dev.crashanalytics.export.ExportCalls.assertRows;
import static dev.crashanalytics.export.ExportCalls.parse;
import static dev.crashanalytics.export.ExportCalls.started;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Download;
import dev.crashanalytics.testing.RoundBody;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the export of signals holds. */
class SignalExportIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.shared();
    private final String bot = RoundBody.newBot("export");

    @Test
    void signalsWithWhatBecameOfTheirRounds() {
        for (String type : List.of("early", "early", "late")) {
            api.send(
                            "POST",
                            "/rounds/batch",
                            "application/x-ndjson",
                            RoundBody.key(bot, 1)
                                            .with("type", "signal")
                                            .with("signal_type", type)
                                            .with("confidence_score", "0.9")
                                            .with("predicted_multiplier", "2.00")
                                            .with("similar_rounds_count", 12)
                                            .with("timestamp", "2026-01-31T00:00:00Z")
                                    + "\n")
                    .expect(200);
        }
        long round =
                api.log(started(RoundBody.win(bot, 1), "2026-01-31T00:00:01Z").with("strategy_name", "s, 1"));
        api.post("/rounds/" + round + "/signals", RoundBody.empty().with("signal_type", "early"))
                .expect(201);
        api.put(
                        "/rounds/" + round + "/outcome",
                        RoundBody.empty()
                                .with("outcome", "WIN")
                                .with("profit_loss", "3.25")
                                .with("roi_percent", "32.5"))
                .expect(200);

        try (Download export = Download.start(server, "/signals/export?bot_id=" + bot)) {
            JsonNode signals = parse(export.text());
            assertThat(export.trailer("X-Row-Count")).isEqualTo("4");
            assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"signals.json\"");
            assertThat(signals.findValuesAsText("signal_type")).containsExactly("early", "late", "early", "early");
            assertThat(signals.findValuesAsText("predicted_ahead")).containsExactly("false", "true", "true", "true");
            assertThat(signals.findValuesAsText("is_feature_row")).containsExactly("false", "true", "true", "false");
            JsonNode late = signals.get(1);
            assertThat(late.get("round_id").asLong()).isEqualTo(round);
            assertThat(late.get("session_id").asText()).isEqualTo(RoundBody.SESSION);
            assertThat(late.get("round_number").asLong()).isEqualTo(1);
            assertThat(late.get("platform_code").asText()).isEqualTo("dafabet");
            assertThat(late.get("timestamp").asText()).isEqualTo("2026-01-31T00:00:00Z");
            assertThat(late.get("round_start_timestamp").asText()).isEqualTo("2026-01-31T00:00:01Z");
            assertThat(late.get("confidence_score").asText()).isEqualTo("0.90");
            assertThat(late.get("similar_rounds_count").asLong()).isEqualTo(12);
            assertThat(late.get("predicted_multiplier").asText()).isEqualTo("2.00");
            assertThat(late.get("actual_multiplier").asText()).isEqualTo("2.45");
            assertThat(late.get("prediction_error").isNumber()).isTrue();
            assertThat(late.get("signal_correctness").asBoolean()).isTrue();
            assertThat(late.get("feature_vector").isNull()).isTrue();
            assertThat(late.get("strategy_name").asText()).isEqualTo("s, 1");
            assertThat(late.get("crash_multiplier").asText()).isEqualTo("2.45");
            assertThat(late.get("cashout_multiplier").asText()).isEqualTo("1.33");
            assertThat(late.get("outcome").asText()).isEqualTo("WIN");
            assertThat(late.get("outcome_category").asText()).isEqualTo("small_win");
            assertThat(late.get("currency").asText()).isEqualTo("USD");
            assertThat(late.get("stake").asText()).isEqualTo("10.00");
            assertThat(late.get("profit_loss").asText()).isEqualTo("3.25");
            assertThat(late.get("roi_percent").asText()).isEqualTo("32.50");
        }
        assertRows("/signals/export?bot_id=" + bot + "&signal_type=late", 1);
        assertRows("/signals/export?bot_id=" + bot + "&signal_type=late&game_name=jetx", 0);
        assertRows("/signals/export?bot_id=" + bot + "&game_name=aviator&limit=3", 3);
        assertRows("/signals/export?bot_id=" + bot + "&from=2026-01-31T00:00:02Z", 0);
    }

    @Test
    void namesThatNeedQuotesAreFoundAndQuoted() {
        String odd = "ö/\"a\",\n🎲 " + bot.substring(bot.length() - 8);
        RoundBody signal = RoundBody.empty()
                .with("signal_type", "x,y \"z\"\n")
                .raw("feature_vector", "{\"volatility\": 0.650, \"at\": [1, null]}");
        api.log(started(RoundBody.win(odd, 1), "2026-01-31T00:00:00Z").raw("signals", "[" + signal + "]"));

        try (Download export = Download.start(server, "/bots/" + ApiClient.encode(odd) + "/rounds/export?format=csv")) {
            assertThat(export.text().lines()).hasSize(2);
            assertThat(export.header("Content-Disposition"))
                    .contains("filename=\"__", "filename*=UTF-8''%C3%B6__a_%2C");
        }
        try (Download export = Download.start(server, "/signals/export?format=csv&bot_id=" + ApiClient.encode(odd))) {
            assertThat(export.text())
                    .contains(",\"ö/\"\"a\"\",\n🎲 ", "\"x,y \"\"z\"\"\n\"", "\"{\"\"at\"\": [1, null], ", "0.650}\"");
        }
        try (Download export = Download.start(server, "/signals/export?bot_id=" + ApiClient.encode(odd))) {
            JsonNode exported = parse(export.text()).get(0);
            assertThat(exported.get("bot_id").asText()).isEqualTo(odd);
            assertThat(exported.get("feature_vector").get("volatility").asText())
                    .isEqualTo("0.650");
        }
    }
}
