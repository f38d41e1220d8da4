package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.SignalFact;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactsReaderTest {

    private static final FactsReader<RoundFact> ROUND = new FactsReader<>(RoundFact.class);

    @Test
    void readsEachKindIntoItsClass() throws MalformedJsonException {
        Facts<RoundFact> facts = read("""
                {"bot_id":"bøt 🚀","round_number":7,"stake_value":"10","manual_override_flag":true,
                 "multiplier_source":"OCR","round_start_timestamp":"2026-01-31T12:00:00Z",
                 "metadata":{"b":[1.50,{"c":null}],"a":"x"}}""").facts();

        assertThat(facts.text(RoundFact.BOT_ID)).isEqualTo("bøt 🚀");
        assertThat(facts.whole(RoundFact.ROUND_NUMBER)).isEqualTo(7L);
        assertThat(facts.decimal(RoundFact.STAKE_VALUE)).hasToString("10.00");
        assertThat(facts.flag(RoundFact.MANUAL_OVERRIDE_FLAG)).isTrue();
        assertThat(facts.text(RoundFact.MULTIPLIER_SOURCE)).isEqualTo("ocr");
        assertThat(facts.timestamp(RoundFact.ROUND_START_TIMESTAMP))
                .isEqualTo(OffsetDateTime.parse("2026-01-31T12:00:00Z"));
        assertThat(facts.text(RoundFact.METADATA)).isEqualTo("{\"b\":[1.50,{\"c\":null}],\"a\":\"x\"}");
    }

    @Test
    void nullEqualsLeavingOut() throws MalformedJsonException {
        FactsReader.Reading<RoundFact> reading = read("{\"bot_id\":null,\"stake_value\":null,\"metadata\":null}");

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.facts().has(RoundFact.BOT_ID)).isFalse();
        assertThat(reading.facts().has(RoundFact.METADATA)).isFalse();
    }

    @Test
    void takesEveryAlias() throws MalformedJsonException {
        for (RoundFact fact : RoundFact.values()) {
            for (String alias : fact.aliases()) {
                String value = fact.type().kind() == dev.crashanalytics.fact.FactType.Kind.TEXT ? "\"1\"" : "1";
                assertThat(read("{\"" + alias + "\":" + value + "}").facts().has(fact))
                        .as(alias)
                        .isTrue();
            }
        }
    }

    @Test
    void twoNamesMayAgree() throws MalformedJsonException {
        FactsReader.Reading<RoundFact> reading = read("{\"profit_loss\":\"3.3\",\"profit_loss_amount\":3.30}");

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.facts().decimal(RoundFact.PROFIT_LOSS_AMOUNT)).hasToString("3.30");
    }

    @Test
    void twoNamesMayNotContradict() throws MalformedJsonException {
        assertThat(read("{\"profit_loss\":3.3,\"profit_loss_amount\":3.4}").errors())
                .containsExactly(new FactError(
                        "profit_loss_amount", "was sent twice, with different values for profit_loss_amount"));
    }

    @Test
    void everyErrorIsReportedByTheNameThatWasSent() throws MalformedJsonException {
        assertThat(read("{\"crash_multiplier\":0.5,\"typo\":1,\"ocr_confidence\":1.01,\"bot_id\":\"\"}")
                        .errors())
                .containsExactly(
                        new FactError("crash_multiplier", "must be at least 1, not 0.50"),
                        new FactError("typo", "is no field of this message"),
                        new FactError("ocr_confidence", "must be at most 1, not 1.01"),
                        new FactError("bot_id", "must not be blank"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bot_id | 5 | must be a string, not a JSON number",
                "bot_id | [] | must be a string, not a JSON array",
                "bot_id | \"  \" | must not be blank",
                "bot_id | \"a\\u0000b\" | must not hold a NUL character",
                "bot_id | \"\\ud800\" | must not hold half of a surrogate pair",
                "bot_id | \"\\udc00\\ud800\" | must not hold half of a surrogate pair",
                "round_outcome | \"WON\" | must be one of [WIN, LOSS, SKIP, ERROR], not WON",
                "round_outcome | true | must be one of [WIN, LOSS, SKIP, ERROR], not a JSON true",
                "stake_value | \"ten\" | must be a decimal number below 10^12 in magnitude, not ten",
                "stake_value | \"NaN\" | must be a decimal number below 10^12 in magnitude, not NaN",
                "stake_value | 1e400 | must be a decimal number below 10^12 in magnitude, not 1e400",
                "stake_value | -1e12 | must be a decimal number below 10^12 in magnitude, not -1e12",
                "stake_value | -1e-10 | must be at least 0, not -0.0000000001",
                "target_multiplier | 1e-300 | must be at least 1, not 0.00",
                "stake_value | {} | must be a decimal number below 10^12 in magnitude",
                "stake_value | true | must be a decimal number below 10^12 in magnitude",
                "stake_value | -0.01 | must be at least 0, not -0.01",
                "round_number | 0 | must be at least 1, not 0",
                "round_number | 1.5 | must be a whole number from 1 to 9223372036854775807, not 1.5",
                "round_number | 9223372036854775808 | must be a whole number from 1 to 9223372036854775807, not 9223372036854775808",
                "round_number | [] | must be a whole number from 1 to 9223372036854775807",
                "retry_count | 2147483648 | must be at most 2147483647, not 2147483648",
                "retry_count | -1 | must be at least 0, not -1",
                "manual_override_flag | 1 | must be true or false",
                "manual_override_flag | \"true\" | must be true or false",
                "round_end_timestamp | 5 | must be an ISO-8601 timestamp such as 2026-01-31T12:00:00Z, not a JSON number",
                "round_end_timestamp | \"soon\" | must be an ISO-8601 timestamp such as 2026-01-31T12:00:00Z, not soon",
                "metadata | {\"a\":\"\\u0000\"} | must not hold a NUL character",
                "metadata | {\"\\ud800\":1} | must not hold half of a surrogate pair",
                "metadata | {\"a\":1e1001} | holds a number of too large an exponent: 1e1001"
            })
    void saysWhatIsWrongAndWhatWouldBeRight(String field, String json, String message) throws MalformedJsonException {
        assertThat(read("{\"" + field + "\":" + json + "}").errors()).containsExactly(new FactError(field, message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10.0", "1e1", "\"10\"", "\"1E1\""})
    void wholeNumbersComeInManyForms(String json) throws MalformedJsonException {
        assertThat(read("{\"round_number\":" + json + "}").facts().whole(RoundFact.ROUND_NUMBER))
                .isEqualTo(10L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-11", "1e-300", "-1e-300", "1e-999999999", "\"1E-99999999999999999999\""})
    void whatIsSmallerThanTenDecimalsHoldIsZero(String json) throws MalformedJsonException {
        FactsReader.Reading<RoundFact> reading = read("{\"stake_value\":" + json + "}");

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.facts().decimal(RoundFact.STAKE_VALUE)).hasToString("0.00");
    }

    @Test
    void lengthIsCountedInCodePoints() throws MalformedJsonException {
        assertThat(read("{\"bot_id\":\"" + "🚀".repeat(50) + "\"}").errors()).isEmpty();
        assertThat(read("{\"bot_id\":\"" + "🚀".repeat(51) + "\"}").errors())
                .containsExactly(new FactError("bot_id", "must have at most 50 characters, has 51"));
    }

    @Test
    void longValuesAreNotEchoedWhole() throws MalformedJsonException {
        assertThat(read("{\"stake_value\":\"" + "9".repeat(5_000) + "\"}").errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .startsWith("must be a decimal number of at most 100 characters, not 999")
                        .hasSizeLessThan(120)
                        .endsWith("9…"));
    }

    @Test
    void freeJsonIsBoundedInLengthAndDepth() throws MalformedJsonException {
        assertThat(read("{\"metadata\":\"" + "x".repeat(65_534) + "\"}").errors())
                .isEmpty();
        assertThat(read("{\"metadata\":\"" + "x".repeat(65_535) + "\"}").errors())
                .containsExactly(new FactError("metadata", "must have at most 65536 characters of JSON, has 65537"));
        assertThat(read("{\"metadata\":" + "[".repeat(32) + "]".repeat(32) + "}")
                        .errors())
                .isEmpty();
        assertThat(read("{\"metadata\":" + "[".repeat(33) + "]".repeat(33) + "}")
                        .errors())
                .containsExactly(new FactError("metadata", "must not be nested deeper than 32 levels"));
    }

    @Test
    void numbersOfFreeJsonHaveAsManyDecimalPlacesAsTheDatabaseHolds() throws MalformedJsonException {
        String ones = "1".repeat(15_383);
        assertThat(read("{\"metadata\":{\"x\":[0." + ones + "e-1000]}}").errors())
                .isEmpty();
        assertThat(read("{\"metadata\":{\"x\":[0." + ones + "1e-1000]}}").errors())
                .containsExactly(new FactError(
                        "metadata",
                        "holds a number of more than 16383 decimal places: 0." + ones.substring(0, 38) + "…"));
        assertThat(read("{\"metadata\":" + "9".repeat(65_000) + "e1000}").errors())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "1.50", "true", "\"text\"", "[1, 2]", "{ \"a\" : 1 }"})
    void freeJsonIsAnyJsonExactlyAsSent(String json) throws MalformedJsonException {
        assertThat(read("{\"metadata\":" + json + "}").facts().text(RoundFact.METADATA))
                .isEqualTo(json);
    }

    @Test
    void anErrorOfAFieldIsReportedOnce() throws MalformedJsonException {
        FactsReader.Reading<SignalFact> reading = new FactsReader<>(SignalFact.class).read("{\"bot_id\":5}");

        reading.require(SignalFact.BOT_ID);
        reading.require(SignalFact.SESSION_ID);

        assertThat(reading.errors()).extracting(FactError::field).containsExactly("bot_id", "session_id");
    }

    private static FactsReader.Reading<RoundFact> read(String json) throws MalformedJsonException {
        return ROUND.read(json);
    }
}
