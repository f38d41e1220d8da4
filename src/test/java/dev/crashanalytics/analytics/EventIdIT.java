package dev.crashanalytics.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events with an id of their own are stored once, however often they are sent. */
class EventIdIT {

    private final ApiClient api = ApiClient.shared();

    @ParameterizedTest
    @CsvSource({
        "multipliers, analytics_round_multipliers, multiplier",
        "signals,     analytics_round_signals,     predicted_multiplier"
    })
    void aRepeatedEventOfARoundAnswersTheFirst(String call, String table, String field) {
        String bot = RoundBody.newBot("event");
        String path = "/rounds/" + api.log(RoundBody.win(bot, 1)) + "/" + call;
        RoundBody event = RoundBody.empty().with("event_id", "e-1").with(field, "1.50");

        JsonNode first = api.post(path, event).expect(201).json();
        JsonNode again = api.post(path, event.with(field, "1.70")).expect(200).json();

        assertRepeated(first, again);
        assertThat(Rows.text(
                        "SELECT trim_scale(" + field + ") FROM " + table + " WHERE bot_id = ? AND event_id = 'e-1'",
                        bot))
                .isEqualTo("1.5");
    }

    @ParameterizedTest
    @CsvSource({"/errors, error_logs, error_type, timeout", "/ocr-validations, ocr_validation_logs, raw_ocr_text, 1.3x"
    })
    void aRepeatedLogEntryAnswersTheFirst(String path, String table, String field, String value) {
        // Given entries with a session, and without one
        String bot = RoundBody.newBot("log-event");
        RoundBody event =
                RoundBody.empty().with("bot_id", bot).with("event_id", "e-1").with(field, value);

        JsonNode first = api.post(path, event).expect(201).json();
        assertRepeated(first, api.post(path, event).expect(200).json());
        JsonNode inSession =
                api.post(path, event.with("session_id", "s1")).expect(201).json();
        assertRepeated(inSession, api.post(path, event).expect(200).json());

        assertThat(first.get("id")).isNotEqualTo(inSession.get("id"));
        assertThat(Rows.number("SELECT count(*) FROM " + table + " WHERE bot_id = ?", bot))
                .isEqualTo(2);
    }

    @Test
    void idsCountPerBotSessionAndTable() {
        String bot = RoundBody.newBot("scope");
        RoundBody tick = RoundBody.key(bot, 1)
                .with("type", "multiplier")
                .with("multiplier", 2)
                .with("event_id", "e");

        JsonNode answer = api.batch(
                tick,
                tick,
                tick.copy().with("round_number", 2),
                tick.copy().with("session_id", "s2"),
                tick.copy().with("bot_id", RoundBody.newBot("scope")),
                RoundBody.key(bot, 1).with("type", "signal").with("event_id", "e"));

        assertThat(answer.get("accepted").asInt()).isEqualTo(4);
        assertThat(answer.get("duplicates").asInt()).isEqualTo(2);
        assertThat(answer.at("/items/1/record_id")).isEqualTo(answer.at("/items/0/record_id"));
        assertThat(answer.at("/items/2/record_id")).isEqualTo(answer.at("/items/0/record_id"));
        assertThat(answer.at("/items/2/offset")).isEqualTo(answer.at("/items/0/offset"));
    }

    @Test
    void withoutAnIdEveryEventCounts() {
        String bot = RoundBody.newBot("no-event");
        RoundBody error = RoundBody.empty().with("bot_id", bot).with("error_type", "network_drop");

        long first = api.post("/errors", error).expect(201).get("id").asLong();
        long second = api.post("/errors", error).expect(201).get("id").asLong();

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void anErrorKeepsWhatItSays() {
        String bot = RoundBody.newBot("error");
        long round = api.log(RoundBody.win(bot, 1));

        JsonNode receipt = api.post(
                        "/errors",
                        RoundBody.empty()
                                .with("round_id", round)
                                .with("error_type", "ocr_error")
                                .with("error_message", "kein Text 🚀")
                                .with("error_trace", "line 1\nline 2")
                                .with("recovery_action", "retry")
                                .with("timestamp", "2026-01-31T12:00:00"))
                .expect(201)
                .json();

        assertThat(receipt.get("bot_id").asText()).isEqualTo(bot);
        assertThat(receipt.get("round_id").asLong()).isEqualTo(round);
        assertThat(Rows.one(
                        "SELECT round_id, session_id, error_type, error_message, error_trace, recovery_action,"
                                + " (timestamp AT TIME ZONE 'UTC')::text AS at FROM error_logs WHERE bot_id = ?",
                        bot))
                .containsEntry("round_id", round)
                .containsEntry("session_id", "s1")
                .containsEntry("error_type", "ocr_error")
                .containsEntry("error_message", "kein Text 🚀")
                .containsEntry("error_trace", "line 1\nline 2")
                .containsEntry("recovery_action", "retry")
                .containsEntry("at", "2026-01-31 12:00:00");
    }

    @Test
    void anOcrValidationKeepsWhatItSaysAndRegistersItsBot() {
        String bot = RoundBody.newBot("ocr");

        JsonNode receipt = api.post(
                        "/ocr-validations",
                        RoundBody.empty()
                                .with("bot_id", bot)
                                .with("raw_ocr_text", "1,33 x")
                                .with("cleaned_value", "1.33")
                                .with("confidence", "0.875")
                                .with("validation_status", "accepted"))
                .expect(201)
                .json();

        assertThat(receipt.get("offset").isNull()).as("not published").isTrue();
        assertThat(Rows.one("SELECT * FROM ocr_validation_logs WHERE bot_id = ?", bot))
                .containsEntry("raw_ocr_text", "1,33 x")
                .containsEntry("cleaned_value", "1.33")
                .containsEntry("validation_status", "accepted")
                .hasEntrySatisfying("confidence", value -> assertThat(value).hasToString("0.875"));
        assertThat(Rows.number("SELECT count(*) FROM bot_vm_registration WHERE bot_id = ?", bot))
                .isEqualTo(1);
    }

    private static void assertRepeated(JsonNode first, JsonNode again) {
        assertThat(first.get("duplicate").asBoolean()).isFalse();
        assertThat(again.get("duplicate").asBoolean()).isTrue();
        assertThat(again.get("id")).isEqualTo(first.get("id"));
        assertThat(again.get("offset")).isEqualTo(first.get("offset"));
    }
}
