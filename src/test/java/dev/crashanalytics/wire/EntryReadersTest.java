package dev.crashanalytics.wire;

import static dev.crashanalytics.wire.SentFrames.KEY;
import static dev.crashanalytics.wire.SentFrames.ROUND_KEY;
import static dev.crashanalytics.wire.SentFrames.entry;
import static dev.crashanalytics.wire.SentFrames.frame;
import static dev.crashanalytics.wire.SentFrames.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each type of frame needs, beside rounds. */
class EntryReadersTest {

    @Test
    void aMultiplierNamesItsRoundByKeyOrById() throws MalformedJsonException {
        assertThat(entry(frame("{\"type\":\"multiplier\",\"multiplier\":2," + KEY + "}")))
                .isInstanceOfSatisfying(
                        Entry.Multiplier.class, row -> assertThat(row.key()).isEqualTo(ROUND_KEY));
        assertThat(frame("{\"type\":\"multiplier\",\"multiplier\":2,\"round_id\":17,\"bot_id\":\"b\"}"))
                .isInstanceOfSatisfying(ClientFrame.ByRoundId.class, byId -> {
                    assertThat(byId.roundId()).isEqualTo(17);
                    assertThat(byId.contradictions(ROUND_KEY)).isEmpty();
                    assertThat(byId.contradictions(new RoundKey("other", "s", 3)))
                            .containsExactly(new FactError("bot_id", "is other for this round, not b"));
                    assertThat(byId.address().apply(ROUND_KEY))
                            .isInstanceOfSatisfying(
                                    Entry.Multiplier.class,
                                    row -> assertThat(row.key()).isEqualTo(ROUND_KEY));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"multiplier", "signal", "outcome"})
    void whatBelongsToARoundMustNameIt(String type) throws MalformedJsonException {
        assertThat(refusal(frame("{\"type\":\"" + type + "\",\"bot_id\":\"b\",\"session_id\":\"s\"}"))
                        .errors())
                .contains(
                        new FactError("round_id", "is required, or bot_id, session_id and round_number in its place"));
    }

    @Test
    void aMultiplierIsNotCrashAndCashoutAtOnce() throws MalformedJsonException {
        assertThat(refusal(frame("{\"type\":\"multiplier\",\"multiplier\":2,\"is_crash\":true,\"is_cashout\":true,"
                                + KEY + "}"))
                        .errors())
                .extracting(FactError::field)
                .containsExactly("is_cashout_multiplier");
    }

    @Test
    void anErrorNeedsABotAndNoMore() throws MalformedJsonException {
        assertThat(entry(frame("{\"type\":\"error\",\"bot_id\":\"b\",\"error_type\":\"boom\"}")))
                .isInstanceOfSatisfying(Entry.Error.class, error -> {
                    assertThat(error.botId()).isEqualTo("b");
                    assertThat(error.sessionId()).isNull();
                    assertThat(error.roundNumber()).isNull();
                });
        assertThat(refusal(frame("{\"type\":\"error\"}")).errors())
                .containsExactly(new FactError("error_type", "is required"), new FactError("bot_id", "is required"));
    }

    @Test
    void aReadingNeedsItsText() throws MalformedJsonException {
        assertThat(entry(frame("{\"type\":\"ocr_validation\",\"raw_ocr_text\":\"\"," + KEY + "}")))
                .isInstanceOfSatisfying(
                        Entry.Ocr.class,
                        reading -> assertThat(reading.roundNumber()).isEqualTo(3));
        assertThat(refusal(frame("{\"type\":\"ocr_validation\"," + KEY + "}")).errors())
                .containsExactly(new FactError("raw_ocr_text", "is required"));
    }

    @Test
    void aSessionOpensWithoutWhatBelongsToItsEnd() throws MalformedJsonException {
        String start = "{\"type\":\"session_start\",\"bot_id\":\"b\",\"session_id\":\"s\",\"game_name\":\"aviator\"";

        assertThat(entry(frame(start + "}")))
                .isInstanceOfSatisfying(
                        Entry.SessionStart.class, open -> assertThat(open.key()).isEqualTo(new SessionKey("b", "s")));
        assertThat(refusal(frame(start + ",\"status\":\"completed\",\"final_balance\":1}"))
                        .errors())
                .containsExactlyInAnyOrder(
                        new FactError("status", "belongs to the end of a session"),
                        new FactError("final_balance", "belongs to the end of a session"));
    }

    @Test
    void aSessionMayBeClosedByItsNameAlone() throws MalformedJsonException {
        assertThat(frame("{\"type\":\"session_close\",\"session_id\":\"s\"}"))
                .isInstanceOfSatisfying(ClientFrame.BySessionId.class, byName -> {
                    assertThat(byName.sessionId()).isEqualTo("s");
                    assertThat(byName.address().apply(new SessionKey("b", "s"))).isInstanceOf(Entry.SessionClose.class);
                });
        assertThat(entry(frame("{\"type\":\"session_close\",\"bot_id\":\"b\",\"session_id\":\"s\"}")))
                .isInstanceOf(Entry.SessionClose.class);
    }
}
