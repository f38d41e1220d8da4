package dev.crashanalytics.round;

import static dev.crashanalytics.round.RoundFact.CASHOUT_AMOUNT;
import static dev.crashanalytics.round.RoundFact.CASHOUT_MULTIPLIER;
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

import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.fact.Facts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Fills in what a bot left out of a round. Nothing a bot said is changed.
 *
 * @param strategyName of a round that names none: the bot's registered one; null: {@code custom}
 * @param currency of a round that names none: the platform's; null: USD
 * @param now the start of a round that names none
 */
public record RoundDerivation(String strategyName, String currency, OffsetDateTime now) {

    public static final String DEFAULT_STRATEGY = "custom";
    public static final String DEFAULT_CURRENCY = "USD";

    /** A stated profit may differ from stake and cash-out by this much before the bot is warned: a cent. */
    private static final BigDecimal PROFIT_TOLERANCE = new BigDecimal("0.01");

    /** The complete round. */
    public Facts<RoundFact> complete(Facts<RoundFact> said) {
        Outcome outcome = RoundRules.outcome(said);
        BigDecimal stake = said.decimal(STAKE_VALUE);
        BigDecimal cashout = said.decimal(CASHOUT_MULTIPLIER);
        Facts.Builder<RoundFact> round = said.toBuilder()
                .putIfAbsent(STRATEGY_NAME, strategyName == null ? DEFAULT_STRATEGY : strategyName)
                .putIfAbsent(CURRENCY, currency == null ? DEFAULT_CURRENCY : currency)
                .putIfAbsent(ROUND_OUTCOME, outcome.name())
                .putIfAbsent(ROUND_START_TIMESTAMP, now)
                .putIfAbsent(FINAL_MULTIPLIER, cashout == null ? said.get(CRASH_MULTIPLIER_DETECTED) : cashout);
        if (!round.has(PROFIT_LOSS_AMOUNT)) {
            round.put(PROFIT_LOSS_AMOUNT, Decimals.canonical(outcome.profit(stake, cashout)));
        }
        if (outcome == Outcome.WIN && cashout != null && !round.has(CASHOUT_AMOUNT)) {
            round.put(CASHOUT_AMOUNT, Decimals.canonical(stake.multiply(cashout)));
        }
        BigDecimal profit = (BigDecimal) round.get(PROFIT_LOSS_AMOUNT);
        if (!round.has(ROI_PERCENT)) {
            round.put(ROI_PERCENT, Decimals.percent(profit, stake));
        }
        if (said.has(RUNNING_BALANCE_BEFORE) && !said.has(RUNNING_BALANCE_AFTER)) {
            round.put(
                    RUNNING_BALANCE_AFTER,
                    Decimals.canonical(said.decimal(RUNNING_BALANCE_BEFORE).add(profit)));
        }
        deriveDuration(said, round);
        return round.build();
    }

    /** What the bot should look at in the round it sent. */
    public static List<Warning> warnings(Facts<RoundFact> said) {
        Outcome outcome = RoundRules.outcome(said);
        boolean comparable = said.has(PROFIT_LOSS_AMOUNT) && (outcome != Outcome.WIN || said.has(CASHOUT_MULTIPLIER));
        if (!comparable) {
            return List.of();
        }
        BigDecimal expected = outcome.profit(said.decimal(STAKE_VALUE), said.decimal(CASHOUT_MULTIPLIER));
        BigDecimal difference =
                said.decimal(PROFIT_LOSS_AMOUNT).subtract(expected).abs();
        if (difference.compareTo(PROFIT_TOLERANCE) <= 0) {
            return List.of();
        }
        return List.of(new Warning(
                "profit_mismatch",
                PROFIT_LOSS_AMOUNT.column(),
                "stored as sent, though stake and cash-out of this " + outcome + " give " + Decimals.text(expected)));
    }

    private static void deriveDuration(Facts<RoundFact> said, Facts.Builder<RoundFact> round) {
        OffsetDateTime start = said.timestamp(ROUND_START_TIMESTAMP);
        OffsetDateTime end = said.timestamp(ROUND_END_TIMESTAMP);
        if (start != null && end != null && !end.isBefore(start)) {
            round.putIfAbsent(DURATION_SECONDS, seconds(Duration.between(start, end)));
        }
    }

    private static BigDecimal seconds(Duration duration) {
        return Decimals.canonical(
                BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9)));
    }
}
