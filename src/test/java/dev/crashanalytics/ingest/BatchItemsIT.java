package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every item of a batch gets its own answer, in its place; a bad one costs only itself. */
class BatchItemsIT {

    private static final String NDJSON = "application/x-ndjson";
    private static final String ARRAY = "application/json";

    private final ApiClient api = ApiClient.shared();

    private static long rounds(String bot) {
        return Rows.number("SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", bot);
    }

    /** An item that is refused with that code, and keeps to itself. */
    private static String bad(String bot, int number) {
        RoundBody round = RoundBody.win(bot, number).with("id", "item-" + number);
        return switch (number / 10 % 8) {
            case 0 -> round.with("stake_value", "-1").toString();
            case 1 -> round.with("stake_valeu", 1).toString();
            case 2 -> round.with("game_name", "poker").toString();
            case 3 -> "{\"id\": \"item-" + number + "\", \"bot_id\": }";
            case 4 -> "[1, {\"a\": \"],\"}]";
            case 5 -> round.raw("ocr_text", "\"a\\u0000b\"").toString();
            case 6 ->
                RoundBody.win(bot, 1)
                        .with("stake_value", 11)
                        .with("id", "item-" + number)
                        .toString();
            default -> round.with("type", "rund").toString();
        };
    }

    private static final List<String> CODES =
            List.of("invalid", "invalid", "unknown_game", "malformed_json", "", "invalid", "round_conflict", "invalid");

    @ParameterizedTest
    @ValueSource(strings = {NDJSON, ARRAY})
    void aThousandItemsWithBadOnesScatteredAmongThem(String contentType) {
        // Given
        String bot = RoundBody.newBot("scattered");
        List<String> items = new ArrayList<>();
        for (int number = 1; number <= 1_000; number++) {
            items.add(
                    number % 10 == 0
                            ? bad(bot, number)
                            : RoundBody.win(bot, number).with("id", number).toString());
        }
        boolean array = contentType.equals(ARRAY);
        String body = array ? "[" + String.join(",", items) + "]" : String.join("\n", items);

        // When
        JsonNode answer = api.batch(contentType, body).expect(200).json();

        // Then
        assertThat(answer.get("accepted").asInt()).isEqualTo(900);
        assertThat(answer.get("rejected").asInt()).isEqualTo(100);
        assertThat(answer.get("items")).hasSize(1_000);
        for (int number = 1; number <= 1_000; number++) {
            JsonNode item = answer.get("items").get(number - 1);
            if (number % 10 != 0) {
                assertThat(item.get("type").asText()).as(item.toString()).isEqualTo("ack");
                assertThat(item.get("round_number").asInt()).isEqualTo(number);
                assertThat(item.get("id").asInt()).isEqualTo(number);
            } else {
                String code = CODES.get(number / 10 % 8);
                assertThat(item.get("type").asText()).as(item.toString()).isEqualTo("error");
                assertThat(item.get("code").asText())
                        .isIn(code.isEmpty() ? List.of("invalid", "malformed_json") : List.of(code));
                assertThat(item.get("detail").asText()).isNotBlank();
                assertThat(item.get("retryable").asBoolean()).isFalse();
            }
        }
        assertThat(answer.at("/items/19/errors/0/field").asText()).isEqualTo("game_name");
        assertThat(answer.at("/items/9/id").asText()).isEqualTo("item-10");
        assertThat(rounds(bot)).isEqualTo(900);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // body, with @ for a round and its number | accepted | rejected
                "[@1, @2]                  | 2 | 0",
                "[]                        | 0 | 0",
                "  [ @1 ]                  | 1 | 0",
                "[@1, @2                   | 1 | 1",
                "[@1, @2,                  | 2 | 1",
                "[@1, {\"bot_id\": \"half  | 1 | 1",
                "[@1] garbage              | 1 | 1",
                "[@1][@2]                  | 1 | 1",
                "[@1, , @2]                | 2 | 1",
                "[@1, {\"a\": 1]}, @2]     | 2 | 1",
                "[@1, }, @2]               | 2 | 1",
                "[@1, nonsense, 7, @2]     | 2 | 2",
                "@1                        | 1 | 0",
                "@1 @2                     | 0 | 1"
            })
    void arraysWhateverBecomesOfThem(String template, int accepted, int rejected) {
        String bot = RoundBody.newBot("array");
        String body = template;
        for (int number = 1; number <= 2; number++) {
            body = body.replace("@" + number, RoundBody.win(bot, number).toString());
        }

        JsonNode answer = api.batch(ARRAY, body).expect(200).json();

        assertThat(answer.get("accepted").asInt()).as(answer.toString()).isEqualTo(accepted);
        assertThat(answer.get("rejected").asInt()).as(answer.toString()).isEqualTo(rejected);
        assertThat(answer.get("items")).hasSize(accepted + rejected);
        assertThat(rounds(bot)).isEqualTo(accepted);
    }

    @Test
    void linesMayBeBlankAndEndAsTheyLike() {
        String bot = RoundBody.newBot("lines");
        String body = "\uFEFF\n\r\n  \n" + RoundBody.win(bot, 1) + "\r\n\r\n" + RoundBody.win(bot, 2) + "\n\t\n"
                + RoundBody.win(bot, 3);

        JsonNode answer = api.batch(NDJSON, body).expect(200).json();

        assertThat(answer.get("accepted").asInt()).as(answer.toString()).isEqualTo(3);
        assertThat(answer.get("items")).hasSize(3);
        // And a byte order mark may stand before the first item
        JsonNode marked =
                api.batch(NDJSON, "\uFEFF" + RoundBody.win(bot, 4)).expect(200).json();
        assertThat(marked.get("accepted").asInt()).as(marked.toString()).isEqualTo(1);
    }

    @Test
    void anEmptyBodyIsAnEmptyBatch() {
        assertThat(api.batch(NDJSON, "").expect(200).body())
                .isEqualTo("{\"accepted\":0,\"duplicates\":0,\"rejected\":0,\"items\":[]}");
    }

    @Test
    void anItemMayBeOfAnyType() {
        String bot = RoundBody.newBot("types");

        JsonNode answer = api.batch(
                RoundBody.empty().with("type", "error").with("bot_id", bot).with("error_type", "timeout"),
                RoundBody.empty()
                        .with("type", "ocr_validation")
                        .with("bot_id", bot)
                        .with("raw_ocr_text", "x"),
                RoundBody.win(bot, 1).with("type", "round"),
                RoundBody.key(bot, 1).with("type", "outcome").with("hit_target", true));

        assertThat(answer.get("accepted").asInt()).as(answer.toString()).isEqualTo(4);
        assertThat(answer.at("/items/3/record_id").isIntegralNumber()).isTrue();
        assertThat(Rows.number("SELECT count(*) FROM error_logs WHERE bot_id = ?", bot))
                .isEqualTo(1);
    }

    @Test
    void theClientsOwnIdComesBackAsItWasSent() {
        String bot = RoundBody.newBot("ids");

        JsonNode answer = api.batch(
                RoundBody.win(bot, 1).with("id", "é \"quoted\""),
                RoundBody.win(bot, 2).raw("id", "1.50"),
                RoundBody.win(bot, 3).raw("id", "null"),
                RoundBody.win(bot, 4).raw("id", "{}"));

        assertThat(answer.at("/items/0/id").asText()).isEqualTo("é \"quoted\"");
        assertThat(answer.at("/items/1/id").toString()).isEqualTo("1.50");
        assertThat(answer.at("/items/2/id").isNull()).isTrue();
        assertThat(ApiClient.fields(answer.at("/items/3"))).containsExactly("id");
    }
}
