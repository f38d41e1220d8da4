package dev.crashanalytics.query;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Holds the query parameters that were sent to those that the call takes. */
public final class QueryParameters {

    private QueryParameters() {}

    /**
     * Refuses, {@code invalid} (422), parameters that the call does not take, those sent twice and those sent empty: a
     * mistyped filter must not answer with everything.
     *
     * @param sent the values by name
     * @param taken the names that the call takes, in the order they are told to a client
     */
    public static void check(Map<String, List<String>> sent, Set<String> taken) {
        List<FactError> errors = sent.entrySet().stream()
                .map(parameter -> complaint(parameter.getKey(), parameter.getValue(), taken))
                .filter(Objects::nonNull)
                .toList();
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static FactError complaint(String parameter, List<String> values, Set<String> taken) {
        if (!taken.contains(parameter)) {
            String instead = taken.isEmpty() ? "it takes none" : "it takes " + String.join(", ", taken);
            return new FactError(parameter, "is no query parameter of this call; " + instead);
        }
        if (values.size() > 1) {
            return new FactError(parameter, "is sent more than once");
        }
        return values.get(0).isEmpty() ? new FactError(parameter, "must not be empty") : null;
    }
}
