package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemSplitterTest {

    @Test
    void anArrayIsCutAtItsCommas() throws MalformedJsonException {
        assertThat(split(" [ {\"a\":[1,2]} ,{\"b\":\"],}\\\"[\"}, 7 ] \n"))
                .containsExactly("{\"a\":[1,2]}", "{\"b\":\"],}\\\"[\"}", "7");
    }

    @Test
    void linesAreCutAtTheirEnds() throws MalformedJsonException {
        assertThat(split("{\"a\":1}\r\n\n   \n{\"b\":\",\\n\"}\nnope\n{\"c\":["))
                .containsExactly("{\"a\":1}", "{\"b\":\",\\n\"}", "nope", "{\"c\":[");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \r\n\t ", "[]", "[ ]", " [\n] \n"})
    void nothingHoldsNothing(String text) throws MalformedJsonException {
        assertThat(split(text)).isEmpty();
    }

    @Test
    void aMissingElementIsAnItemOfItsOwn() throws MalformedJsonException {
        assertThat(split("[1,,2]")).containsExactly("1", "", "2");
        assertThat(split("[1,]")).containsExactly("1", "");
        assertThat(split("[,]")).containsExactly("", "");
    }

    @Test
    void aBracketTooManyCostsItsItemOnly() throws MalformedJsonException {
        assertThat(split("[{\"a\":1}},{\"b\":2},{\"c\":3}]")).containsExactly("{\"a\":1}}", "{\"b\":2}", "{\"c\":3}");
    }

    @Test
    void anArrayThatIsCutOffIsMalformedBehindItsWholeItems() {
        ItemSplitter splitter = new ItemSplitter(100);

        assertThat(texts(splitter.feed(Buffer.buffer("[{\"a\":1},{\"b\":")))).containsExactly("{\"a\":1}");
        assertThatThrownBy(splitter::end)
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("the upload ends before its array does");
    }

    @Test
    void nothingFollowsAnArray() {
        ItemSplitter splitter = new ItemSplitter(100);

        assertThat(texts(splitter.feed(Buffer.buffer("[1]\n{\"b\":2}")))).containsExactly("1");
        assertThatThrownBy(splitter::end)
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("nothing may follow the array");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"0123456789\",1]", "\"0123456789\"\n1\n"})
    void anItemThatIsTooLargeIsToldAndNotHeld(String text) throws MalformedJsonException {
        ItemSplitter splitter = new ItemSplitter(11);
        List<ItemSplitter.Item> items = new ArrayList<>(splitter.feed(Buffer.buffer(text)));
        items.addAll(splitter.end());

        assertThat(items).containsExactly(new ItemSplitter.Item("", true), new ItemSplitter.Item("1", false));
    }

    @Test
    void anItemOfTheLimitIsTaken() throws MalformedJsonException {
        ItemSplitter splitter = new ItemSplitter(12);
        List<ItemSplitter.Item> items = new ArrayList<>(splitter.feed(Buffer.buffer("[\"0123456789\",1]")));
        items.addAll(splitter.end());

        assertThat(texts(items)).containsExactly("\"0123456789\"", "1");
    }

    private static List<String> split(String text) throws MalformedJsonException {
        ItemSplitter splitter = new ItemSplitter(1_000);
        List<ItemSplitter.Item> items = new ArrayList<>(splitter.feed(Buffer.buffer(text)));
        items.addAll(splitter.end());
        return texts(items);
    }

    private static List<String> texts(List<ItemSplitter.Item> items) {
        assertThat(items).noneMatch(ItemSplitter.Item::isTooLarge);
        return items.stream().map(item -> item.text().strip()).toList();
    }
}
