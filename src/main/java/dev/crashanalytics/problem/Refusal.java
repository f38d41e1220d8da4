package dev.crashanalytics.problem;

import dev.crashanalytics.fact.FactError;
import java.util.List;

/**
 * Why one thing was not stored.
 *
 * @param code the kind of reason
 * @param detail this occurrence, for people: which field, why, what to do
 * @param errors the fields concerned, the first 20 of them; empty where it is not about fields
 */
public record Refusal(ProblemCode code, String detail, List<FactError> errors) {

    /** Whoever makes more mistakes at once has misunderstood something else; the answer stays small. */
    private static final int MAX_ERRORS = 20;

    public Refusal {
        errors = errors.size() <= MAX_ERRORS ? errors : List.copyOf(errors.subList(0, MAX_ERRORS));
    }

    public Refusal(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    /** A refusal that is about fields; its detail names them. */
    public static Refusal ofFields(ProblemCode code, List<FactError> errors) {
        FactError first = errors.get(0);
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return new Refusal(code, first.field() + " " + first.message() + more, errors);
    }

    /** A refusal that is about one field. */
    public static Refusal ofField(ProblemCode code, String field, String message) {
        return ofFields(code, List.of(new FactError(field, message)));
    }
}
