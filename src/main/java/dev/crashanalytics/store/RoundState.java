package dev.crashanalytics.store;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.Streak;
import java.math.BigDecimal;

/**
 * A round that is stored, or that this transaction stores.
 *
 * @param facts complete, derived ones included
 * @param offset in the feed where it was stored before; null where this transaction stores it
 * @param position in the feed of this transaction where it stores it
 * @param streak as it stands after the round; of new rounds only
 * @param mayHaveEarlyRows whether multipliers or signals of its session still wait for their rounds
 */
record RoundState(
        RoundKey key,
        long id,
        Facts<RoundFact> facts,
        Long offset,
        int position,
        Streak streak,
        boolean mayHaveEarlyRows) {

    boolean isNew() {
        return offset == null;
    }

    /** The round as it is once a crash stated apart from it has filled the gap. */
    RoundState withCrash(BigDecimal crash) {
        Facts<RoundFact> filled = facts.toBuilder()
                .put(RoundFact.CRASH_MULTIPLIER_DETECTED, crash)
                .putIfAbsent(RoundFact.FINAL_MULTIPLIER, crash)
                .build();
        return new RoundState(key, id, filled, offset, position, streak, mayHaveEarlyRows);
    }

    /** The offset once the first one of this transaction is known. */
    long offset(long firstOffset) {
        return isNew() ? firstOffset + position : offset;
    }
}
