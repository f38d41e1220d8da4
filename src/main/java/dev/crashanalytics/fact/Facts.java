package dev.crashanalytics.fact;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Arrays;

/**
 * What was said about one thing: a value or nothing for each fact of {@code F}. Immutable.
 *
 * @param <F> the facts there are
 */
public final class Facts<F extends Enum<F> & Fact> {

    private final Object[] values;

    private Facts(Object[] values) {
        this.values = values;
    }

    /** Whether a value was given. */
    public boolean has(F fact) {
        return values[fact.ordinal()] != null;
    }

    /** The value as the class its {@link FactType.Kind} names, or null. */
    public Object get(F fact) {
        return values[fact.ordinal()];
    }

    public String text(F fact) {
        return (String) get(fact);
    }

    public BigDecimal decimal(F fact) {
        return (BigDecimal) get(fact);
    }

    public Long whole(F fact) {
        return (Long) get(fact);
    }

    /** The flag, false where nothing was said. */
    public boolean flag(F fact) {
        return Boolean.TRUE.equals(get(fact));
    }

    public OffsetDateTime timestamp(F fact) {
        return (OffsetDateTime) get(fact);
    }

    /** A builder that starts with these values. */
    public Builder<F> toBuilder() {
        return new Builder<>(values.clone());
    }

    /** A builder that starts with nothing said. */
    public static <F extends Enum<F> & Fact> Builder<F> builder(Class<F> facts) {
        return new Builder<>(new Object[facts.getEnumConstants().length]);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }

    /** Collects values; used by one thread, once. */
    public static final class Builder<F extends Enum<F> & Fact> {

        private final Object[] values;

        private Builder(Object[] values) {
            this.values = values;
        }

        public Builder<F> put(F fact, Object value) {
            values[fact.ordinal()] = value;
            return this;
        }

        public Builder<F> putIfAbsent(F fact, Object value) {
            return values[fact.ordinal()] == null ? put(fact, value) : this;
        }

        public boolean has(F fact) {
            return values[fact.ordinal()] != null;
        }

        public Object get(F fact) {
            return values[fact.ordinal()];
        }

        public Facts<F> build() {
            return new Facts<>(values);
        }
    }
}
