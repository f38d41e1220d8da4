package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RoundStreamTest {

    private final Workload workload = new Workload("test", 2, 2_000);

    @Test
    void sendsEveryFieldOfTheGuide() {
        JsonObject first = new JsonArray(text(workload.stream(0), 1)).getJsonObject(0);

        assertThat(first.getString("bot_id")).isEqualTo("test-bot-000");
        assertThat(first.getString("session_id")).isEqualTo("session_20251121_001");
        assertThat(first.getInteger("round_number")).isEqualTo(1);
        assertThat(first.getMap())
                .containsKeys("game_name", "platform_code", "stake_value", "crash_multiplier", "round_outcome")
                .containsKeys("profit_loss", "running_balance_before", "running_balance_after", "ocr_text")
                .containsKeys("ocr_confidence", "metadata");
    }

    @Test
    void yieldsTheSameRoundsToEveryVariant() {
        assertThat(text(workload.stream(1), 500)).isEqualTo(text(workload.stream(1), 500));
        assertThat(text(new Workload("tset", 2, 9).stream(1), 500).replace("tset", "test"))
                .isEqualTo(text(workload.stream(1), 500));
    }

    @Test
    void winsAsOftenAsTheHouseEdgeLeaves() {
        Workload.Expected expected = new Workload("test", 50, 4_000).expected();

        assertThat(expected.rounds()).isEqualTo(200_000);
        assertThat((expected.multipliers() - 200_000) / 200_000.0).isBetween(0.720, 0.731);
    }

    @Test
    void carriesTheBalanceFromRoundToRound() {
        JsonArray rounds = new JsonArray(text(workload.stream(0), 100));

        for (int i = 1; i < rounds.size(); i++) {
            JsonObject round = rounds.getJsonObject(i);
            assertThat(round.getDouble("running_balance_before"))
                    .isEqualTo(rounds.getJsonObject(i - 1).getDouble("running_balance_after"));
            assertThat(round.containsKey("cashout_multiplier"))
                    .isEqualTo(round.getString("round_outcome").equals("WIN"));
        }
    }

    private static String text(RoundStream stream, int count) {
        RoundJson rounds = new RoundJson(stream);
        Bytes array = new Bytes(16).put('[');
        for (int i = 0; i < count; i++) {
            array.put(i == 0 ? ' ' : ',');
            rounds.appendNext(array);
        }
        return new String(array.put(']').copy(), StandardCharsets.US_ASCII);
    }
}
