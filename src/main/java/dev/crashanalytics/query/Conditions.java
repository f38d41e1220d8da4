package dev.crashanalytics.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code where} of a list call in the making: only the filters that were sent take part. */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    /** Adds a condition without a value of its own, such as a comparison with two values bound by {@link #bind}. */
    public Conditions and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** Gives a parameter its value. */
    public Conditions bind(String parameter, Object value) {
        parameters.put(parameter, value);
        return this;
    }

    /** Adds a condition that holds for the bound value, unless the value is null. */
    public Conditions and(String condition, String parameter, Object value) {
        if (value != null) {
            and(condition).bind(parameter, value);
        }
        return this;
    }

    /** {@code head}, such as {@code from RoundEntity r}, the conditions, and {@code tail}, such as an order. */
    public String toQuery(String head, String tail) {
        String where = conditions.isEmpty() ? " " : " where " + String.join(" and ", conditions) + " ";
        return head + where + tail;
    }

    /** The values bound. */
    public Map<String, Object> parameters() {
        return Map.copyOf(parameters);
    }
}
