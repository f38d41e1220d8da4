package dev.crashanalytics.wire;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON members into facts. Strict, so that a typo never loses data: a member that is no fact is an error by its
 * name. Every error is collected, not only the first.
 *
 * @param <F> the facts that are read
 */
public final class FactsReader<F extends Enum<F> & Fact> {

    private static final int MAX_SHOWN = 100;

    private final Class<F> type;
    private final Map<String, F> byName = new HashMap<>();

    public FactsReader(Class<F> type) {
        this.type = type;
        for (F fact : type.getEnumConstants()) {
            byName.put(fact.column(), fact);
            fact.aliases().forEach(alias -> byName.put(alias, fact));
        }
    }

    /**
     * What was read.
     *
     * @param facts the valid ones
     * @param errors the others; empty where all is well
     */
    public record Reading<F extends Enum<F> & Fact>(Facts<F> facts, List<FactError> errors) {

        /** Adds an error, unless the field has one already. */
        public void add(FactError error) {
            if (errors.stream().noneMatch(reported -> reported.field().equals(error.field()))) {
                errors.add(error);
            }
        }

        /** Adds an error where {@code fact} was not said. */
        public void require(F fact) {
            if (!facts.has(fact)) {
                add(new FactError(fact.column(), "is required"));
            }
        }

        /** Adds an error where {@code fact} was said. */
        public void refuse(F fact, String why) {
            if (facts.has(fact)) {
                add(new FactError(fact.column(), why));
            }
        }
    }

    /** Reads one JSON object. */
    public Reading<F> read(String json) throws MalformedJsonException {
        return read(Json.readObject(json));
    }

    Reading<F> read(List<RawField> members) {
        Facts.Builder<F> facts = Facts.builder(type);
        List<FactError> errors = new ArrayList<>(0);
        for (RawField member : members) {
            readMember(member, facts, errors);
        }
        return new Reading<>(facts.build(), errors);
    }

    /** A client's own name in an answer, which must not grow with it. */
    static String shown(String name) {
        return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
    }

    private void readMember(RawField member, Facts.Builder<F> facts, List<FactError> errors) {
        F fact = byName.get(member.name());
        if (fact == null) {
            errors.add(new FactError(shown(member.name()), "is no field of this message"));
            return;
        }
        if (member.shape() == RawField.Shape.NULL) {
            return;
        }
        try {
            Object value = FactValues.read(fact.type(), member);
            if (facts.has(fact) && !FactValues.same(fact.type(), facts.get(fact), value)) {
                errors.add(new FactError(member.name(), "was sent twice, with different values for " + fact.column()));
            }
            facts.put(fact, value);
        } catch (InvalidValueException e) {
            errors.add(new FactError(member.name(), e.getMessage()));
        }
    }
}
