package dev.crashanalytics.round;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.FactType;
import dev.crashanalytics.fact.Facts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Whether a round that is sent again says what is stored. What the retry omits is not compared, nor are timestamps and
 * durations, which a bot may take anew at every attempt.
 */
public final class SameFacts {

    private static final Set<RoundFact> DURATIONS =
            EnumSet.of(RoundFact.DURATION_SECONDS, RoundFact.PROCESSING_TIME_MS);

    private final BiPredicate<String, String> sameJson;

    /**
     * @param sameJson whether two JSON texts hold the same value, as PostgreSQL's jsonb sees it
     */
    public SameFacts(BiPredicate<String, String> sameJson) {
        this.sameJson = sameJson;
    }

    /** The fields in which {@code sent} differs from {@code stored}; empty: a duplicate. */
    public List<FactError> differences(Facts<RoundFact> sent, Facts<RoundFact> stored) {
        List<FactError> differences = new ArrayList<>(0);
        for (RoundFact fact : RoundFact.values()) {
            if (isCompared(fact) && sent.has(fact) && !same(fact, sent.get(fact), stored.get(fact))) {
                differences.add(new FactError(
                        fact.column(), "is stored as " + stored.get(fact) + ", this says " + sent.get(fact)));
            }
        }
        return differences;
    }

    private static boolean isCompared(RoundFact fact) {
        return fact.type().kind() != FactType.Kind.TIMESTAMP && !DURATIONS.contains(fact);
    }

    private boolean same(RoundFact fact, Object sent, Object stored) {
        if (stored == null) {
            return false;
        }
        return switch (fact.type().kind()) {
            case DECIMAL -> ((BigDecimal) sent).compareTo((BigDecimal) stored) == 0;
            case JSON -> sameJson.test((String) sent, (String) stored);
            case TEXT, CHOICE, WHOLE, FLAG, TIMESTAMP -> sent.equals(stored);
        };
    }
}
