package dev.crashanalytics.python;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.TestFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example bot in Python, run as its head says. */
class PythonExampleIT {

    private final ApiClient api = ApiClient.shared();

    private static String run(String bot, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(Path.of("examples/bot.py").toAbsolutePath().toString(), "--bot", bot, "--session", "s1"));
        arguments.addAll(List.of(more));
        try (PythonProgram program = PythonProgram.start(
                CrashServer.shared().baseUri().toString(),
                TestFiles.newFolder("python-spool"),
                arguments.toArray(String[]::new))) {
            String printed = program.awaitSuccess(Duration.ofMinutes(1));
            assertThat(program.complaints()).doesNotContain("Traceback", "refused");
            return printed;
        }
    }

    @Test
    void playsAndLogsEverything() {
        PythonProgram.requirePython();
        String bot = RoundBody.newBot("example");

        String printed = run(bot, "--rounds", "120", "--seed", "7");

        JsonNode statistics =
                api.get("/bots/" + bot + "/statistics").expect(200).json();
        assertThat(statistics.get("total_rounds").asInt()).isEqualTo(120);
        assertThat(printed)
                .contains(
                        "rounds 120, won " + statistics.get("win_rate_percent").asDouble() + "%");
        JsonNode session = api.get("/sessions/s1?bot_id=" + bot).expect(200).json();
        assertThat(session.get("status").asText()).isEqualTo("completed");
        assertThat(session.get("final_balance").decimalValue())
                .isEqualByComparingTo(session.get("initial_balance")
                        .decimalValue()
                        .add(statistics.get("total_profit").decimalValue()));
        JsonNode signals =
                api.get("/signals/effectiveness?bot_id=" + bot).expect(200).json();
        assertThat(signals.get("evaluated_signals").asInt()).isEqualTo(120);
        assertThat(api.get("/bots/" + bot).expect(200).text("strategy_name")).isEqualTo("fixed_1.50x");
    }

    @Test
    void goesOnWhereItWas() {
        PythonProgram.requirePython();
        String bot = RoundBody.newBot("example-again");

        run(bot, "--rounds", "10");
        run(bot, "--rounds", "5");

        assertThat(api.get("/bots/" + bot + "/statistics")
                        .expect(200)
                        .get("total_rounds")
                        .asInt())
                .isEqualTo(15);
    }
}
