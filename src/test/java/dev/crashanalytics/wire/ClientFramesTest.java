package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFramesTest {

    private static final String KEY = "\"bot_id\":\"b\",\"session_id\":\"s\",\"round_number\":3";
    private static final String ROUND =
            KEY + ",\"game_name\":\"aviator\",\"platform_code\":\"dafabet\",\"stake_value\":1";
    private static final RoundKey ROUND_KEY = new RoundKey("b", "s", 3);

    @Test
    void anObjectIsARoundUnlessItSaysOtherwise() throws MalformedJsonException {
        ClientFrames.Message message = ClientFrames.readMessage("{" + ROUND + "}", 10);

        assertThat(message.isBatch()).isFalse();
        assertThat(message.frames()).singleElement().isInstanceOfSatisfying(ClientFrame.Complete.class, complete -> {
            assertThat(complete.id()).isEqualTo(ClientId.NONE);
            assertThat(complete.entry())
                    .isInstanceOfSatisfying(
                            Entry.Round.class, round -> assertThat(round.key()).isEqualTo(ROUND_KEY));
        });
    }

    @Test
    void anArrayIsABatchWhoseItemsAreReadOneByOne() throws MalformedJsonException {
        ClientFrames.Message message =
                ClientFrames.readMessage("[{\"id\":1," + ROUND + "},7,{\"id\":3},{\"id\":\"four\"}]", 3);

        assertThat(message.isBatch()).isTrue();
        assertThat(message.frames()).hasSize(4);
        assertThat(message.frames().get(0)).isInstanceOf(ClientFrame.Complete.class);
        assertThat(refusal(message.frames().get(1)).detail()).isEqualTo("an item must be a JSON object");
        assertThat(refusal(message.frames().get(2)).errors()).hasSize(6);
        assertThat(message.frames().get(2).id().json()).isEqualTo("3");
        assertThat(refusal(message.frames().get(3)).code()).isEqualTo(ProblemCode.TOO_MANY_ITEMS);
        assertThat(message.frames().get(3).id().json()).isEqualTo("\"four\"");
    }

    @Test
    void aMessageOfTwiceTheItemsIsRefusedAsAWhole() throws MalformedJsonException {
        ClientFrames.Message message = ClientFrames.readMessage("[{},{},{},{},{}]", 2);

        assertThat(message.isBatch()).isFalse();
        assertThat(message.frames()).hasSize(1);
        assertThat(refusal(message.frames().get(0)).code()).isEqualTo(ProblemCode.TOO_MANY_ITEMS);
    }

    @Test
    void anEmptyBatchIsABatch() throws MalformedJsonException {
        assertThat(ClientFrames.readMessage("[]", 10)).isEqualTo(new ClientFrames.Message(true, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"1, 1", "1.50, 1.50", "-0, -0", "\"a\\\"b\", \"a\\\"b\"", "`\"\"`, `\"\"`", "null,"})
    void theIdComesBackAsItWasSent(String sent, String json) throws MalformedJsonException {
        assertThat(frame("{\"id\":" + sent + "," + ROUND + "}").id().json()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "[]", "{}"})
    void anIdIsAStringOrANumber(String json) throws MalformedJsonException {
        assertThat(refusal(frame("{\"id\":" + json + "," + ROUND + "}")).errors())
                .containsExactly(new FactError("id", "must be a string or a number"));
    }

    @Test
    void anIdHasALimit() throws MalformedJsonException {
        ClientFrame frame = frame("{\"id\":\"" + "x".repeat(201) + "\"," + ROUND + "}");

        assertThat(refusal(frame).errors()).containsExactly(new FactError("id", "must have at most 200 characters"));
        assertThat(frame.id()).isEqualTo(ClientId.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"rounds\"", "\"ROUND\"", "5", "{}"})
    void anUnknownTypeNamesTheKnownOnes(String type) throws MalformedJsonException {
        ClientFrame frame = frame("{\"id\":9,\"type\":" + type + "," + ROUND + "}");

        assertThat(frame.id().json()).isEqualTo("9");
        assertThat(refusal(frame).errors())
                .containsExactly(new FactError(
                        "type",
                        "must be one of [round, multiplier, signal, outcome, error, ocr_validation, session_start,"
                                + " session_close]"));
    }

    @Test
    void aTypeOfNullIsNone() throws MalformedJsonException {
        assertThat(frame("{\"type\":null," + ROUND + "}")).isInstanceOf(ClientFrame.Complete.class);
        assertThat(ClientFrames.readBody("{\"type\":null," + ROUND + "}", FrameType.ROUND, Map.of()))
                .isInstanceOf(ClientFrame.Complete.class);
    }

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

    @Test
    void aBodyTakesWhatItsAddressNames() throws MalformedJsonException {
        ClientFrame frame = ClientFrames.readBody(
                "{\"multiplier\":2,\"round_id\":17}", FrameType.MULTIPLIER, Map.of("round_id", "17"));

        assertThat(frame).isInstanceOf(ClientFrame.ByRoundId.class);
    }

    @Test
    void aBodyMustAgreeWithItsAddressAndItsCall() throws MalformedJsonException {
        assertThat(refusal(ClientFrames.readBody(
                                "{\"multiplier\":2,\"round_id\":18}", FrameType.MULTIPLIER, Map.of("round_id", "17")))
                        .errors())
                .containsExactly(new FactError("round_id", "was sent twice, with different values for round_id"));
        assertThat(refusal(ClientFrames.readBody("{\"type\":\"signal\"}", FrameType.MULTIPLIER, Map.of()))
                        .errors())
                .containsExactly(new FactError("type", "must be multiplier here"));
        assertThat(refusal(ClientFrames.readBody("{}", FrameType.MULTIPLIER, Map.of("round_id", "abc")))
                        .errors())
                .extracting(FactError::field)
                .contains("round_id");
    }

    @Test
    void aBodyIsOneObject() {
        assertThatThrownBy(() -> ClientFrames.readBody("[{}]", FrameType.ROUND, Map.of()))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("expected a JSON object, not an array");
    }

    @Test
    void whatIsNestedInARoundIsReadWithIt() throws MalformedJsonException {
        Entry.Round round = (Entry.Round) entry(frame("{" + ROUND
                + ",\"multipliers\":[{\"multiplier\":1.5},{\"multiplier\":2.45,\"is_crash\":true,\"bot_id\":\"b\"}]"
                + ",\"signals\":[{\"signal_type\":\"early_flight\"}],\"outcome\":{\"hit_target\":true}}"));

        assertThat(round.multipliers()).hasSize(2);
        assertThat(round.multipliers().get(1).flag(MultiplierFact.IS_CRASH_MULTIPLIER))
                .isTrue();
        assertThat(round.signals()).hasSize(1);
        assertThat(round.outcome()).isNotNull();
        assertThat(round.facts().has(RoundFact.METADATA)).isFalse();
    }

    @Test
    void nullNestsNothing() throws MalformedJsonException {
        Entry.Round round =
                (Entry.Round) entry(frame("{" + ROUND + ",\"multipliers\":null,\"signals\":null,\"outcome\":null}"));

        assertThat(round.multipliers()).isEmpty();
        assertThat(round.signals()).isEmpty();
        assertThat(round.outcome()).isNull();
    }

    @Test
    void nestedErrorsBearTheirPath() throws MalformedJsonException {
        assertThat(refusal(frame("{" + ROUND
                                + ",\"multipliers\":[{\"multiplier\":0},7,{}],\"signals\":[{\"confidence\":2,\"x\":1}]"
                                + ",\"outcome\":{\"win_streak\":-1}}"))
                        .errors())
                .containsExactly(
                        new FactError("multipliers[0].multiplier", "must be at least 1, not 0.00"),
                        new FactError("multipliers[1]", "must be a JSON object"),
                        new FactError("multipliers[2].multiplier", "is required"),
                        new FactError("signals[0].confidence", "must be at most 1, not 2.00"),
                        new FactError("signals[0].x", "is no field of this message"),
                        new FactError("outcome.win_streak", "must be at least 0, not -1"));
    }

    @Test
    void nestedRowsMustNotContradictTheirRound() throws MalformedJsonException {
        Refusal refusal = refusal(frame("{" + ROUND
                + ",\"multipliers\":[{\"multiplier\":2,\"round_number\":4}],\"signals\":[{\"round_id\":1}]"
                + ",\"outcome\":{\"game_name\":\"jetx\"}}"));

        assertThat(refusal.code()).isEqualTo(ProblemCode.ROUND_MISMATCH);
        assertThat(refusal.errors())
                .containsExactly(
                        new FactError("multipliers[0].round_number", "is 3 for this round, not 4"),
                        new FactError("signals[0].round_id", "is the server's to give: leave it out here"),
                        new FactError("outcome.game_name", "is aviator for this round, not jetx"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "multipliers | {} | must be a JSON array",
                "signals | 5 | must be a JSON array",
                "outcome | [] | must be a JSON object",
                "outcome | \"WIN\" | must be a JSON object"
            })
    void nestedPartsHaveTheirShape(String field, String json, String message) throws MalformedJsonException {
        assertThat(refusal(frame("{" + ROUND + ",\"" + field + "\":" + json + "}"))
                        .errors())
                .containsExactly(new FactError(field, message));
    }

    @Test
    void aRoundNestsAtMostAThousandRowsOfAKind() throws MalformedJsonException {
        String rows = "{\"multiplier\":1.5},".repeat(1_001);

        assertThat(refusal(frame("{" + ROUND + ",\"multipliers\":[" + rows.substring(0, rows.length() - 1) + "]}"))
                        .errors())
                .containsExactly(new FactError("multipliers", "must have at most 1000 items"));
    }

    @Test
    void anAnswerNamesTwentyErrorsAtTheMost() throws MalformedJsonException {
        StringBuilder unknown = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            unknown.append(",\"unknown").append(i).append("\":1");
        }

        Refusal refusal = refusal(frame("{" + ROUND + unknown + "}"));

        assertThat(refusal.errors()).hasSize(20);
        assertThat(refusal.detail()).endsWith("(and 4999 more)");
    }

    private static ClientFrame frame(String text) throws MalformedJsonException {
        return ClientFrames.readMessage(text, 10).frames().get(0);
    }

    private static Entry entry(ClientFrame frame) {
        assertThat(frame).isInstanceOf(ClientFrame.Complete.class);
        return ((ClientFrame.Complete) frame).entry();
    }

    private static Refusal refusal(ClientFrame frame) {
        assertThat(frame).isInstanceOf(ClientFrame.Invalid.class);
        return ((ClientFrame.Invalid) frame).refusal();
    }
}
