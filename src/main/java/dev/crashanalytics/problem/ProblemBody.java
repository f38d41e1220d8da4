package dev.crashanalytics.problem;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A refusal as RFC 9457 {@code application/problem+json}: {@code type} (a stable URN), {@code title},
 * {@code status}, {@code detail}, and our {@code code}, {@code retryable} and, where fields are to blame,
 * {@code errors: [{field, message}]}.
 */
final class ProblemBody {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:crash-analytics:problem:";

    private ProblemBody() {}

    /** The body, as JSON text. */
    static String of(Refusal refusal) {
        ProblemCode code = refusal.code();
        JsonObject body = new JsonObject()
                .put("type", TYPE_PREFIX + code.wireName())
                .put("title", code.title())
                .put("status", code.status())
                .put("detail", refusal.detail())
                .put("code", code.wireName())
                .put("retryable", code.retryable());
        return (refusal.errors().isEmpty() ? body : body.put("errors", errors(refusal))).encode();
    }

    /** The {@code Retry-After} header in seconds; 0 where it has no place. */
    static int retryAfterSeconds(Refusal refusal) {
        int status = refusal.code().status();
        return status == 429 || status == 503 ? 1 : 0;
    }

    private static JsonArray errors(Refusal refusal) {
        JsonArray errors = new JsonArray();
        refusal.errors()
                .forEach(error ->
                        errors.add(new JsonObject().put("field", error.field()).put("message", error.message())));
        return errors;
    }
}
