package dev.crashanalytics.fact;

/**
 * One invalid field of a request.
 *
 * @param field the name the client sent, or the column's where it sent none; nested ones as a path,
 *     {@code signals[2].confidence_score}
 * @param message what is wrong and what would be right, for people
 */
public record FactError(String field, String message) {

    /** The same error about a field that sits inside {@code parent}. */
    public FactError within(String parent) {
        return new FactError(parent + "." + field, message);
    }
}
