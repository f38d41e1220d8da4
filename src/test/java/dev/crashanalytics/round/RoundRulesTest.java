package dev.crashanalytics.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundRulesTest {

    @Test
    void sixFieldsAreRequired() {
        assertThat(RoundRules.violations(Facts.builder(RoundFact.class).build()))
                .extracting(FactError::field)
                .containsExactly("bot_id", "session_id", "game_name", "platform_code", "round_number", "stake_value");
    }

    @Test
    void theSixAreEnough() {
        assertThat(RoundRules.violations(Said.round().build())).isEmpty();
        assertThat(RoundRules.outcome(Said.round().build())).isEqualTo(Outcome.SKIP);
    }

    @Test
    void aWinNeedsItsCashoutOrItsProfit() {
        Facts.Builder<RoundFact> win = Said.round().put(RoundFact.ROUND_OUTCOME, "WIN");

        assertThat(RoundRules.violations(win.build()))
                .containsExactly(new FactError("cashout_multiplier", "a WIN needs cashout_multiplier or profit_loss"));
        assertThat(RoundRules.violations(Said.win("1.33").build())).isEmpty();
        assertThat(RoundRules.violations(win.put(RoundFact.PROFIT_LOSS_AMOUNT, Said.decimal("3.30"))
                        .build()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"WIN", "LOSS"})
    void aRoundPlayedHasAStake(Outcome outcome) {
        Facts<RoundFact> round = Said.win("1.33")
                .put(RoundFact.ROUND_OUTCOME, outcome.name())
                .put(RoundFact.STAKE_VALUE, Said.decimal("0"))
                .build();

        assertThat(RoundRules.violations(round))
                .containsExactly(new FactError(
                        "stake_value", "must be above 0 where the outcome is " + outcome + "; SKIP and ERROR take 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SKIP", "ERROR"})
    void aRoundWatchedNeedsNone(String outcome) {
        Facts<RoundFact> round = Said.round()
                .put(RoundFact.ROUND_OUTCOME, outcome)
                .put(RoundFact.STAKE_VALUE, Said.decimal("0"))
                .build();

        assertThat(RoundRules.violations(round)).isEmpty();
    }
}
