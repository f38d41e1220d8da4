package dev.crashanalytics.history;

import dev.crashanalytics.round.RoundFact;

/**
 * What a column becomes.
 *
 * @param fact of {@link Kind#FACT} and {@link Kind#CHECKED}; else null
 */
record Target(Kind kind, RoundFact fact) {

    enum Kind {
        /** A fact of the round. */
        FACT,
        /** Given by the import itself; a line that says something else is refused. */
        CHECKED,
        /** Whether there was a bet at all. */
        BET_PLACED,
        /** The multiplier that was foretold: a signal. */
        PREDICTION,
        /** How sure the prediction was, from 0 to 1 or in percent. */
        CONFIDENCE,
        /** Kept as it is, under its own name. */
        METADATA,
        /** Left out. */
        IGNORE
    }

    static final Target METADATA = new Target(Kind.METADATA, null);

    static Target of(RoundFact fact) {
        return new Target(Kind.FACT, fact);
    }

    static Target of(Kind kind) {
        return new Target(kind, null);
    }

    /** As it is told to a client, and named in {@code map=}. */
    String wireName() {
        return fact == null ? kind.name().toLowerCase(java.util.Locale.ROOT) : fact.column();
    }
}
