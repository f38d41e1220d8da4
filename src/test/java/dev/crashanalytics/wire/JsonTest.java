package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.wire.RawField.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void membersKeepTheirShapeAndText() throws MalformedJsonException {
        assertThat(
                        Json.readObject(
                                "{\"s\":\"a\\nb\",\"n\":1.50e2,\"t\":true,\"f\":false,\"z\":null,\"o\":{ \"x\": [1] },\"a\":[ ]}"))
                .containsExactly(
                        new RawField("s", Shape.STRING, "a\nb"),
                        new RawField("n", Shape.NUMBER, "1.50e2"),
                        new RawField("t", Shape.TRUE, null),
                        new RawField("f", Shape.FALSE, null),
                        new RawField("z", Shape.NULL, null),
                        new RawField("o", Shape.OBJECT, "{ \"x\": [1] }"),
                        new RawField("a", Shape.ARRAY, "[ ]"));
    }

    @Test
    void slicesAreExactBehindLongAndNonAsciiText() throws MalformedJsonException {
        String padding = "é🚀\\u00e9".repeat(20_000);

        assertThat(Json.readObject("{\"p\":\"" + padding + "\",\"m\":{\"k\":\"🚀 é\"},\"q\":[1,2]}"))
                .contains(new RawField("m", Shape.OBJECT, "{\"k\":\"🚀 é\"}"), new RawField("q", Shape.ARRAY, "[1,2]"));
    }

    @Test
    void elementsThatAreNoObjectsStandAsNull() throws MalformedJsonException {
        Json.Document document = Json.read(" [ {\"a\":1}, 7, [{}], null ] ", 10);

        assertThat(document.isArray()).isTrue();
        assertThat(document.objects()).hasSize(4);
        assertThat(document.objects().get(0)).containsExactly(new RawField("a", Shape.NUMBER, "1"));
        assertThat(document.objects().subList(1, 4)).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "nope",
                "5",
                "\"text\"",
                "null",
                "{",
                "{\"a\"",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":\"\n\"}",
                "{\"a\":1}{\"a\":1}",
                "{\"a\":1} x",
                "[{\"a\":1},]",
                "[",
                "{\"a\":[1}",
                "{\"a\":\"\\x\"}",
                "// comment\n{}",
                "\ufeff{}"
            })
    void whatIsNotStrictJsonIsRefusedInWordsForClients(String text) {
        assertThatThrownBy(() -> Json.read(text, 10))
                .isInstanceOf(MalformedJsonException.class)
                .satisfies(JsonTest::isForClients);
    }

    @Test
    void nestingIsBounded() throws MalformedJsonException {
        int most = Json.MAX_DEPTH - 1;

        assertThat(Json.readObject("{\"a\":" + "[".repeat(most) + "]".repeat(most) + "}"))
                .hasSize(1);
        assertThatThrownBy(() -> Json.readObject("{\"a\":" + "[".repeat(most + 1) + "]".repeat(most + 1) + "}"))
                .isInstanceOf(MalformedJsonException.class)
                .satisfies(JsonTest::isForClients);
    }

    @Test
    void elementsBeyondThoseAskedForAreReadButNotKept() throws MalformedJsonException {
        Json.Document document = Json.read("[{},{\"a\":[{}]},{\"b\":1}]", 2);

        assertThat(document.isCut()).isTrue();
        assertThat(document.objects()).hasSize(2);
        assertThatThrownBy(() -> Json.read("[{},{},{]", 2)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void numbersOfAbsurdLengthAreRefused() {
        assertThatThrownBy(() -> Json.read("{\"a\":" + "1".repeat(100_001) + "}", 1))
                .isInstanceOf(MalformedJsonException.class)
                .satisfies(JsonTest::isForClients);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\"quoted\"", "back\\slash", "\u0000\u001f\n\t", "é🚀", "</script>"})
    void quotingIsUndoneByAnyParser(String text) throws Exception {
        assertThat(new ObjectMapper().readTree(Json.quote(text)).textValue()).isEqualTo(text);
    }

    /** No class, method or option of ours or of a library. */
    static void isForClients(Throwable refusal) {
        assertThat(refusal.getMessage())
                .isNotBlank()
                .hasSizeLessThan(300)
                .doesNotContainPattern(
                        "[a-z]\\.[a-z]+\\(|java\\.|com\\.|Stream[A-Z]|Source|REDACTED|Feature|Exception");
    }
}
