package dev.crashanalytics.export;

import static dev.crashanalytics.export.ExportCalls.logSeconds;
import static dev.crashanalytics.export.ExportCalls.multipliers;
import static dev.crashanalytics.export.ExportCalls.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Download;
import dev.crashanalytics.testing.RoundBody;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What exports refuse, and how a client chooses among formats. */
class ExportRefusalIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.shared();
    private final String bot = RoundBody.newBot("export");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | [",
                "application/x-ndjson | {",
                "text/csv | i",
                "*/* | [",
                "text/html, */*;q=0.1 | ["
            })
    void acceptChoosesTheFormat(String accept, String beginning) {
        logSeconds(bot, 1);

        try (Download export = Download.start(server, rounds(bot, ""), "Accept: " + accept)) {
            assertThat(export.text()).startsWith(beginning);
        }
    }

    @Test
    void anAcceptThatNothingSatisfiesIsRefused() {
        logSeconds(bot, 1);

        api.send(api.request(rounds(bot, "")).header("Accept", "image/png").build())
                .problem(406, "not_acceptable");
        api.send(api.request(rounds(bot, "?format=csv"))
                        .header("Accept", "image/png")
                        .build())
                .expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=-1, limit",
        "limit=abc, limit",
        "limit=1.5, limit",
        "limit=, limit",
        "from=yesterday, from",
        "to=2026-02-30, to",
        "from=2026-02-01&to=2026-01-31, to",
        "format=xml, format",
        "format=CSV, format",
        "format=, format",
        "format=csv&format=json, format",
        "limt=5, limt",
        "cursor=x, cursor"
    })
    void everyExportRefusesAParameterByItsName(String query, String parameter) {
        for (String path : List.of(rounds(bot, ""), multipliers(""), "/signals/export")) {
            ApiClient.Answer answer = api.get(path + "?" + query).problem(422, "invalid");
            assertThat(answer.errorFields()).containsExactly(parameter);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bot_id", "game_name", "signal_type"})
    void filtersMustBePossible(String filter) {
        String tooLong = "?" + filter + "=" + "x".repeat(51);

        assertThat(api.get("/signals/export" + tooLong).problem(422, "invalid").errorFields())
                .containsExactly(filter);
        assertThat(api.get("/signals/export?" + filter + "=%00")
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly(filter);
        assertThat(api.get(rounds(bot, "?" + filter + "=x"))
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly(filter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-at-all", "%00", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void whatThePathNamesMustExist(String name) {
        api.get("/bots/" + name + "/rounds/export").problem(404, "bot_not_found");
        api.get("/games/" + name + "/multipliers/export").problem(404, "game_not_found");
    }

    @Test
    void aSessionIsNamedWithItsBot() {
        for (String path : List.of(multipliers(""), "/signals/export")) {
            api.get(path + "?session_id=s1").invalid("bot_id");
            api.get(path + "?bot_id=b&session_id=").invalid("session_id");
        }
        api.get(rounds(bot, "?session_id=" + "x".repeat(101))).invalid("session_id");
        api.get(rounds(bot, "?session_id=%00")).invalid("session_id");
    }

    @Test
    void onlyGetIsTaken() {
        assertThat(api.post(rounds(bot, ""), "{}")
                        .problem(405, "method_not_allowed")
                        .headers()
                        .firstValue("Allow"))
                .hasValue("GET");
        api.post("/signals/export", "{}").problem(405, "method_not_allowed");
    }
}
