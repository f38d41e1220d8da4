package dev.crashanalytics.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.FactType;
import dev.crashanalytics.fact.Facts;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SameFactsTest {

    private static final SameFacts SAME = new SameFacts(String::equalsIgnoreCase);
    private static final RoundDerivation DERIVATION =
            new RoundDerivation(null, null, Said.time("2026-01-31T12:00:00Z"));

    @Test
    void aRetryOfTheSameIsTheSame() {
        Facts<RoundFact> said = Said.win("1.33").build();

        assertThat(SAME.differences(said, DERIVATION.complete(said))).isEmpty();
    }

    @Test
    void whatIsOmittedIsNotCompared() {
        Facts<RoundFact> stored = DERIVATION.complete(Said.win("1.33")
                .put(RoundFact.OCR_RAW_TEXT, "1.33x")
                .put(RoundFact.METADATA, "{}")
                .build());

        assertThat(SAME.differences(Said.win("1.33").build(), stored)).isEmpty();
    }

    @Test
    void whatWasDerivedCountsAsStored() {
        Facts<RoundFact> stored = DERIVATION.complete(Said.win("1.33").build());

        assertThat(SAME.differences(
                        Said.win("1.33")
                                .put(RoundFact.PROFIT_LOSS_AMOUNT, Said.decimal("3.3"))
                                .build(),
                        stored))
                .isEmpty();
        assertThat(SAME.differences(
                        Said.win("1.33")
                                .put(RoundFact.PROFIT_LOSS_AMOUNT, Said.decimal("3.31"))
                                .build(),
                        stored))
                .containsExactly(new FactError("profit_loss_amount", "is stored as 3.30, this says 3.31"));
    }

    @Test
    void numbersAreComparedByValueNotByScale() {
        Facts<RoundFact> stored =
                Said.round().put(RoundFact.STAKE_VALUE, new BigDecimal("10")).build();
        Facts<RoundFact> sent = Said.round()
                .put(RoundFact.STAKE_VALUE, new BigDecimal("10.0000000000"))
                .build();

        assertThat(SAME.differences(sent, stored)).isEmpty();
    }

    @Test
    void jsonIsComparedAsTheStoreSeesIt() {
        Facts<RoundFact> stored =
                Said.round().put(RoundFact.METADATA, "{\"A\":1}").build();

        assertThat(SAME.differences(
                        Said.round().put(RoundFact.METADATA, "{\"a\":1}").build(), stored))
                .isEmpty();
    }

    @Test
    void whatIsSentButNotStoredDiffers() {
        assertThat(SAME.differences(
                        Said.round().put(RoundFact.OCR_RAW_TEXT, "x").build(),
                        Said.round().build()))
                .containsExactly(new FactError("ocr_raw_text", "is stored as null, this says x"));
    }

    @ParameterizedTest
    @EnumSource(RoundFact.class)
    void everyFactIsComparedButTimestampsAndDurations(RoundFact fact) {
        boolean ofTime = fact.type().kind() == FactType.Kind.TIMESTAMP
                || fact == RoundFact.DURATION_SECONDS
                || fact == RoundFact.PROCESSING_TIME_MS;

        assertThat(SAME.differences(with(fact, true), with(fact, false))).hasSize(ofTime ? 0 : 1);
        assertThat(SAME.differences(with(fact, true), with(fact, true))).isEmpty();
    }

    private static Facts<RoundFact> with(RoundFact fact, boolean one) {
        Object value = switch (fact.type().kind()) {
            case TEXT, CHOICE, JSON -> one ? "one" : "other";
            case DECIMAL -> one ? BigDecimal.ONE : BigDecimal.TEN;
            case WHOLE -> one ? 1L : 10L;
            case FLAG -> one;
            case TIMESTAMP -> Said.time(one ? "2026-01-31T12:00:00Z" : "2026-01-31T12:00:01Z");
        };
        return Facts.builder(RoundFact.class).put(fact, value).build();
    }
}
