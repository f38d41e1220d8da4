package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.Fuzz;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Uploads of random JSON, cut into random chunks, in the middle of escapes and of characters too. */
class ItemSplitterFuzzTest {

    private static final int UPLOADS = 3_000;
    private static final String[] FRAGMENTS = {
        "a", "\\\"", "\\\\", "{", "}", "[", "]", ",", ":", "\\n", "\\u00e9", "é", "🚀", " ", "\\\\\\\"", "//"
    };
    private static final String[] BLANKS = {"", " ", "\n", "\t", " \r\n "};

    private final Random random = Fuzz.random(ItemSplitterFuzzTest.class);

    @Test
    void arraysComeOutAsTheyWentIn() throws MalformedJsonException {
        for (int i = 0; i < UPLOADS; i++) {
            List<String> items = items(false);
            StringBuilder text = new StringBuilder(blank()).append('[');
            for (int k = 0; k < items.size(); k++) {
                text.append(k == 0 ? "" : ",")
                        .append(blank())
                        .append(items.get(k))
                        .append(blank());
            }
            text.append(']').append(blank());

            assertThat(split(text.toString())).as(text.toString()).isEqualTo(items);
        }
    }

    @Test
    void linesComeOutAsTheyWentIn() throws MalformedJsonException {
        for (int i = 0; i < UPLOADS; i++) {
            List<String> items = items(true);
            String ending = random.nextBoolean() ? "\n" : "\r\n";
            StringBuilder text = new StringBuilder();
            for (String item : items) {
                text.append(random.nextInt(5) == 0 ? ending : "").append(item).append(ending);
            }
            if (random.nextBoolean() && !items.isEmpty()) {
                text.setLength(text.length() - ending.length());
            }

            assertThat(split(text.toString())).as(text.toString()).isEqualTo(items);
        }
    }

    @Test
    void bytesOfAnyKindEndInItemsOrARefusal() {
        for (int i = 0; i < UPLOADS; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = '[';
            }
            try {
                List<ItemSplitter.Item> items = feed(Buffer.buffer(bytes), 50);

                assertThat(items)
                        .allMatch(item -> item.text() == null || item.text().length() <= 50);
            } catch (MalformedJsonException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    private List<String> split(String text) throws MalformedJsonException {
        List<ItemSplitter.Item> items = feed(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)), 1 << 20);
        assertThat(items).noneMatch(ItemSplitter.Item::isTooLarge);
        return items.stream().map(item -> item.text().strip()).toList();
    }

    private List<ItemSplitter.Item> feed(Buffer bytes, int maxItemBytes) throws MalformedJsonException {
        ItemSplitter splitter = new ItemSplitter(maxItemBytes);
        List<ItemSplitter.Item> items = new ArrayList<>();
        int position = 0;
        while (position < bytes.length()) {
            int end = Math.min(bytes.length(), position + 1 + random.nextInt(random.nextBoolean() ? 3 : 100));
            items.addAll(splitter.feed(bytes.slice(position, end)));
            position = end;
        }
        items.addAll(splitter.end());
        return items;
    }

    private List<String> items(boolean objects) {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            items.add(objects ? object(0) : value(0));
        }
        return items;
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 4 ? 3 : 5)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> string();
            case 2 -> random.nextBoolean() ? "null" : "true";
            case 3 -> object(depth + 1);
            default -> array(depth + 1);
        };
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(3); i > 0; i--) {
            object.append(string()).append(':').append(value(depth)).append(i > 1 ? "," : "");
        }
        return object.append('}').toString();
    }

    private String array(int depth) {
        StringBuilder array = new StringBuilder("[");
        for (int i = random.nextInt(3); i > 0; i--) {
            array.append(value(depth)).append(i > 1 ? "," : "");
        }
        return array.append(']').toString();
    }

    private String string() {
        StringBuilder string = new StringBuilder("\"");
        for (int i = random.nextInt(8); i > 0; i--) {
            string.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        }
        return string.append('"').toString();
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }
}
