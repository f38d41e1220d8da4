package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.testing.Fuzz;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever clients send is read, refused in words for them, or no JSON; nothing else is ever thrown. */
class ClientFramesFuzzTest {

    private static final int MUTATIONS = 40_000;

    private static final String KEY =
            "\"bot_id\":\"my_bot_001\",\"session_id\":\"s1\",\"round_number\":17,\"game_name\":\"aviator\"";

    /** Valid messages of every type. */
    private static final List<String> VALID = List.of(
            "{\"id\":\"r-17\"," + KEY + ",\"platform_code\":\"dafabet\",\"stake_value\":\"10.00\","
                    + "\"crash_multiplier\":2.45,\"cashout_multiplier\":1.33,\"round_outcome\":\"WIN\","
                    + "\"profit_loss\":3.3000000000000003,\"round_start_timestamp\":\"2026-01-31T12:00:00.5+01:00\","
                    + "\"manual_override_flag\":false,\"retry_count\":0,\"ocr_text\":\"1.33x é🚀\","
                    + "\"metadata\":{\"a\":[1,{\"b\":null}],\"c\":\"\\u00e9\"},"
                    + "\"multipliers\":[{\"multiplier\":1.5},{\"multiplier\":2.45,\"is_crash\":true}],"
                    + "\"signals\":[{\"signal_type\":\"early\",\"confidence\":0.92,\"feature_vector\":[1,2]}],"
                    + "\"outcome\":{\"hit_target\":true,\"win_streak\":3}}",
            "{\"type\":\"multiplier\",\"id\":5," + KEY + ",\"multiplier\":\"1.01\",\"event_id\":\"e\"}",
            "{\"type\":\"multiplier\",\"round_id\":4711,\"multiplier\":1.01,\"is_crash\":true}",
            "{\"type\":\"signal\"," + KEY + ",\"predicted_multiplier\":2,\"signal_correctness\":true}",
            "{\"type\":\"outcome\"," + KEY + ",\"outcome\":\"LOSS\",\"profit_loss\":-10}",
            "{\"type\":\"error\",\"bot_id\":\"b\",\"error_type\":\"timeout\",\"error_trace\":\"a\\n\\tb\"}",
            "{\"type\":\"ocr_validation\",\"bot_id\":\"b\",\"raw_ocr_text\":\"1,33x\",\"confidence\":1}",
            "{\"type\":\"session_start\",\"bot_id\":\"b\",\"session_id\":\"s\",\"game_name\":\"jetx\","
                    + "\"initial_balance\":1e3,\"start_time\":\"2026-01-31 12:00\"}",
            "{\"type\":\"session_close\",\"session_id\":\"s\",\"status\":\"completed\",\"final_balance\":993.30}");

    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e400",
        "1e999999999",
        "0.1",
        "\\",
        "\\u0000",
        "\\ud800",
        "\"\"",
        "NaN",
        "é",
        "🚀",
        "\u0000",
        "[[[[",
        "]]]]",
        "{}",
        "\"type\":\"signal\",",
        "\"round_id\":1,",
        "\"id\":{},",
        "\"metadata\":1,",
        "9223372036854775808",
        " ",
        "\n",
        "\ufeff"
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random = Fuzz.random(ClientFramesFuzzTest.class);

    @Test
    void theSeedsAreValid() throws MalformedJsonException {
        for (String text : VALID) {
            assertThat(ClientFrames.readMessage(text, 10).frames())
                    .as(text)
                    .noneMatch(ClientFrame.Invalid.class::isInstance);
        }
    }

    @Test
    void mutatedMessagesAlwaysGetAnAnswer() throws IOException {
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String text = mutated();
            try {
                ClientFrames.Message message = ClientFrames.readMessage(text, 4);
                read++;
                for (ClientFrame frame : message.frames()) {
                    answerIsJson(frame);
                }
            } catch (MalformedJsonException refused) {
                JsonTest.isForClients(refused);
            } catch (RuntimeException | StackOverflowError defect) {
                throw new AssertionError("not answered: " + text, defect);
            }
        }
        assertThat(read).as("messages that were still JSON").isGreaterThan(MUTATIONS / 50);
    }

    @Test
    void mutatedBodiesAlwaysGetAnAnswer() throws IOException {
        FrameType[] types = FrameType.values();
        for (int i = 0; i < MUTATIONS / 4; i++) {
            String text = mutated();
            FrameType type = types[random.nextInt(types.length)];
            try {
                answerIsJson(
                        ClientFrames.readBody(text, type, random.nextBoolean() ? Map.of() : Map.of("round_id", "17")));
            } catch (MalformedJsonException refused) {
                JsonTest.isForClients(refused);
            } catch (RuntimeException | StackOverflowError defect) {
                throw new AssertionError("not answered: " + type + " " + text, defect);
            }
        }
    }

    private static void answerIsJson(ClientFrame frame) throws IOException {
        if (frame instanceof ClientFrame.Invalid invalid) {
            JsonNode answer = JSON.readTree(ServerFrames.write(new ServerFrame.Error(frame.id(), invalid.refusal())));
            assertThat(answer.get("code").textValue()).isNotEmpty();
            assertThat(answer.get("detail").textValue()).isNotEmpty();
        }
    }

    private String mutated() {
        StringBuilder text = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
        if (random.nextInt(4) == 0) {
            text.insert(0, '[')
                    .append(',')
                    .append(VALID.get(random.nextInt(VALID.size())))
                    .append(']');
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            mutate(text);
        }
        return text.toString();
    }

    private void mutate(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(6)) {
            case 0 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
            case 1 -> text.delete(at, end);
            case 2 -> text.replace(at, end, TOKENS[random.nextInt(TOKENS.length)]);
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> replaceValue(text);
            default -> {
                if (at < text.length()) {
                    text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
                }
            }
        }
        if (text.isEmpty()) {
            text.append(' ');
        }
    }

    /** Keeps the text JSON, more often than not. */
    private void replaceValue(StringBuilder text) {
        int colon = text.indexOf(":", random.nextInt(text.length() + 1));
        if (colon < 0) {
            return;
        }
        int end = colon + 1;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String[] values = {"null", "0", "-1", "1e11", "1e12", "\"\"", "\"x\"", "[]", "{}", "true", "[{}]", "\"\\u0000\""
        };
        text.replace(colon + 1, end, values[random.nextInt(values.length)]);
    }
}
