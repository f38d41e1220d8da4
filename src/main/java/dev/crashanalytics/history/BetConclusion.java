package dev.crashanalytics.history;

import static dev.crashanalytics.round.RoundFact.CASHOUT_MULTIPLIER;
import static dev.crashanalytics.round.RoundFact.CRASH_MULTIPLIER_DETECTED;
import static dev.crashanalytics.round.RoundFact.PROFIT_LOSS_AMOUNT;
import static dev.crashanalytics.round.RoundFact.ROUND_OUTCOME;
import static dev.crashanalytics.round.RoundFact.STAKE_VALUE;
import static dev.crashanalytics.round.RoundFact.TARGET_MULTIPLIER;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.round.RoundFact;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Tells from a line's figures whether there was a bet and how it went. It goes by what the line says, then by the sign of the
 * profit, then by whether the cash-out was reached; it does not guess.
 *
 * @param facts of the line, as texts; changed
 * @param hasCashoutColumn whether the file would say if there had been a cash-out
 * @param betPlaced what the line says of it; null: nothing
 */
record BetConclusion(Map<RoundFact, String> facts, boolean hasCashoutColumn, Boolean betPlaced) {

    /** Completes the facts; answers why they are no round, nothing where they are. */
    List<FactError> conclude() {
        boolean hasStake = !NumberText.isZero(facts.get(STAKE_VALUE)) && !Boolean.FALSE.equals(betPlaced);
        if (!hasStake && !facts.containsKey(ROUND_OUTCOME)) {
            facts.put(ROUND_OUTCOME, "SKIP");
        }
        if (!hasStake && !played(facts.get(ROUND_OUTCOME))) {
            return observed();
        }
        String outcome = facts.get(ROUND_OUTCOME);
        outcome = outcome == null ? played() : outcome;
        if (outcome == null) {
            return List.of(new FactError(
                    ROUND_OUTCOME.column(),
                    "cannot be told: there is a stake, and neither profit nor cash-out say how it went"));
        }
        facts.put(ROUND_OUTCOME, outcome);
        if (outcome.equals("LOSS") && facts.containsKey(CASHOUT_MULTIPLIER)) {
            // There was none: it is where the bot wanted to cash out.
            String aim = facts.remove(CASHOUT_MULTIPLIER);
            facts.putIfAbsent(TARGET_MULTIPLIER, aim);
        }
        return List.of();
    }

    private static boolean played(String outcome) {
        return "WIN".equals(outcome) || "LOSS".equals(outcome);
    }

    /** Nothing was at stake: what stands in the columns of money is no money. */
    private List<FactError> observed() {
        String profit = facts.get(PROFIT_LOSS_AMOUNT);
        if (profit != null && !NumberText.isZero(profit) && "SKIP".equals(facts.get(ROUND_OUTCOME))) {
            return List.of(
                    new FactError(PROFIT_LOSS_AMOUNT.column(), "is " + Shown.of(profit) + ", though there was no bet"));
        }
        if (Boolean.FALSE.equals(betPlaced)) {
            facts.put(STAKE_VALUE, "0");
        }
        if (facts.containsKey(CASHOUT_MULTIPLIER)) {
            String aim = facts.remove(CASHOUT_MULTIPLIER);
            facts.putIfAbsent(TARGET_MULTIPLIER, aim);
        }
        return List.of();
    }

    /** How a bet went by its figures; null where they do not say. */
    private String played() {
        String profit = facts.get(PROFIT_LOSS_AMOUNT);
        if (profit != null && !NumberText.isZero(profit)) {
            return profit.startsWith("-") ? "LOSS" : "WIN";
        }
        if (facts.containsKey(CASHOUT_MULTIPLIER)) {
            return wasReached() ? "WIN" : "LOSS";
        }
        return profit == null && hasCashoutColumn ? "LOSS" : null;
    }

    private boolean wasReached() {
        String crash = facts.get(CRASH_MULTIPLIER_DETECTED);
        return crash == null || new BigDecimal(facts.get(CASHOUT_MULTIPLIER)).compareTo(new BigDecimal(crash)) <= 0;
    }
}
