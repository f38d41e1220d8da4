package dev.crashanalytics.wire;

import static dev.crashanalytics.wire.SentFrames.ROUND;
import static dev.crashanalytics.wire.SentFrames.ROUND_KEY;
import static dev.crashanalytics.wire.SentFrames.frame;
import static dev.crashanalytics.wire.SentFrames.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What surrounds an entry: messages and batches, ids and types, bodies of calls. */
class ClientFramesTest {

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
    void anAnswerNamesTwentyErrorsAtTheMost() throws MalformedJsonException {
        StringBuilder unknown = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            unknown.append(",\"unknown").append(i).append("\":1");
        }

        Refusal refusal = refusal(frame("{" + ROUND + unknown + "}"));

        assertThat(refusal.errors()).hasSize(20);
        assertThat(refusal.detail()).endsWith("(and 4999 more)");
    }
}
