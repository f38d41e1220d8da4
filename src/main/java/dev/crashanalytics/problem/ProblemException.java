package dev.crashanalytics.problem;

import dev.crashanalytics.fact.FactError;
import java.util.List;

/** A request is refused. An answer rather than a defect, hence without a stack trace. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public ProblemException(Refusal refusal) {
        super(refusal.code().wireName() + ": " + refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(new Refusal(code, detail));
    }

    /** Refuses a request for its fields or parameters, 422; there must be at least one error. */
    public static ProblemException invalid(List<FactError> errors) {
        return new ProblemException(Refusal.ofFields(ProblemCode.INVALID, errors));
    }

    /** Refuses a request for one field or parameter, 422. */
    public static ProblemException invalid(String field, String message) {
        return new ProblemException(Refusal.ofField(ProblemCode.INVALID, field, message));
    }

    /** What the client is told. */
    public Refusal refusal() {
        return refusal;
    }
}
