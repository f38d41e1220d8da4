package dev.crashanalytics.problem;

import java.util.Locale;

/**
 * Every reason for which the server refuses something, over REST (problem+json) and over WebSockets (error
 * frames) alike. The lower-case name is the stable {@code code} on the wire.
 *
 * <p>{@link #retryable()} tells a client whether sending the same thing again, unchanged, can succeed.
 */
public enum ProblemCode {
    MALFORMED_JSON(400, "The body is not JSON", false),
    MALFORMED_REQUEST(400, "The request is malformed", false),
    UNAUTHORIZED(401, "A valid bearer token is required", false),
    FOREIGN_ORIGIN(403, "Requests from this origin are refused", false),
    RESET_DISABLED(403, "Reset is switched off", false),
    NOT_FOUND(404, "There is no such resource", false),
    BOT_NOT_FOUND(404, "The bot is unknown", false),
    SESSION_NOT_FOUND(404, "The session is unknown", false),
    STRATEGY_NOT_FOUND(404, "The strategy is unknown", false),
    GAME_NOT_FOUND(404, "The game is unknown", false),
    ROUND_NOT_FOUND(404, "The round is unknown", false),
    JOB_NOT_FOUND(404, "The job is unknown", false),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here", false),
    NOT_ACCEPTABLE(406, "No acceptable representation", false),
    ROUND_CONFLICT(409, "The round is stored with other facts", false),
    SESSION_CONFLICT(409, "The session is stored with other facts", false),
    ROUND_ARCHIVED(409, "The day of the round is archived", false),
    ALREADY_SUBSCRIBED(409, "The connection has this topic already", false),
    JOB_RUNNING(409, "A maintenance job is running", true),
    TOO_LARGE(413, "The request is too large", false),
    TOO_MANY_ITEMS(413, "The request holds too many items", false),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported", false),
    INVALID(422, "A field is invalid", false),
    RANGE_ARCHIVED(422, "The range ends inside an archived day", false),
    UNKNOWN_GAME(422, "The game is unknown", false),
    GAME_MISMATCH(422, "The session plays another game", false),
    ROUND_MISMATCH(422, "A field contradicts the addressed round", false),
    UNKNOWN_TOPIC(422, "There is no such topic", false),
    TOO_MANY_SUBSCRIPTIONS(429, "The connection has as many subscriptions as it may", false),
    OVERLOADED(429, "The server takes no more for the moment", true),
    INTERNAL_ERROR(500, "The server failed", true),
    DATABASE_UNAVAILABLE(503, "The database is unavailable", true),
    SHUTTING_DOWN(503, "The server is shutting down", true);

    private final int status;
    private final String title;
    private final boolean retryable;

    ProblemCode(int status, String title, boolean retryable) {
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    /** The code as clients see it, such as {@code round_conflict}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status a REST call answers with. */
    public int status() {
        return status;
    }

    /** One line for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** Whether the same request, unchanged, may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
