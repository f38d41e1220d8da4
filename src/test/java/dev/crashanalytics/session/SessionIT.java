package dev.crashanalytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are opened, completed, closed and revived. */
class SessionIT {

    private final ApiClient api = ApiClient.shared();

    private static RoundBody start(String bot) {
        return RoundBody.empty()
                .with("bot_id", bot)
                .with("session_id", RoundBody.SESSION)
                .with("game_name", "aviator");
    }

    private JsonNode session(String bot) {
        return api.get("/sessions/s1?bot_id=" + bot).expect(200).json();
    }

    private Answer patch(String bot, Object body) {
        return api.patch("/sessions/s1?bot_id=" + bot, body);
    }

    @Test
    void aRoundOpensTheSessionNobodyOpened() {
        String bot = RoundBody.newBot("implicit");
        api.log(RoundBody.win(bot, 1)
                .with("running_balance_before", "1000")
                .with("round_start_timestamp", "2026-01-31T12:00:00Z"));

        JsonNode session = session(bot);

        assertThat(session.get("status").asText()).isEqualTo("active");
        assertThat(session.get("initial_balance").toString()).isEqualTo("1000.00");
        assertThat(session.get("final_balance").toString()).isEqualTo("1003.30");
        assertThat(session.get("start_time").asText()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(session.get("end_time").isNull()).isTrue();
        assertThat(Rows.text("SELECT session_id FROM bot_vm_registration WHERE bot_id = ?", bot))
                .isEqualTo("s1");
    }

    @Test
    void openingItAfterwardsFillsWhatIsNull() {
        // Given a session that a round opened, with a balance derived from it
        String bot = RoundBody.newBot("completing");
        api.log(RoundBody.win(bot, 1).with("running_balance_before", "1000"));

        // When
        Answer completed = api.post(
                "/sessions",
                start(bot)
                        .with("initial_balance", "990")
                        .with("start_time", "2026-01-01T00:00:00Z")
                        .with("notes", "the first"));

        // Then
        JsonNode session = completed.expect(200).json();
        assertThat(session.get("initial_balance").toString()).isEqualTo("990.00");
        assertThat(session.get("start_time").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(session.get("notes").asText()).isEqualTo("the first");
        assertThat(session.get("total_rounds").asInt()).isEqualTo(1);
        assertThat(session(bot)).isEqualTo(session);
    }

    @Test
    void theSameFactsAgainAre200AndOthersAConflict() {
        String bot = RoundBody.newBot("conflict");
        api.post("/sessions", start(bot).with("initial_balance", "500")).expect(201);
        JsonNode opened = session(bot);

        api.post("/sessions", start(bot).with("initial_balance", "500.00")).expect(200);
        api.post("/sessions", start(bot)).expect(200);
        Answer other = api.post("/sessions", start(bot).with("initial_balance", "501"));
        Answer otherGame = api.post("/sessions", start(bot).with("game_name", "jetx"));

        assertThat(other.problem(409, "session_conflict").errorFields()).containsExactly("initial_balance");
        assertThat(otherGame.problem(409, "session_conflict").errorFields()).containsExactly("game_name");
        assertThat(session(bot)).isEqualTo(opened);
    }

    @Test
    void aRoundOfAnotherGameIsRefused() {
        String bot = RoundBody.newBot("game");
        api.post("/sessions", start(bot)).expect(201);

        Answer refused = api.post("/rounds", RoundBody.win(bot, 1).with("game_name", "jetx"));

        assertThat(refused.problem(422, "game_mismatch").errorFields()).containsExactly("game_name");
        assertThat(session(bot).get("total_rounds").asInt()).isZero();
    }

    @Test
    void anUnknownGameLeavesNoTrace() {
        String bot = RoundBody.newBot("unknown-game");

        api.post("/sessions", start(bot).with("game_name", "poker")).problem(422, "unknown_game");
        api.post("/rounds", RoundBody.win(bot, 1).with("game_name", "poker")).problem(422, "unknown_game");

        assertThat(Rows.of("SELECT 1 FROM session_logs WHERE bot_id = ?", bot)).isEmpty();
        api.get("/sessions/s1?bot_id=" + bot).problem(404, "session_not_found");
    }

    @Test
    void closingTakesWhatItIsTold() {
        String bot = RoundBody.newBot("close");
        api.log(RoundBody.win(bot, 1).with("running_balance_before", "1000"));

        // completed unless said otherwise
        JsonNode closed = patch(bot, RoundBody.empty().with("final_balance", "1234.5"))
                .expect(200)
                .json();
        assertThat(closed.get("status").asText()).isEqualTo("completed");
        assertThat(closed.get("final_balance").toString()).isEqualTo("1234.50");
        assertThat(closed.get("end_time").isNull()).isFalse();

        // what is not said again stays
        JsonNode again = patch(bot, RoundBody.empty().with("status", "error").with("notes", "n"))
                .expect(200)
                .json();
        assertThat(again.get("status").asText()).isEqualTo("error");
        assertThat(again.get("final_balance").toString()).isEqualTo("1234.50");
        assertThat(again.get("notes").asText()).isEqualTo("n");

        // an active session has no end
        JsonNode active = patch(bot, "{\"status\":\"active\"}").expect(200).json();
        assertThat(active.get("status").asText()).isEqualTo("active");
        assertThat(active.get("end_time").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"done\"}",
                "{\"final_balance\":\"much\"}",
                "{\"final_balanse\":1}",
                "{\"initial_balance\":1}",
                "{\"game_name\":\"jetx\"}",
                "{\"session_id\":\"other\"}"
            })
    void closingRefusesWhatItCannotTake(String body) {
        String bot = RoundBody.newBot("patch-bad");
        api.log(RoundBody.win(bot, 1));
        String field = body.substring(2, body.indexOf('"', 2));

        assertThat(patch(bot, body).problem(422, "invalid").errorFields()).containsExactly(field);
        assertThat(session(bot).get("status").asText()).isEqualTo("active");
    }

    @Test
    void aSessionNobodyKnowsIs404() {
        String unknown = RoundBody.newBot("nobody");
        api.patch("/sessions/" + unknown, "{}").problem(404, "session_not_found");
        api.patch("/sessions/" + unknown + "?bot_id=" + unknown, "{}").problem(404, "session_not_found");
        api.get("/sessions/" + unknown).problem(404, "session_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "error"})
    void aRoundForAClosedSessionIsStoredWithAWarning(String status) {
        String bot = RoundBody.newBot("closed");
        api.log(RoundBody.win(bot, 1));
        patch(bot, RoundBody.empty().with("status", status)).expect(200);

        JsonNode receipt =
                api.post("/rounds", RoundBody.win(bot, 2)).expect(201).json();

        assertThat(receipt.at("/warnings/0/code").asText()).isEqualTo("session_closed");
        JsonNode session = session(bot);
        assertThat(session.get("status").asText()).isEqualTo(status);
        assertThat(session.get("total_rounds").asInt()).isEqualTo(2);
    }

    @Test
    void aLaterRoundRevivesAnInterruptedSession() {
        String bot = RoundBody.newBot("revived");
        api.log(RoundBody.win(bot, 1));
        patch(bot, "{\"status\":\"interrupted\"}").expect(200);

        JsonNode receipt =
                api.post("/rounds", RoundBody.win(bot, 2)).expect(201).json();

        assertThat(receipt.get("warnings")).isEmpty();
        assertThat(session(bot).get("status").asText()).isEqualTo("active");
        assertThat(session(bot).get("end_time").isNull()).isTrue();
    }

    @Test
    void aDuplicateDoesNotReviveIt() {
        String bot = RoundBody.newBot("not-revived");
        api.log(RoundBody.win(bot, 1));
        patch(bot, "{\"status\":\"interrupted\"}").expect(200);

        api.post("/rounds", RoundBody.win(bot, 1)).expect(200);

        assertThat(session(bot).get("status").asText()).isEqualTo("interrupted");
    }

    @Test
    void sessionsStartAndCloseInABatchToo() {
        String bot = RoundBody.newBot("batched");

        JsonNode answer = api.batch(
                start(bot).with("type", "session_start").with("initial_balance", "100"),
                RoundBody.win(bot, 1),
                RoundBody.empty()
                        .with("type", "session_close")
                        .with("bot_id", bot)
                        .with("session_id", "s1")
                        .with("final_balance", "103.30"));

        assertThat(answer.get("accepted").asInt()).isEqualTo(3);
        List<Long> offsets = List.of(
                answer.at("/items/0/offset").asLong(),
                answer.at("/items/1/offset").asLong(),
                answer.at("/items/2/offset").asLong());
        assertThat(offsets).isSorted().doesNotHaveDuplicates();
        assertThat(session(bot).get("final_balance").toString()).isEqualTo("103.30");
        assertThat(session(bot).get("status").asText()).isEqualTo("completed");
    }
}
