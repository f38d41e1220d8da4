package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import java.math.BigDecimal;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DatabaseIT {

    private final ApiClient api = ApiClient.shared();

    @Test
    void tellsWhatTheDatabaseHoldsAndHowItIsSet() {
        Answer before = api.get("/database").expect(200);
        api.post("/bots", "{\"bot_id\": \"" + ApiClient.unique("bot") + "\"}").expect(201);

        Answer after = api.get("/database").expect(200);

        assertThat(bots(after)).isGreaterThan(bots(before));
        assertThat(after.json().path("tables").has("crash_game_rounds")).isTrue();
        assertThat(after.json().path("tables").has("flyway_schema_history")).isFalse();
        assertThat(after.json().path("total_records").asLong())
                .isEqualTo(StreamSupport.stream(after.json().path("tables").spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .sum());
        assertThat(after.json().path("size_bytes").asLong()).isGreaterThan(1_000_000);
        assertThat(after.json().path("size")).isEqualTo(after.json().path("size_bytes"));
        assertThat(after.text("fsync")).isEqualTo("on");
        assertThat(after.text("synchronous_commit")).isEqualTo("on");
        assertThat(after.text("server_version")).startsWith("18");
        assertThat(after.text("migration")).matches("[1-9][0-9]*");
    }

    @Test
    void tellsHowFastTheDatabaseAnswers() {
        Answer connection = api.get("/database/connection").expect(200);

        assertThat(connection.json().path("connected").asBoolean()).isTrue();
        assertThat(connection.json().path("latency_ms").decimalValue())
                .isBetween(BigDecimal.ZERO, new BigDecimal(5000));
    }

    @Test
    void takesNoParameters() {
        api.get("/database?x=1").invalid("x");
        api.get("/database/connection?x=1").invalid("x");
    }

    private static long bots(Answer status) {
        return status.json().path("tables").path("bot_vm_registration").asLong();
    }
}
