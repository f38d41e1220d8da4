package dev.crashanalytics.round;

import static dev.crashanalytics.round.RoundFact.BOT_ID;
import static dev.crashanalytics.round.RoundFact.CASHOUT_MULTIPLIER;
import static dev.crashanalytics.round.RoundFact.GAME_NAME;
import static dev.crashanalytics.round.RoundFact.PLATFORM_CODE;
import static dev.crashanalytics.round.RoundFact.PROFIT_LOSS_AMOUNT;
import static dev.crashanalytics.round.RoundFact.ROUND_NUMBER;
import static dev.crashanalytics.round.RoundFact.ROUND_OUTCOME;
import static dev.crashanalytics.round.RoundFact.SESSION_ID;
import static dev.crashanalytics.round.RoundFact.STAKE_VALUE;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import java.util.ArrayList;
import java.util.List;

/** What a round must say beyond each value being valid by itself. */
public final class RoundRules {

    private static final List<RoundFact> REQUIRED =
            List.of(BOT_ID, SESSION_ID, GAME_NAME, PLATFORM_CODE, ROUND_NUMBER, STAKE_VALUE);

    private RoundRules() {}

    /** The rules that {@code round} breaks; empty where it may be stored. */
    public static List<FactError> violations(Facts<RoundFact> round) {
        List<FactError> violations = new ArrayList<>();
        for (RoundFact required : REQUIRED) {
            if (!round.has(required)) {
                violations.add(new FactError(required.column(), "is required"));
            }
        }
        Outcome outcome = outcome(round);
        if (round.has(STAKE_VALUE)
                && outcome.played()
                && round.decimal(STAKE_VALUE).signum() == 0) {
            violations.add(new FactError(
                    STAKE_VALUE.column(),
                    "must be above 0 where the outcome is " + outcome + "; SKIP and ERROR take 0"));
        }
        if (outcome == Outcome.WIN && !round.has(CASHOUT_MULTIPLIER) && !round.has(PROFIT_LOSS_AMOUNT)) {
            violations.add(new FactError(CASHOUT_MULTIPLIER.column(), "a WIN needs cashout_multiplier or profit_loss"));
        }
        return violations;
    }

    /** The outcome; a round that does not say was watched only. */
    public static Outcome outcome(Facts<RoundFact> round) {
        return round.has(ROUND_OUTCOME) ? Outcome.valueOf(round.text(ROUND_OUTCOME)) : Outcome.SKIP;
    }
}
