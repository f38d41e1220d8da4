package dev.crashanalytics.wire;

import dev.crashanalytics.fact.FactError;
import java.util.Optional;

/**
 * The client's own name for a message, which comes back in the answer as it was sent.
 *
 * @param json the JSON text of a string or number; null where the client gave none
 */
public record ClientId(String json) {

    public static final ClientId NONE = new ClientId(null);

    private static final int MAX_LENGTH = 200;

    static ClientId of(RawField field) {
        boolean usable = field.shape() == RawField.Shape.STRING || field.shape() == RawField.Shape.NUMBER;
        return usable && field.text().length() <= MAX_LENGTH ? new ClientId(field.json()) : NONE;
    }

    /** What is wrong with {@code field} as an id. */
    static Optional<FactError> violation(RawField field) {
        return switch (field.shape()) {
            case STRING, NUMBER ->
                field.text().length() <= MAX_LENGTH
                        ? Optional.empty()
                        : Optional.of(new FactError("id", "must have at most " + MAX_LENGTH + " characters"));
            case NULL -> Optional.empty();
            default -> Optional.of(new FactError("id", "must be a string or a number"));
        };
    }
}
