package dev.crashanalytics.round;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import java.util.ArrayList;
import java.util.List;

/** Multipliers, signals and outcomes may repeat what their round says of itself, but not contradict it. */
public final class Repetition {

    private static final List<RoundFact> REPEATED = List.of(
            RoundFact.BOT_ID,
            RoundFact.SESSION_ID,
            RoundFact.ROUND_NUMBER,
            RoundFact.GAME_NAME,
            RoundFact.PLATFORM_CODE);

    private Repetition() {}

    /**
     * What {@code said} repeats wrongly of {@code round}.
     *
     * @param type the facts of {@code said}; those that repeat the round's bear the same constant name
     */
    public static <F extends Enum<F> & Fact> List<FactError> contradictions(
            Class<F> type, Facts<F> said, Facts<RoundFact> round) {
        List<FactError> contradictions = new ArrayList<>(0);
        for (RoundFact repeated : REPEATED) {
            Object stored = round.get(repeated);
            Object repetition = said.get(Enum.valueOf(type, repeated.name()));
            if (repetition != null && stored != null && !repetition.equals(stored)) {
                contradictions.add(
                        new FactError(repeated.column(), "is " + stored + " for this round, not " + repetition));
            }
        }
        return contradictions;
    }
}
