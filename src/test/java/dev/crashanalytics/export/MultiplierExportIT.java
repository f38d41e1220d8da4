package dev.crashanalytics.export;

import static dev.crashanalytics.export.ExportCalls.assertFile;
import static dev.crashanalytics.export.ExportCalls.multipliers;
import static dev.crashanalytics.export.ExportCalls.parse;
import static dev.crashanalytics.export.ExportCalls.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Download;
import dev.crashanalytics.testing.RoundBody;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the export of a game's multipliers holds. */
class MultiplierExportIT {

    private static final String MULTIPLIER_KEYS =
            "round_id,multiplier,timestamp,is_crash,is_cashout,ocr_confidence,quality_score";

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.shared();
    private final String bot = RoundBody.newBot("export");

    @Test
    void multipliersOfAGameNewestFirst() {
        long first = api.log(started(RoundBody.win(bot, 1), "2026-01-31T00:00:00Z"));
        api.post(
                        "/rounds/" + first + "/multipliers",
                        RoundBody.empty()
                                .with("multiplier", "1.10")
                                .with("timestamp", "2026-01-30T00:00:00Z")
                                .with("ocr_confidence", "0.5")
                                .with("data_quality_score", 1))
                .expect(201);
        long second = api.log(started(RoundBody.loss(bot, 2), "2026-01-31T00:00:01Z"));
        api.log(started(
                RoundBody.loss(bot, 3).with("session_id", "other").with("game_name", "jetx"), "2026-01-31T00:00:02Z"));

        assertFile(
                multipliers("?format=csv&bot_id=" + bot),
                MULTIPLIER_KEYS + "\r\n"
                        + second + ",1.20,2026-01-31T00:00:01Z,true,false,,\r\n"
                        + first + ",1.33,2026-01-31T00:00:00Z,false,true,,\r\n"
                        + first + ",2.45,2026-01-31T00:00:00Z,true,false,,\r\n"
                        + first + ",1.10,2026-01-30T00:00:00Z,false,false,0.50,1.00\r\n",
                4);
        assertFile(multipliers("?format=ndjson&limit=1&bot_id=" + bot), """
                {"round_id":%d,"multiplier":1.20,"timestamp":"2026-01-31T00:00:01Z","is_crash":true,"is_cashout":false,\
                "ocr_confidence":null,"quality_score":null}
                """.formatted(second), 1);
        assertFile(multipliers("?format=csv&bot_id=" + bot + "&to=2026-01-31T00:00:00Z"), MULTIPLIER_KEYS + "\r\n", 0);
        assertFile(multipliers("?bot_id=" + RoundBody.newBot("nobody")), "[]\n", 0);
    }

    @Test
    void multipliersOfAllBotsOfAGame() {
        List<String> ids = new ArrayList<>();
        String other = RoundBody.newBot("export");
        for (int n = 1; n <= 3; n++) {
            ids.add("" + api.log(started(RoundBody.loss(bot, n), "2031-05-01T00:00:0" + n + "Z")));
            ids.add("" + api.log(started(RoundBody.loss(other, n), "2031-05-01T00:00:0" + n + ".5Z")));
        }
        // Until its round is stored a tick belongs to no moment.
        api.send(
                        "POST",
                        "/rounds/batch",
                        "application/x-ndjson",
                        RoundBody.key(bot, 9).with("type", "multiplier").with("multiplier", 7) + "\n")
                .expect(200);

        try (Download export = Download.start(
                server, multipliers("?format=ndjson&from=2031-05-01&to=2031-05-02"), "Accept: text/csv")) {
            List<String> exported = export.text()
                    .lines()
                    .map(line -> parse(line).get("round_id").asText())
                    .toList();
            assertThat(exported)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 6).mapToObj(i -> ids.get(5 - i)).toList());
            assertThat(export.trailer("X-Row-Count")).isEqualTo("6");
        }
    }
}
