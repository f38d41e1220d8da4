package dev.crashanalytics.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.round.RoundFact;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FactsTest {

    @Test
    void holdWhatWasSaidAndNothingElse() {
        Facts<RoundFact> facts = Facts.builder(RoundFact.class)
                .put(RoundFact.BOT_ID, "bot")
                .put(RoundFact.STAKE_VALUE, new BigDecimal("10.00"))
                .put(RoundFact.ROUND_NUMBER, 7L)
                .build();

        assertThat(facts.text(RoundFact.BOT_ID)).isEqualTo("bot");
        assertThat(facts.decimal(RoundFact.STAKE_VALUE)).isEqualTo(new BigDecimal("10.00"));
        assertThat(facts.whole(RoundFact.ROUND_NUMBER)).isEqualTo(7L);
        assertThat(facts.has(RoundFact.SESSION_ID)).isFalse();
        assertThat(facts.get(RoundFact.SESSION_ID)).isNull();
        assertThat(facts.flag(RoundFact.OCR_TIMEOUT_FLAG)).isFalse();
    }

    @Test
    void doNotChangeWithABuilderMadeOfThem() {
        Facts<RoundFact> before =
                Facts.builder(RoundFact.class).put(RoundFact.BOT_ID, "bot").build();

        Facts<RoundFact> after = before.toBuilder()
                .put(RoundFact.BOT_ID, "other")
                .putIfAbsent(RoundFact.BOT_ID, "third")
                .putIfAbsent(RoundFact.SESSION_ID, "session")
                .build();

        assertThat(before.text(RoundFact.BOT_ID)).isEqualTo("bot");
        assertThat(before.has(RoundFact.SESSION_ID)).isFalse();
        assertThat(after.text(RoundFact.BOT_ID)).isEqualTo("other");
        assertThat(after.text(RoundFact.SESSION_ID)).isEqualTo("session");
    }
}
