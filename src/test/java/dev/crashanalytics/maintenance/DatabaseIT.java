package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.Api;
import dev.crashanalytics.testing.Api.Answer;
import dev.crashanalytics.testing.CrashServer;
import java.math.BigDecimal;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DatabaseIT {

    private final Api api = new Api(CrashServer.shared());

    @Test
    void tellsWhatTheDatabaseHoldsAndHowItIsSet() {
        Answer before = api.get("/database").isStatus(200);
        api.post("/bots", "{\"bot_id\": \"" + Api.unique("bot") + "\"}").isStatus(201);

        Answer after = api.get("/database").isStatus(200);

        assertThat(bots(after)).isGreaterThan(bots(before));
        assertThat(after.body().path("tables").has("crash_game_rounds")).isTrue();
        assertThat(after.body().path("tables").has("flyway_schema_history")).isFalse();
        assertThat(after.body().path("total_records").asLong())
                .isEqualTo(StreamSupport.stream(after.body().path("tables").spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .sum());
        assertThat(after.body().path("size_bytes").asLong()).isGreaterThan(1_000_000);
        assertThat(after.body().path("size")).isEqualTo(after.body().path("size_bytes"));
        assertThat(after.text("fsync")).isEqualTo("on");
        assertThat(after.text("synchronous_commit")).isEqualTo("on");
        assertThat(after.text("server_version")).startsWith("18");
        assertThat(after.text("migration")).isNotBlank();
    }

    @Test
    void tellsHowFastTheDatabaseAnswers() {
        Answer connection = api.get("/database/connection").isStatus(200);

        assertThat(connection.body().path("connected").asBoolean()).isTrue();
        assertThat(connection.body().path("latency_ms").decimalValue())
                .isBetween(BigDecimal.ZERO, new BigDecimal(5000));
    }

    @Test
    void takesNoParameters() {
        api.get("/database?x=1").isInvalid("x");
        api.get("/database/connection?x=1").isInvalid("x");
    }

    private static long bots(Answer status) {
        return status.body().path("tables").path("bot_vm_registration").asLong();
    }
}
