package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.fact.FactType.Kind;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of a round is stored and read back as it was sent. */
class RoundFieldsIT {

    /** A value of each field that nothing would derive, as JSON text. */
    private static final Map<RoundFact, String> VALUES = values();

    private final ApiClient api = ApiClient.shared();

    @Test
    void everyColumnIsReadBackUnchanged() {
        // Given
        String bot = RoundBody.newBot("fields");
        RoundBody sent = RoundBody.empty();
        VALUES.forEach((fact, json) -> sent.raw(fact.column(), json));

        // When
        long id = api.log(sent.with("bot_id", bot));

        // Then
        JsonNode read = api.round(id);
        for (RoundFact fact : RoundFact.values()) {
            if (fact != RoundFact.BOT_ID) {
                assertThat(read.get(fact.column()).toString()).as(fact.column()).isEqualTo(VALUES.get(fact));
            }
        }
        assertThat(read.get("bot_id").asText()).isEqualTo(bot);
        assertThat(read.get("id").asLong()).isEqualTo(id);
        assertThat(read.size()).as("columns, id, created_at, updated_at").isEqualTo(RoundFact.values().length + 3);
    }

    @Test
    void everyColumnIsInTheTableUnderItsName() {
        String bot = RoundBody.newBot("columns");
        RoundBody sent = RoundBody.empty();
        VALUES.forEach((fact, json) -> sent.raw(fact.column(), json));
        long id = api.log(sent.with("bot_id", bot));

        Map<String, Object> row = Rows.one("SELECT * FROM crash_game_rounds WHERE id = ?", id);

        assertThat(row.get("stake_value")).hasToString("10.00");
        assertThat(row.get("crash_multiplier_detected")).hasToString("1234567890.1234567891");
        assertThat(row.get("error_description")).isEqualTo("Ünïcødé 日本語 🚀 \"quoted\"\n\ttab");
        assertThat(row.get("metadata")).hasToString("{\"a\": [1, 2.50, null, \"é🚀\"], \"b\": {\"nested\": true}}");
        assertThat(row.get("retry_count")).isEqualTo(3);
        assertThat(row.get("manual_override_flag")).isEqualTo(true);
        for (RoundFact fact : RoundFact.values()) {
            assertThat(row.get(fact.column())).as(fact.column()).isNotNull();
        }
    }

    static Stream<RoundFact> aliased() {
        return Stream.of(RoundFact.values()).filter(fact -> !fact.aliases().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("aliased")
    void theGuidesNameIsAsGoodAsTheColumns(RoundFact fact) {
        for (String alias : fact.aliases()) {
            // Given the field under the name log_crash_round has for it
            RoundBody sent = RoundBody.skip(RoundBody.newBot("alias"), 1).raw(alias, VALUES.get(fact));

            // When, then
            assertThat(api.round(api.log(sent)).get(fact.column()).toString()).isEqualTo(VALUES.get(fact));
        }
    }

    @ParameterizedTest
    @MethodSource("aliased")
    void bothNamesMayBeSentIfTheyAgree(RoundFact fact) {
        String alias = fact.aliases().get(0);
        RoundBody sent = RoundBody.skip(RoundBody.newBot("both"), 1)
                .raw(alias, VALUES.get(fact))
                .raw(fact.column(), VALUES.get(fact));
        assertThat(api.round(api.log(sent)).get(fact.column()).toString()).isEqualTo(VALUES.get(fact));

        String other = fact.type().kind() == Kind.DECIMAL ? "1" : "\"other\"";
        api.post("/rounds", sent.with("round_number", 2).raw(fact.column(), other))
                .problem(422, "invalid");
    }

    @ParameterizedTest
    @CsvSource({
        // Python floats send 17 digits
        "3.3000000000000003,       3.30",
        "0.1000000000000000055511, 0.10",
        "1003.2999999999999545,    1003.30",
        // Decimal divisions send 28, rounded half-even to 10 decimals
        "3.333333333333333333333333333, 3.3333333333",
        "0.66666666666666666666666666,  0.6666666667",
        "1.00000000005,            1.00",
        "1.00000000015,            1.0000000002",
        "1.000000000250000000001,  1.0000000003",
        "1e3,                      1000.00",
        "1.5E-3,                   0.0015",
        "1e-300,                   0.00",
        "-1e-999999999,            0.00",
        "999999999999.9999999999,  999999999999.9999999999",
        "7,                        7.00",
        "0010.50,                  10.50",
        "-0,                       0.00"
    })
    void numbersAreRoundedToTenDecimals(String sent, String stored) {
        // Given the same digits as a JSON string and, where JSON allows them, as a number
        String bot = RoundBody.newBot("decimals");

        // When, then
        long id = api.log(RoundBody.skip(bot, 1).with("expected_profit", sent));
        assertThat(api.round(id).get("expected_profit").decimalValue()).isEqualTo(stored);
        if (!sent.startsWith("00")) {
            long number = api.log(RoundBody.skip(bot, 2).raw("expected_profit", sent));
            assertThat(api.get("/rounds/" + number).body()).contains("\"expected_profit\":" + stored + ",");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z,             2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00,              2026-01-31T12:00:00Z",
        "2026-01-31 12:00:00,              2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00+02:00,        2026-01-31T10:00:00Z",
        "2026-01-31T12:00:00-0530,         2026-01-31T17:30:00Z",
        "2026-01-31T12:00:00.123456+00:00, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00.123456789Z,   2026-01-31T12:00:00.123456Z",
        "2026-12-31T23:59:59.5-01:00,      2027-01-01T00:59:59.500Z"
    })
    void timestampsAreUtc(String sent, String read) {
        String bot = RoundBody.newBot("time");

        long id = api.log(RoundBody.skip(bot, 1).with("round_start_timestamp", sent));

        assertThat(api.round(id).get("round_start_timestamp").asText()).isEqualTo(read);
    }

    @Test
    void aNullEqualsLeavingTheFieldOut() {
        String bot = RoundBody.newBot("nulls");
        RoundBody sent = RoundBody.skip(bot, 1);
        for (RoundFact fact : RoundFact.values()) {
            if (!sent.toString().contains('"' + fact.column() + '"')) {
                sent.raw(fact.column(), "null");
            }
        }
        sent.raw("multipliers", "null")
                .raw("signals", "null")
                .raw("outcome", "null")
                .raw("type", "null");

        JsonNode read = api.round(api.log(sent));

        assertThat(read.get("round_outcome").asText()).isEqualTo("SKIP");
        assertThat(read.get("metadata").isNull()).isTrue();
        assertThat(read.get("crash_multiplier_detected").isNull()).isTrue();
    }

    @Test
    void fiftyAndHundredCharactersFitWhateverTheyAre() {
        // Given ids of 50 and 100 code points, twice as many UTF-16 units
        String unique = RoundBody.newBot("");
        String fits = "🚀".repeat(50 - unique.length()) + unique;
        String session = "é".repeat(50) + "漢".repeat(50);
        assertThat(fits.codePointCount(0, fits.length())).isEqualTo(50);

        api.log(RoundBody.win(fits, 1).with("session_id", session));

        assertThat(Rows.text("SELECT session_id FROM crash_game_rounds WHERE bot_id = ?", fits))
                .isEqualTo(session);
        assertThat(api.post("/rounds", RoundBody.win("🚀" + fits, 1))
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly("bot_id");
    }

    private static Map<RoundFact, String> values() {
        Map<RoundFact, String> values = new EnumMap<>(RoundFact.class);
        for (RoundFact fact : RoundFact.values()) {
            values.put(fact, value(fact));
        }
        Map<RoundFact, String> chosen = new LinkedHashMap<>();
        chosen.put(RoundFact.GAME_NAME, "\"aviator\"");
        chosen.put(RoundFact.ROUND_NUMBER, "9007199254740993");
        chosen.put(RoundFact.ROUND_START_TIMESTAMP, "\"2026-01-31T12:00:00.123456Z\"");
        chosen.put(RoundFact.ROUND_END_TIMESTAMP, "\"2026-01-31T12:00:10Z\"");
        chosen.put(RoundFact.STAKE_VALUE, "10.00");
        chosen.put(RoundFact.CRASH_MULTIPLIER_DETECTED, "1234567890.1234567891");
        chosen.put(RoundFact.CURRENCY, "\"EUR\"");
        chosen.put(RoundFact.RETRY_COUNT, "3");
        chosen.put(RoundFact.ERROR_DESCRIPTION, "\"Ünïcødé 日本語 🚀 \\\"quoted\\\"\\n\\ttab\"");
        chosen.put(RoundFact.METADATA, "{\"a\":[1,2.50,null,\"é🚀\"],\"b\":{\"nested\":true}}");
        values.putAll(chosen);
        return values;
    }

    private static String value(RoundFact fact) {
        int place = fact.ordinal();
        return switch (fact.type().kind()) {
            case TEXT -> "\"text-" + place + "\"";
            case CHOICE -> '"' + fact.type().choices().get(fact.type().choices().size() - 1) + '"';
            case DECIMAL -> fact.type().max() == null ? 100 + place + ".25" : "0." + (10 + place);
            case WHOLE -> "1" + place;
            case FLAG -> "true";
            case TIMESTAMP, JSON -> null;
        };
    }
}
