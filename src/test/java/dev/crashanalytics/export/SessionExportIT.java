package dev.crashanalytics.export;

import static dev.crashanalytics.export.ExportCalls.multipliers;
import static dev.crashanalytics.export.ExportCalls.numbers;
import static dev.crashanalytics.export.ExportCalls.parse;
import static dev.crashanalytics.export.ExportCalls.rounds;
import static dev.crashanalytics.export.ExportCalls.started;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Download;
import dev.crashanalytics.testing.RoundBody;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports of one session: its rows and no others, the highest round first. */
class SessionExportIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.shared();
    private final String bot = RoundBody.newBot("export");

    /** Two sessions of the bot, and one of another bot that has the name of the first; a late round in it. */
    @BeforeEach
    void log() {
        String other = RoundBody.newBot("export");
        for (int number : new int[] {1, 3, 2}) {
            api.log(round(bot, number, "s1", "2026-01-31T00:00:0" + (4 - number) + "Z"));
            api.log(round(other, number, "s1", "2026-01-31T00:00:00Z"));
            api.log(round(bot, 10 + number, "s2", "2026-01-31T00:00:02Z"));
        }
    }

    @Test
    void roundsByTheirNumbers() {
        assertThat(numbers(rounds(bot, "?session_id=s1"))).containsExactly(3L, 2L, 1L);
        assertThat(numbers(rounds(bot, "?session_id=s2&limit=2"))).containsExactly(13L, 12L);
        assertThat(numbers(rounds(bot, "?session_id=s1&from=2026-01-31T00:00:02Z")))
                .containsExactly(2L, 1L);
        assertThat(numbers(rounds(bot, "?session_id=nothing"))).isEmpty();
        assertThat(numbers(rounds(bot, ""))).hasSize(6);
        api.get(rounds("nobody-at-all", "?session_id=s1")).problem(404, "bot_not_found");
    }

    @Test
    void theFileBearsItsName() {
        try (Download export = Download.start(server, rounds(bot, "?format=csv&session_id=s1"))) {
            assertThat(export.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"" + bot + "-s1-rounds.csv\"");
            assertThat(export.text().lines()).hasSize(4);
            assertThat(export.trailer("X-Row-Count")).isEqualTo("3");
        }
    }

    @Test
    void multipliersAndSignalsToo() {
        JsonNode crashes = read(multipliers("?session_id=s1&bot_id=" + bot));
        assertThat(crashes).hasSize(3);
        assertThat(crashes.findValuesAsText("round_id")).containsExactlyElementsOf(ids("s1"));
        assertThat(read(multipliers("?session_id=s1&limit=1&bot_id=" + bot))).hasSize(1);

        JsonNode signals = read("/signals/export?session_id=s2&bot_id=" + bot);
        assertThat(signals.findValuesAsText("round_number")).containsExactly("13", "12", "11");
        assertThat(signals.findValuesAsText("session_id")).containsOnly("s2");
        assertThat(read("/signals/export?session_id=s2&signal_type=other&bot_id=" + bot))
                .isEmpty();
    }

    private List<String> ids(String session) {
        return read(rounds(bot, "?session_id=" + session)).findValuesAsText("id");
    }

    private JsonNode read(String path) {
        try (Download export = Download.start(server, path)) {
            return parse(export.text());
        }
    }

    private static RoundBody round(String bot, long number, String session, String start) {
        return started(RoundBody.loss(bot, number).with("session_id", session), start)
                .raw("signals", "[{\"signal_type\":\"early\"}]");
    }
}
