package dev.crashanalytics.round;

import static dev.crashanalytics.round.RoundFact.CASHOUT_AMOUNT;
import static dev.crashanalytics.round.RoundFact.CRASH_MULTIPLIER_DETECTED;
import static dev.crashanalytics.round.RoundFact.CURRENCY;
import static dev.crashanalytics.round.RoundFact.DURATION_SECONDS;
import static dev.crashanalytics.round.RoundFact.FINAL_MULTIPLIER;
import static dev.crashanalytics.round.RoundFact.PROFIT_LOSS_AMOUNT;
import static dev.crashanalytics.round.RoundFact.ROI_PERCENT;
import static dev.crashanalytics.round.RoundFact.ROUND_END_TIMESTAMP;
import static dev.crashanalytics.round.RoundFact.ROUND_OUTCOME;
import static dev.crashanalytics.round.RoundFact.ROUND_START_TIMESTAMP;
import static dev.crashanalytics.round.RoundFact.RUNNING_BALANCE_AFTER;
import static dev.crashanalytics.round.RoundFact.RUNNING_BALANCE_BEFORE;
import static dev.crashanalytics.round.RoundFact.STAKE_VALUE;
import static dev.crashanalytics.round.RoundFact.STRATEGY_NAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.Facts;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundDerivationTest {

    private static final OffsetDateTime NOW = Said.time("2026-01-31T12:00:00Z");
    private static final RoundDerivation DERIVATION = new RoundDerivation("compound_1.33x", "EUR", NOW);

    @Test
    void ofAWin() {
        Facts<RoundFact> round = DERIVATION.complete(Said.win("1.33")
                .put(CRASH_MULTIPLIER_DETECTED, Said.decimal("2.45"))
                .put(RUNNING_BALANCE_BEFORE, Said.decimal("1000"))
                .build());

        assertThat(round.decimal(PROFIT_LOSS_AMOUNT)).hasToString("3.30");
        assertThat(round.decimal(CASHOUT_AMOUNT)).hasToString("13.30");
        assertThat(round.decimal(ROI_PERCENT)).hasToString("33.00");
        assertThat(round.decimal(FINAL_MULTIPLIER)).hasToString("1.33");
        assertThat(round.decimal(RUNNING_BALANCE_AFTER)).hasToString("1003.30");
        assertThat(round.text(STRATEGY_NAME)).isEqualTo("compound_1.33x");
        assertThat(round.text(CURRENCY)).isEqualTo("EUR");
        assertThat(round.timestamp(ROUND_START_TIMESTAMP)).isEqualTo(NOW);
        assertThat(round.has(DURATION_SECONDS)).isFalse();
    }

    @Test
    void ofALoss() {
        Facts<RoundFact> round = DERIVATION.complete(Said.round()
                .put(ROUND_OUTCOME, "LOSS")
                .put(CRASH_MULTIPLIER_DETECTED, Said.decimal("1.07"))
                .build());

        assertThat(round.decimal(PROFIT_LOSS_AMOUNT)).hasToString("-10.00");
        assertThat(round.decimal(ROI_PERCENT)).hasToString("-100.00");
        assertThat(round.decimal(FINAL_MULTIPLIER)).hasToString("1.07");
        assertThat(round.has(CASHOUT_AMOUNT)).isFalse();
        assertThat(round.has(RUNNING_BALANCE_AFTER)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SKIP, 10, 0.00", "ERROR, 10, 0.00", "SKIP, 0,"})
    void ofARoundThatWasWatched(String outcome, String stake, String roi) {
        Facts<RoundFact> round = DERIVATION.complete(Said.round()
                .put(ROUND_OUTCOME, outcome)
                .put(STAKE_VALUE, Said.decimal(stake))
                .build());

        assertThat(round.decimal(PROFIT_LOSS_AMOUNT)).hasToString("0.00");
        assertThat(round.decimal(ROI_PERCENT)).isEqualTo(roi == null ? null : Said.decimal(roi));
    }

    @Test
    void defaultsWhereNothingIsKnown() {
        Facts<RoundFact> round =
                new RoundDerivation(null, null, NOW).complete(Said.round().build());

        assertThat(round.text(STRATEGY_NAME)).isEqualTo("custom");
        assertThat(round.text(CURRENCY)).isEqualTo("USD");
        assertThat(round.text(ROUND_OUTCOME)).isEqualTo("SKIP");
        assertThat(round.has(FINAL_MULTIPLIER)).isFalse();
    }

    @Test
    void changesNothingThatWasSaid() {
        Facts<RoundFact> round = DERIVATION.complete(Said.win("1.33")
                .put(PROFIT_LOSS_AMOUNT, Said.decimal("5"))
                .put(ROI_PERCENT, Said.decimal("1"))
                .put(CASHOUT_AMOUNT, Said.decimal("2"))
                .put(RUNNING_BALANCE_BEFORE, Said.decimal("100"))
                .put(RUNNING_BALANCE_AFTER, Said.decimal("3"))
                .put(STRATEGY_NAME, "mine")
                .put(CURRENCY, "BTC")
                .build());

        assertThat(round.decimal(PROFIT_LOSS_AMOUNT)).hasToString("5.00");
        assertThat(round.decimal(ROI_PERCENT)).hasToString("1.00");
        assertThat(round.decimal(CASHOUT_AMOUNT)).hasToString("2.00");
        assertThat(round.decimal(RUNNING_BALANCE_AFTER)).hasToString("3.00");
        assertThat(round.text(STRATEGY_NAME)).isEqualTo("mine");
        assertThat(round.text(CURRENCY)).isEqualTo("BTC");
    }

    @Test
    void aWinWithoutCashoutHasItsProfitAlone() {
        Facts<RoundFact> round = DERIVATION.complete(Said.round()
                .put(ROUND_OUTCOME, "WIN")
                .put(PROFIT_LOSS_AMOUNT, Said.decimal("3.30"))
                .build());

        assertThat(round.has(CASHOUT_AMOUNT)).isFalse();
        assertThat(round.decimal(ROI_PERCENT)).hasToString("33.00");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:08.25Z, 8.25",
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00.000001Z, 0.000001",
        "2026-01-31T12:00:00Z, 2026-01-31T11:59:59Z,"
    })
    void durationRunsFromStartToEnd(String start, String end, String seconds) {
        Facts<RoundFact> round = DERIVATION.complete(Said.round()
                .put(ROUND_START_TIMESTAMP, Said.time(start))
                .put(ROUND_END_TIMESTAMP, Said.time(end))
                .build());

        assertThat(round.decimal(DURATION_SECONDS)).isEqualTo(seconds == null ? null : Said.decimal(seconds));
    }

    @ParameterizedTest
    @CsvSource({"3.31, false", "3.29, false", "3.311, true", "-10, true"})
    void warnsWhereProfitContradictsTheCashoutByMoreThanACent(String profit, boolean warns) {
        Facts<RoundFact> win =
                Said.win("1.33").put(PROFIT_LOSS_AMOUNT, Said.decimal(profit)).build();

        assertThat(RoundDerivation.warnings(win)).hasSize(warns ? 1 : 0).allSatisfy(warning -> {
            assertThat(warning.code()).isEqualTo("profit_mismatch");
            assertThat(warning.field()).isEqualTo("profit_loss_amount");
            assertThat(warning.message()).contains("WIN").contains("3.30");
        });
    }

    @Test
    void warnsOfALossThatCostsLessThanItsStake() {
        Facts<RoundFact> loss = Said.round()
                .put(ROUND_OUTCOME, "LOSS")
                .put(PROFIT_LOSS_AMOUNT, Said.decimal("-9"))
                .build();

        assertThat(RoundDerivation.warnings(loss)).hasSize(1);
    }

    @Test
    void doesNotWarnOfWhatCannotBeCompared() {
        Facts<RoundFact> win = Said.round()
                .put(ROUND_OUTCOME, "WIN")
                .put(PROFIT_LOSS_AMOUNT, Said.decimal("50"))
                .build();

        assertThat(RoundDerivation.warnings(win)).isEmpty();
        assertThat(RoundDerivation.warnings(Said.win("1.33").build())).isEmpty();
    }
}
