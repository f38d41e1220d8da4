package dev.crashanalytics.problem;

import dev.crashanalytics.fact.FactError;
import java.util.List;

/**
 * Why one thing was not stored.
 *
 * @param code the kind of reason
 * @param detail this occurrence, for people: which field, why, what to do
 * @param errors the fields concerned; at most 100; empty where it is not about fields
 */
public record Refusal(ProblemCode code, String detail, List<FactError> errors) {

    /** An answer must not outgrow by far what it answers; whoever has more errors than this has one of them often. */
    private static final int MAX_ERRORS = 100;

    public Refusal(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    /** A refusal that is about fields; its detail names them. */
    public static Refusal ofFields(ProblemCode code, List<FactError> errors) {
        FactError first = errors.get(0);
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        List<FactError> named = errors.size() <= MAX_ERRORS ? errors : List.copyOf(errors.subList(0, MAX_ERRORS));
        return new Refusal(code, first.field() + " " + first.message() + more, named);
    }

    /** A refusal that is about one field. */
    public static Refusal ofField(ProblemCode code, String field, String message) {
        return ofFields(code, List.of(new FactError(field, message)));
    }
}
